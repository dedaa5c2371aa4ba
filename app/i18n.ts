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

/** A part of the words: one file in each language's folder, e.g. "leaderboards". */
export type Part = keyof typeof en;

/** The words of a language, or those parts of them that are known so far. */
export async function i18nWith(locale: Locale, words: { [P in Part]?: object }): Promise<i18n> {
  const instance = i18next.createInstance().use(initReactI18next);
  await instance.init({
    lng: locale,
    fallbackLng: false,
    resources: { [locale]: { translation: words } },
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as Parameters<typeof instance.init>[0]);
  return instance;
}

/** The same words; `needs` is told of the part that a sentence is in before it is looked up. */
export function telling(words: i18n, needs: (part: Part) => void): i18n {
  const getFixedT = (...of: Parameters<i18n["getFixedT"]>) => {
    // Any key: the types of ours would be worked out for every sentence there is.
    const t = words.getFixedT(...of) as unknown as (key: string, ...values: unknown[]) => string;
    return (key: string, ...values: unknown[]) => {
      needs(key.slice(0, key.indexOf(".")) as Part);
      return t(key, ...values);
    };
  };
  return Object.assign(Object.create(words) as i18n, { getFixedT });
}
