import { expect, test } from "vitest";
import { spansOf } from "../../app/judging/rejudge-selection.ts";

test("numbers of submissions are read singly and as spans, however they are separated", () => {
  expect(spansOf("3, #7 - 12；20")).toEqual([
    { from: 3, to: 3 },
    { from: 7, to: 12 },
    { from: 20, to: 20 },
  ]);
});

test.each(["abc", "3-", "9-3", "1.5", "-4", "99999999999", " , "])("%j names no submissions", (text) => {
  expect(spansOf(text)).toBeNull();
});
