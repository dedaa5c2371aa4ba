import sanitizeHtml from "sanitize-html";
import TurndownService from "turndown";
import type { Localized } from "../../../db/vocabulary.ts";
import type { RawText } from "./raw.ts";

const markdown = new TurndownService({
  headingStyle: "atx",
  bulletListMarker: "-",
  codeBlockStyle: "fenced",
  emDelimiter: "*",
});
const KEPT = {
  allowedTags: "p br div ul ol li a b strong i em h1 h2 h3 h4 h5 h6 blockquote pre code hr".split(" "),
  allowedAttributes: { a: ["href"] },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  nestingLimit: 40,
};
const NONE = { allowedTags: [], allowedAttributes: {} };
const TAG =
  /<\/?(p|br|div|span|ul|ol|li|a|b|strong|i|em|u|s|h[1-6]|blockquote|pre|code|hr|img|table|tr|td|th|tbody|font|center|script|style|iframe|object|embed|svg|form|input|button|sup|sub|section|article|video|audio)\b[^>]*>/i;
const ENTITY = /&(#\d+|#x[\da-f]+|[a-z][a-z\d]+);/i;

/** Whether a text is HTML rather than Markdown or plain text. */
export const looksLikeHtml = (text: string): boolean => TAG.test(text);

/** HTML as Markdown, without scripts, pictures and addresses that are no web's or mail's; other text as it is. */
export function proseOf(text: string): string {
  if (!looksLikeHtml(text)) return ENTITY.test(text) ? unescaped(text) : text.trim();
  return markdown
    .turndown(sanitizeHtml(text, KEPT))
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** One line of plain text: no tags, no entities, no line breaks. */
export const lineOf = (text: string): string =>
  (looksLikeHtml(text) || ENTITY.test(text) ? unescaped(text) : text).replace(/\s+/g, " ").trim();

// sanitize-html reads every entity there is and writes these four again.
const unescaped = (text: string) =>
  sanitizeHtml(text.replace(/<(?![a-z/!])/gi, "&lt;"), NONE)
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .trim();

/** A language tag as one of Podium's languages: Chinese by its script, all others as English. */
const localeFor = (tag: string): keyof Localized => {
  if (!/^(zh|cmn|yue)\b/i.test(tag)) return "en";
  return /hant|[-_](tw|hk|mo)\b/i.test(tag) ? "zh-Hant" : "zh-Hans";
};

/** Text that does not say its language is Chinese where it has Han characters and no kana; `spoken` says which. */
const localeOfText = (text: string, spoken: string): keyof Localized =>
  /\p{Script=Han}/u.test(text) && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
    ? localeFor(/^(zh|cmn|yue)/i.test(spoken) ? spoken : "zh")
    : "en";

/**
 * A text in Podium's languages; `each` is done to every one. Of several that Podium has no place for, English counts,
 * else the first.
 */
export function localizedOf(
  text: RawText | undefined,
  spoken: string | undefined,
  each: (text: string) => string,
): Localized {
  if (typeof text === "string") {
    const clean = each(text);
    return clean ? { [localeOfText(clean, spoken ?? "")]: clean } : {};
  }
  const found: Localized = {};
  const parts = Object.entries(text ?? {});
  const english = parts.find(([tag]) => /^en\b/i.test(tag));
  for (const [tag, said] of english ? [english, ...parts] : parts) {
    const locale = localeFor(tag);
    const clean = each(said);
    if (clean && found[locale] === undefined) found[locale] = clean;
  }
  return found;
}
