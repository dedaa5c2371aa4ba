import { LOCALES, type Locale } from "../../db/vocabulary.ts";
import { en } from "../locales/en/index.ts";
import { zhHans } from "../locales/zh-Hans/index.ts";
import { zhHant } from "../locales/zh-Hant/index.ts";

const TREES: Record<Locale, object> = { en, "zh-Hans": zhHans, "zh-Hant": zhHant };

/** The sentence of a key in a language, with its values put in; the key itself when no language has it. */
export function sentence(
  locale: Locale,
  reason: string,
  values: Record<string, string | number> = {},
): string {
  for (const tree of [TREES[locale], TREES.en]) {
    let at: unknown = tree;
    for (const part of reason.split(".")) at = (at as Record<string, unknown> | undefined)?.[part];
    if (typeof at === "string")
      return at.replace(/\{\{\s*(\w+)[^}]*\}\}/g, (whole, name) => String(values[name] ?? whole));
  }
  return reason;
}

/** The language an Accept-Language header asks for first; English when it asks for none of ours. */
export function localeOf(header: string | null): Locale {
  const wanted = (header ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...rest] = part.trim().split(";");
      const q = rest.find((r) => r.trim().startsWith("q="));
      return { tag: tag.toLowerCase(), q: q ? Number(q.trim().slice(2)) : 1 };
    })
    .sort((a, b) => b.q - a.q);
  for (const { tag } of wanted) {
    const ours = LOCALES.find((l) => l.toLowerCase() === tag);
    if (ours) return ours;
    if (/^zh-(tw|hk|mo|hant)/.test(tag)) return "zh-Hant";
    if (tag.startsWith("zh")) return "zh-Hans";
    if (tag.startsWith("en")) return "en";
  }
  return "en";
}
