import { expect, test } from "vitest";
import { changeTable, defaultLines, type ImageChange, MOST_LINES } from "../../app/judging/image-table.ts";

let made = 0;
const after = (change: ImageChange, lines = defaultLines()) =>
  changeTable(lines, change, () => `new-${++made}`);
const THREE = ["codalab/*", "codabench/*", "python:*"].map((pattern, i) => ({
  id: `default-${i}`,
  pattern,
  target: "builtin",
  note: null,
}));
const patterns = (change: ImageChange) => {
  const changed = after(change, THREE);
  return changed.ok ? changed.value.map((line) => line.pattern) : changed.refusal.reason;
};
const line = (pattern: string, target = "builtin") => ({ pattern, target });

test("lines are added at the end, edited in place, moved and removed", () => {
  expect(patterns({ act: "add", line: line(" lab/* ") })).toEqual([
    "codalab/*",
    "codabench/*",
    "python:*",
    "lab/*",
  ]);
  expect(patterns({ act: "edit", id: "default-1", line: line("lab/*") })).toEqual([
    "codalab/*",
    "lab/*",
    "python:*",
  ]);
  expect(patterns({ act: "up", id: "default-2" })).toEqual(["codalab/*", "python:*", "codabench/*"]);
  expect(patterns({ act: "down", id: "default-0" })).toEqual(["codabench/*", "codalab/*", "python:*"]);
  expect(patterns({ act: "up", id: "default-0" })).toEqual(["codalab/*", "codabench/*", "python:*"]);
  expect(patterns({ act: "remove", id: "default-0" })).toEqual(["codabench/*", "python:*"]);
});

test.each(["", " ", "a b", "a,b", "a=b", "$x", "x".repeat(256)])("the pattern %j is refused", (pattern) => {
  expect(after({ act: "add", line: line(pattern) })).toMatchObject({
    refusal: { reason: "judging.refusals.patternWrong", field: "pattern" },
  });
});

test.each(["", "lab/*", "a b", "-x"])("the target %j is refused", (target) => {
  expect(after({ act: "add", line: line("lab/*", target) })).toMatchObject({
    refusal: { reason: "judging.refusals.targetWrong", field: "target" },
  });
});

test("a pattern that is there already is refused, its own line may keep it", () => {
  expect(patterns({ act: "add", line: line("python:*") })).toBe("judging.refusals.patternTwice");
  expect(patterns({ act: "replace", lines: [line("a"), line("a")] })).toBe("judging.refusals.patternTwice");
  expect(patterns({ act: "edit", id: "default-2", line: line("python:*", "lab/py:3") })).toHaveLength(3);
});

test("a line that is gone, and more lines than a table may have, are refused", () => {
  expect(patterns({ act: "remove", id: "x" })).toBe("judging.refusals.lineGone");
  const lines = Array.from({ length: MOST_LINES + 1 }, (_, i) => line(`lab/${i}`));
  expect(patterns({ act: "replace", lines })).toBe("judging.refusals.tooManyLines");
});
