import type { en } from "./en/index.ts";

type Leaves<T, P extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Leaves<T[K], `${P}${K}.`>;
}[keyof T & string];

/** The key of a sentence in the locales, e.g. "submissions.refusals.overDailyQuota". */
export type Reason = Leaves<typeof en>;

/** The same tree with any words: what a translation must fill. A missing key fails the type check. */
export type Translation<T> = { [K in keyof T]: T[K] extends string ? string : Translation<T[K]> };
