import { expect, test } from "vitest";
import { addressFits, openTo, readEmailRule, splitEmailRules } from "../../app/competitions/email-lists.ts";
import { SettingsChange, settingsForm } from "../../app/competitions/settings.ts";

const lists = (allowedEmails: string[], blockedEmails: string[] = []) => ({ allowedEmails, blockedEmails });

test("a domain lets in its own addresses and those below it, never one that only ends alike", () => {
  const uni = lists(["uni.example"]);
  expect(addressFits(uni, "Mei@CS.Uni.example").ok).toBe(true);
  expect(addressFits(uni, "mei@notuni.example")).toMatchObject({
    refusal: { reason: "entries.refusals.addressElsewhere", values: { domains: "uni.example" } },
  });
  expect(addressFits(uni, "uni.example@evil.example").ok).toBe(false);
  expect(addressFits(lists([]), "anybody@any.example").ok).toBe(true);
});

test("a block goes before a list, and no refusal names somebody else's address", () => {
  const named = lists(["mei@uni.example", "bo@lab.example"], ["bo@lab.example"]);
  expect(addressFits(named, "MEI@uni.example").ok).toBe(true);
  expect(addressFits(named, "bo@lab.example")).toMatchObject({
    refusal: { reason: "entries.refusals.addressBlocked" },
  });
  const other = addressFits(named, "li@uni.example");
  expect(other).toMatchObject({ refusal: { reason: "entries.refusals.addressNotListed" } });
  expect(JSON.stringify([other, openTo(named)])).not.toContain("mei");
});

test.each([
  ["@Uni.Example", "uni.example"],
  ["*.uni.example", "uni.example"],
  [".edu", "edu"],
  ["Mei@uni.example", "mei@uni.example"],
  ["mei@", null],
  ["http://uni.example", null],
  ["uni..example", null],
])("%s is kept as %s", (given, kept) => {
  expect(readEmailRule(given)).toBe(kept);
});

test("the form and the API take the same lists, each rule once, and name what is none", () => {
  expect(splitEmailRules("uni.example\n mei@lab.example，a.example; ")).toHaveLength(3);
  const typed = settingsForm("UTC").shape.allowedEmails;
  expect(typed.parse("uni.example\n@UNI.example")).toEqual(["uni.example"]);
  expect(typed.parse(undefined)).toEqual([]);
  expect(typed.safeParse("uni.example, x@@y").error?.issues[0]?.message).toContain("rule=x%40%40y");
  expect(SettingsChange.parse({ allowedEmails: ["Uni.example"] })).toEqual({
    allowedEmails: ["uni.example"],
  });
  expect(SettingsChange.safeParse({ blockedEmails: Array(5001).fill("a.example") }).success).toBe(false);
});
