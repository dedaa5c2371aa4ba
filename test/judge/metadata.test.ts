import { expect, test } from "vitest";
import { readMetadata, replaceVariables, splitCommand } from "../../judge/scoring/metadata.ts";

test("a metadata file gives its command, and none when it is no map or has none", () => {
  expect(readMetadata("command: python3 run.py\ndescription: x")).toEqual({ command: "python3 run.py" });
  expect(readMetadata("\uFEFFcommand: old\r\ncommand: python3 run.py\r\n")).toEqual({
    command: "python3 run.py",
  });
  expect(readMetadata("description: x\rcommand: python3 run.py\r")).toEqual({ command: "python3 run.py" });
  for (const text of ["description: x", "just text", "", "- a", "a: [", "command: 3"])
    expect(readMetadata(text)).toEqual({ command: null });
});

test("variables of older bundles become paths, by program and step", () => {
  const old = "python $ingestion_program/i.py $input $output $submission_program";
  expect(replaceVariables(old, "ingestion", false)).toBe(
    "python /app/program/i.py /app/input_data /app/output /app/ingested_program",
  );
  expect(
    replaceVariables("python $program/s.py $input $hidden $predictions $tmp $shared", "scoring", true),
  ).toBe("python /app/program/s.py /app/input /app/input/ref /app/input/res /app/output /app/shared");
  expect(replaceVariables("$predictions", "submission", false)).toBe("/app/output");
  const braced = `python \${program}/s.py \${input} \${HOME}`;
  expect(replaceVariables(braced, "scoring", true)).toBe(`python /app/program/s.py /app/input \${HOME}`);
});

test("a path of Windows behind a variable is one, as on CodaLab; other backslashes stay the shell's", () => {
  const windows = String.raw`python $program\lib\s.py $input\ref $output 'a\b' $PATH\x`;
  expect(replaceVariables(windows, "scoring", true)).toBe(
    String.raw`python /app/program/lib/s.py /app/input/ref /app/output 'a\b' $PATH\x`,
  );
});

test("a command is split as Python's shlex does, without a shell", () => {
  expect(splitCommand(`python3 'a b' "c \\"d\\" \\x" e\\ f "" x'y'z`)).toEqual([
    "python3",
    "a b",
    'c "d" \\x',
    "e f",
    "",
    "xyz",
  ]);
  expect(splitCommand("a && b | c > $X *")).toEqual(["a", "&&", "b", "|", "c", ">", "$X", "*"]);
  expect(splitCommand("a 'b")).toBeNull();
  expect(splitCommand("a \\")).toBeNull();
});
