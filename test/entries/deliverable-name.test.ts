import { expect, test } from "vitest";
import { asFileName, bearsName, expectedNames } from "../../app/entries/deliverable-name.ts";

const facts = { code: "A3-0017", team: "Moon/light: 月光", slot: "Source" };

test("a rule is filled in with the team's own code, and with names that files can bear", () => {
  expect(expectedNames("{code}-{team}-{slot}.zip", facts, ["zip"])).toEqual([
    "A3-0017-Moon_light_ 月光-Source.zip",
  ]);
});
test("a rule that leaves the ending open allows each of the endings", () => {
  expect(expectedNames("{code}-slides", facts, ["pdf", "pptx"])).toEqual([
    "A3-0017-slides.pdf",
    "A3-0017-slides.pptx",
  ]);
});
test("a rule that asks for a code binds nobody who has none yet", () => {
  expect(expectedNames("{code}-proof", { ...facts, code: null }, ["pdf"])).toEqual([]);
  expect(expectedNames("{team}-proof", { ...facts, code: null }, ["pdf"])).toHaveLength(1);
});
test("the letters of the ending may be large, those of the name count", () => {
  expect(bearsName("A3-0017.ZIP", ["A3-0017.zip"], false)).toBe(true);
  expect(bearsName("a3-0017.zip", ["A3-0017.zip"], false)).toBe(false);
});
test("the same accent is the same name, however a computer writes it", () => {
  expect(bearsName("Équipe.zip".normalize("NFD"), ["Équipe.zip"], false)).toBe(true);
});
test("where any ending is taken, a rule without one says nothing of it", () => {
  expect(bearsName("A3-0017.tar", ["A3-0017"], true)).toBe(true);
  expect(bearsName("A3-0018.tar", ["A3-0017"], true)).toBe(false);
});
test("a file's name cannot lead out of its folder", () => {
  expect(asFileName("../../etc/passwd\u0000")).toBe(".._.._etc_passwd_");
});
