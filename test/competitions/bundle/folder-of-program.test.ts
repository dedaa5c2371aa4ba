import { expect, test } from "vitest";
import { folderOfProgram } from "../../../app/competitions/bundle/folder-of-program.ts";

test("a program begins where its metadata lies: on top, or in the one folder it was packed with", () => {
  expect(folderOfProgram(["metadata", "score.py"])).toBe("");
  expect(folderOfProgram(["metadata.yaml", "lib/metadata"])).toBe("");
  expect(folderOfProgram(["scoring/lib/a.py", "scoring/metadata", "scoring/score.py"])).toBe("scoring");
  expect(folderOfProgram(["__MACOSX/scoring/._metadata", "scoring/metadata.yml"])).toBe("scoring");
});

test("a program whose metadata is deeper, beside other things, or nowhere begins nowhere", () => {
  expect(folderOfProgram(["a/b/metadata"])).toBeNull();
  expect(folderOfProgram(["scoring/metadata", "readme.md"])).toBeNull();
  expect(folderOfProgram(["__MACOSX/metadata"])).toBeNull();
  expect(folderOfProgram(["score.py"])).toBeNull();
  expect(folderOfProgram([])).toBeNull();
});
