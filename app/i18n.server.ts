import type { i18n } from "i18next";
import { LOCALES, type Locale } from "../db/vocabulary.ts";
import { i18nWith } from "./i18n.ts";
import { en } from "./locales/en/index.ts";
import { zhHans } from "./locales/zh-Hans/index.ts";
import { zhHant } from "./locales/zh-Hant/index.ts";

const WORDS = { en, "zh-Hans": zhHans, "zh-Hant": zhHant };

const ready = new Map<Locale, Promise<i18n>>(
  LOCALES.map((locale) => [locale, i18nWith(locale, WORDS[locale])]),
);

/** All words of a language, made once a process. */
export const createI18n = (locale: Locale): Promise<i18n> => ready.get(locale) as Promise<i18n>;
