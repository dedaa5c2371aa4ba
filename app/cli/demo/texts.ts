import type { Files } from "./zip.ts";

/** One text in each language that there is. */
export type Texts = Record<"en" | "zh-Hans" | "zh-Hant", string>;

/** A text's files in a bundle, one a language: rules.en.md, rules.zh-Hans.md … */
export const textFiles = (name: string, texts: Texts): Files =>
  Object.fromEntries(Object.entries(texts).map(([locale, text]) => [`${name}.${locale}.md`, text]));
