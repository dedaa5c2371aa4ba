import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Locale } from "../db/vocabulary.ts";
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
