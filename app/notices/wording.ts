import { LOCALES, type Locale, type Localized } from "../../db/vocabulary.ts";
import { en } from "../locales/en/index.ts";
import type { Reason } from "../locales/reason.ts";
import { zhHans } from "../locales/zh-Hans/index.ts";
import { zhHant } from "../locales/zh-Hant/index.ts";

const TREES: Record<Locale, unknown> = { en, "zh-Hans": zhHans, "zh-Hant": zhHant };

/** The key of a sentence that has a form for one and a form for several, chosen by its value `count`. */
export type Counted = Reason extends infer R ? (R extends `${infer K}_other` ? K : never) : never;

/** The sentence of the key in the person's language, for mail, which is written where no screen is. */
export function wording(
  locale: Locale,
  key: Reason | Counted,
  values: Record<string, string | number> = {},
): string {
  const steps = key.split(".");
  const last = steps.pop() ?? "";
  let at = TREES[locale];
  for (const step of steps) at = (at as Record<string, unknown>)[step];
  const forms = at as Record<string, unknown>;
  at = forms[last] ?? forms[`${last}_${new Intl.PluralRules(locale).select(Number(values.count))}`];
  return String(at).replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/**
 * A name in a mail to somebody who may not know who chose it: no mailbox makes a link of it, so that Podium carries
 * nobody's advertisement to strangers. "evil.example/x" → "evil example x".
 */
export const noAddress = (name: string): string =>
  name
    .replace(/[\s\p{C}]+/gu, " ")
    .replace(/(?<=\S)[.。．](?=\S)|[:：]?\/+|@/gu, " ")
    .replace(/ +/g, " ")
    .trim();

/** The language of a mail: what the person chose, else one that the text it is about is written in. */
export const readersLocale = (chosen: string | null, text: Localized): Locale =>
  LOCALES.find((locale) => locale === chosen) ?? LOCALES.find((locale) => text[locale]) ?? "en";
