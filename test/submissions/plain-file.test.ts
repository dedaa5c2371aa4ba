import { expect, test } from "vitest";
import { plainFileName } from "../../app/submissions/plain-file.ts";

test("a file of results is packed under its own name, an archive is taken as it is", () => {
  expect(plainFileName("answers.csv")).toBe("answers.csv");
  expect(plainFileName("C:\\me\\Answers.JSON")).toBe("Answers.JSON");
  expect(plainFileName("答案.txt")).toBe("答案.txt");
  for (const name of ["answers.zip", "a.tar.gz", "a.tgz", "answers", ".csv", "model.py", ""])
    expect(plainFileName(name)).toBeNull();
});
