import { LOCALES, type Localized } from "../../db/vocabulary.ts";

/** The texts of the fields "name.en", "name.zh-Hans" …; languages that were left empty are left out. */
export function readLocalized(form: { get(name: string): unknown }, name: string): Localized {
  const text: Localized = {};
  for (const locale of LOCALES) {
    const given = form.get(`${name}.${locale}`);
    if (typeof given === "string" && given.trim()) text[locale] = given.replace(/\r\n/g, "\n").trim();
  }
  return text;
}

export const longest = (text: Localized): number =>
  Math.max(0, ...Object.values(text).map((words) => words.length));
