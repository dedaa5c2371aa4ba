import { expect, test } from "vitest";
import { matchPath, scopeAllows } from "../../app/api/operation.ts";
import { localeOf, sentence } from "../../app/api/sentence.ts";

test("a path matches its template piece by piece and gives the pieces in braces", () => {
  expect(matchPath("/competitions/{slug}/entries", "/competitions/digits/entries")).toEqual({
    slug: "digits",
  });
  expect(matchPath("/competitions/{slug}", "/competitions/digits/entries")).toBeNull();
  expect(matchPath("/competitions/{slug}", "/competitions/")).toBeNull();
  expect(matchPath("/competitions", "/competition")).toBeNull();
});

test("every token may read, and may do beyond that what it was made for", () => {
  expect(scopeAllows(["take_part"], "read")).toBe(true);
  expect(scopeAllows(["take_part"], "organise")).toBe(false);
  expect(scopeAllows(["organise"], "organise")).toBe(true);
});

test("the language is the first of the header's that Podium speaks", () => {
  expect(localeOf(null)).toBe("en");
  expect(localeOf("fr, zh-TW;q=0.8, en;q=0.5")).toBe("zh-Hant");
  expect(localeOf("en;q=0.1, zh-CN")).toBe("zh-Hans");
});

test("a sentence has its values, and a key without one is told as it is", () => {
  expect(sentence("en", "api.refusals.scopeMissing", { scope: "operate" })).toBe(
    "This token lacks the scope “operate”.",
  );
  expect(sentence("zh-Hans", "no.such.key")).toBe("no.such.key");
});
