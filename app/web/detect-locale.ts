import { LOCALES, type Locale } from "../../db/vocabulary.ts";

export const LOCALE_COOKIE = "podium_locale";

/** The language of a BCP 47 tag, if it is one of ours: Taiwan, Hong Kong and Macau read traditional script. */
function localeOfTag(tag: string): Locale | null {
  const exact = LOCALES.find((l) => l.toLowerCase() === tag.toLowerCase());
  if (exact) return exact;
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    if (language === "zh") return script === "Hant" ? "zh-Hant" : "zh-Hans";
    if (language === "en") return "en";
  } catch {
    // Not a language tag: browsers send all sorts of things.
  }
  return null;
}

const CHOSEN = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE}=([\\w-]+)`);

/** The reader's language by two headers: what they chose, else the first of the browser's that we speak. */
export function localeFor(cookies: string | null, acceptLanguage: string | null): Locale {
  const cookie = CHOSEN.exec(cookies ?? "")?.[1];
  const accepted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const q = parameters.map((p) => /^\s*q=([\d.]+)/.exec(p)?.[1]).find(Boolean);
      return { tag: tag.trim(), q: q ? Number(q) : 1 };
    })
    .sort((a, b) => b.q - a.q)
    .map((part) => part.tag);
  for (const tag of [cookie, ...accepted]) {
    const found = tag && localeOfTag(tag);
    if (found) return found;
  }
  return "en";
}

/** The reader's language by a request: `localeFor`. */
export const detectLocale = (request: Request): Locale =>
  localeFor(request.headers.get("cookie"), request.headers.get("accept-language"));
