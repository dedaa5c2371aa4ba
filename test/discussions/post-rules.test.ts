import { expect, test } from "vitest";
import { mayEdit, readPost, readThreadTitle } from "../../app/discussions/post-rules.ts";

const createdAt = new Date("2026-06-10T07:00:00Z");
const post = { createdAt, hiddenAt: null, mine: true };
const given = { post, thread: { locked: false }, organises: false, minutes: 30 };
const at = (minutes: number) => new Date(createdAt.getTime() + minutes * 60_000);
const edit = (changes: object, now = at(1)) => {
  const may = mayEdit({ ...given, ...changes }, now);
  return may.ok ? "may" : may.refusal.reason;
};

test("a post can be changed for some minutes", () => {
  expect([edit({}, at(30)), edit({}, at(31))]).toEqual(["may", "discussions.refusals.editOver"]);
});
test("another's post cannot be changed", () => {
  expect(edit({ post: { ...post, mine: false } })).toBe("discussions.refusals.notYours");
});
test("a hidden post cannot be changed", () => {
  expect(edit({ post: { ...post, hiddenAt: createdAt } })).toBe("discussions.refusals.postHidden");
});
test("in a locked thread organisers alone change their posts", () => {
  const thread = { locked: true };
  expect([edit({ thread }), edit({ thread, organises: true })]).toEqual([
    "discussions.refusals.locked",
    "may",
  ]);
});
test("what says nothing, or too much, is refused where it was typed", () => {
  expect(readPost(" \n")).toMatchObject({ refusal: { field: "body" } });
  expect(readPost("x".repeat(20_001))).toMatchObject({ refusal: { reason: "discussions.refusals.tooLong" } });
  expect(readThreadTitle("")).toMatchObject({ refusal: { field: "title" } });
  expect(readThreadTitle("x".repeat(161))).toMatchObject({ refusal: { field: "title" } });
  expect(readThreadTitle(" two\r\nlines ")).toMatchObject({ value: "two lines" });
});
