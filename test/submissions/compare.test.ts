import { expect, test } from "vitest";
import { asText, compareFiles, compareScores, diffTexts } from "../../app/submissions/compare.ts";

const task = (taskName: string, scores: [string, string, "asc" | "desc"][]) => ({
  taskName,
  scores: scores.map(([key, value, sorting]) => ({ key, title: key, value, precision: 2, sorting })),
});

test("scores stand side by side, with a difference exact to the last digit and a word for its direction", () => {
  const a = [
    task("T", [
      ["accuracy", "0.1000000001", "desc"],
      ["loss", "12345678901234567890.5", "asc"],
      ["same", "1", "asc"],
    ]),
  ];
  const b = [
    task("T", [
      ["accuracy", "0.3000000003", "desc"],
      ["loss", "12345678901234567891.5", "asc"],
      ["same", "1.0", "asc"],
    ]),
  ];
  expect(compareScores(a, b).map(({ key, delta, verdict }) => [key, delta, verdict])).toEqual([
    ["accuracy", "0.2000000002", "better"],
    ["loss", "1.0000000000", "worse"],
    ["same", "0.0000000000", "same"],
  ]);
});

test("a score that only one of them has is compared with nothing", () => {
  const rows = compareScores([task("T", [["a", "1", "desc"]])], [task("U", [["b", "-2", "desc"]])]);
  expect(rows.map(({ taskName, a, b, delta, verdict }) => [taskName, a, b, delta, verdict])).toEqual([
    ["T", "1", null, null, null],
    ["U", null, "-2", null, null],
  ]);
});

test("files are told apart by size and checksum", () => {
  const file = (name: string, size: number, crc32: number) => ({ name, size, crc32 });
  expect(
    compareFiles(
      [file("a", 1, 1), file("b", 1, 1), file("c", 1, 1)],
      [file("b", 1, 1), file("c", 1, 2), file("d", 1, 1)],
    ),
  ).toEqual({
    changes: [
      { name: "a", change: "removed" },
      { name: "c", change: "changed" },
      { name: "d", change: "added" },
    ],
    same: 1,
  });
});

test("a difference shows the lines with their neighbours, and gives up where nothing is alike", () => {
  expect(diffTexts("one\ntwo\nthree\n", "one\n2\nthree\n")).toEqual([
    [
      { sign: " ", text: "one" },
      { sign: "-", text: "two" },
      { sign: "+", text: "2" },
      { sign: " ", text: "three" },
    ],
  ]);
  const noise = (seed: number) => Array.from({ length: 5000 }, (_, i) => (i * seed) % 7919).join("\n");
  expect(diffTexts(noise(31), noise(37))).toBeNull();
});

test("bytes that are no text are none", () => {
  expect(asText(Buffer.from("größer"))).toBe("größer");
  expect(asText(Buffer.from([0xff, 0xfe, 0x41]))).toBeNull();
  expect(asText(Buffer.from("a\0b"))).toBeNull();
});
