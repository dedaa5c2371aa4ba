import { expect, test } from "vitest";
import { en } from "../../app/locales/en/index.ts";
import { zhHans } from "../../app/locales/zh-Hans/index.ts";
import { zhHant } from "../../app/locales/zh-Hant/index.ts";

type Words = { [key: string]: string | Words };

/** Every sentence by its key, such as "ui.nav.signIn". */
function sentences(words: Words, under = ""): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === "string" ? [[under + key, value] as const] : [...sentences(value, `${under}${key}.`)],
    ),
  );
}
const values = (sentence: string) => [...new Set(sentence.match(/\{\{\s*\w+/g) ?? [])].sort();

const english = sentences(en);
const translations = { "zh-Hans": sentences(zhHans), "zh-Hant": sentences(zhHant) };

test.each(Object.entries(translations))(
  "%s has a sentence for every English one and no other",
  (_, theirs) => {
    expect([...theirs.keys()].sort()).toEqual([...english.keys()].sort());
  },
);

test.each(Object.entries(translations))("%s fills the same values into each sentence", (_, theirs) => {
  const different = [...english]
    .filter(([key, sentence]) => values(theirs.get(key) ?? "").join() !== values(sentence).join())
    .map(([key]) => key);
  expect(different).toEqual([]);
});

test.each(Object.entries({ en: english, ...translations }))("%s leaves no sentence empty", (_, theirs) => {
  expect([...theirs].filter(([, sentence]) => sentence.trim() === "")).toEqual([]);
});
