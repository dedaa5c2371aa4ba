import { expect, test } from "vitest";
import { nameKey, readTeamName } from "../../app/teams/team-name.ts";

test("a name is trimmed and its spaces are one each", () => {
  expect(readTeamName("  Moon   light 月光 ")).toEqual({ ok: true, value: "Moon light 月光" });
});

test.each([
  ["a zero-width space in it", "Moon\u200blight"],
  ["a right-to-left override", "\u202eabc"],
  ["nothing but signs", "!!!"],
  ["nothing to be seen", "\u2800\u3164 ".trim() || "\u2800"],
  ["marks stacked into a mess", "Z\u0301\u0301\u0301\u0301\u0301algo"],
])("a name with %s is refused", (_, name) => {
  const read = readTeamName(name);
  expect(read).toMatchObject({ refusal: { reason: "teams.refusals.nameUnreadable", field: "teamName" } });
});

test("a name of one character is too short, one of 61 too long", () => {
  expect(readTeamName("月")).toMatchObject({ refusal: { reason: "teams.refusals.nameTooShort" } });
  expect(readTeamName("月".repeat(61))).toMatchObject({ refusal: { reason: "teams.refusals.nameTooLong" } });
  expect(readTeamName("月".repeat(60)).ok).toBe(true);
});

test("names that look alike have the same key", () => {
  expect(nameKey("ＭＯＯＮ")).toBe(nameKey("moon"));
});
