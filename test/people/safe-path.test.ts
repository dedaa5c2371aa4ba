import { expect, test } from "vitest";
import { safePath } from "../../app/people/safe-path.ts";

test("after signing in a person goes on to a path of this site", () => {
  expect(safePath("/competitions/digits?tab=rules#top")).toBe("/competitions/digits?tab=rules#top");
});

test.each([
  "https://evil.test/",
  "//evil.test/",
  "/\\evil.test",
  "javascript:alert(1)",
  "",
  null,
  "evil",
  "/\t/evil.test",
  "/.//evil.test",
  "/x/..//evil.test",
  "//[",
])("after signing in nobody is sent away to %j", (to) => {
  expect(safePath(to)).toBe("/");
});
