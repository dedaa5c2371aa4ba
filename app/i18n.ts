import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { LOCALES, type Locale } from "../db/vocabulary.ts";
import type { en } from "./locales/en/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
    returnNull: false;
  }
}

type Words = Record<string, unknown>;

/** Only the language in use travels to the browser. */
const WORDS: Record<Locale, () => Promise<Words>> = {
  en: async () => (await import("./locales/en/index.ts")).en,
  "zh-Hans": async () => (await import("./locales/zh-Hans/index.ts")).zhHans,
  "zh-Hant": async () => (await import("./locales/zh-Hant/index.ts")).zhHant,
};

const ready = new Map<Locale, Promise<i18n>>();

async function make(locale: Locale): Promise<i18n> {
  const instance = i18next.createInstance().use(initReactI18next);
  await instance.init({
    lng: locale,
    fallbackLng: false,
    resources: { [locale]: { translation: await WORDS[locale]() } },
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof instance.init>[0]);
  return instance;
}

/** The words of a language, loaded once a process. */
export function createI18n(locale: Locale): Promise<i18n> {
  const had = ready.get(locale);
  if (had) return had;
  const made = make(locale);
  ready.set(locale, made);
  return made;
}

export const LOCALE_COOKIE = "podium_locale";

/** The language of a BCP 47 tag, if it is one of ours: Taiwan, Hong Kong and Macau read traditional script. */
export function localeOfTag(tag: string): Locale | null {
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

/** The reader's language: what they chose (cookie), else the first of the browser's that we speak. */
export function detectLocale(request: Request): Locale {
  const cookie = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE}=([\\w-]+)`).exec(
    request.headers.get("cookie") ?? "",
  )?.[1];
  const accepted = (request.headers.get("accept-language") ?? "")
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
