import type { Localized } from "../../../db/vocabulary.ts";

/** A bundle's text under the language it is written in: Chinese when Han characters outweigh the letters. */
export function inItsLanguage(text: string): Localized {
  if (text.trim() === "") return {};
  const words = text.replace(/<[^>]*>/g, " ").replace(/https?:\S+/g, " ");
  const han = words.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = words.match(/\p{Script=Latin}/gu)?.length ?? 0;
  // A Han character says about as much as two letters and more.
  return han * 2 > letters ? { "zh-Hans": text } : { en: text };
}

/** A slug from a title: ASCII words joined by hyphens, "competition" when nothing is left. */
export function slugOf(title: string): string {
  const slug = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  return slug || "competition";
}
