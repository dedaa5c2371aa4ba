import type { RawLink, RawText } from "./raw.ts";

/** JSON from elsewhere: every reader asks for the shape it hopes for and gets nothing where there is another. */
export type Json = Record<string, unknown>;

export const objectOf = (value: unknown): Json | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What of a list are objects. */
export const objectsOf = (value: unknown): Json[] =>
  listOf(value).filter((each): each is Json => objectOf(each) !== undefined);

/** Text, or a number as text; nothing for anything else and for what is empty. */
export function wordOf(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return typeof value === "string" && value.trim() ? value.trim() : undefined;
}

/** The first of some keys that holds a word. */
export const word = (from: Json | undefined, ...keys: string[]): string | undefined => {
  for (const key of keys) {
    const found = wordOf(from?.[key]);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** A text in one language or several; of `{name: …}` the name, as tracks and rooms come by some addresses. */
export function textIn(value: unknown): RawText | undefined {
  const plain = wordOf(value);
  if (plain !== undefined) return plain;
  const object = objectOf(value);
  if (!object) return undefined;
  if ("name" in object) return textIn(object.name);
  if ("title" in object) return textIn(object.title);
  const texts = Object.entries(object).flatMap(([tag, text]) => {
    const said = /^[a-z]{2,3}([-_]\w+)*$/i.test(tag) ? wordOf(text) : undefined;
    return said === undefined ? [] : [[tag, said] as const];
  });
  return texts.length ? Object.fromEntries(texts) : undefined;
}

/** Links as text or as objects of several kinds. */
export const linksOf = (...lists: unknown[]): RawLink[] =>
  lists.flatMap(listOf).flatMap((link) => {
    const href = wordOf(link) ?? word(objectOf(link), "href", "url", "resource", "link");
    return href ? [{ href, title: word(objectOf(link), "title", "description", "name") ?? "" }] : [];
  });

export const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === "string" ? Number.parseInt(value, 10) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
};
