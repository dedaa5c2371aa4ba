import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Refusal } from "../web/outcome.ts";

type Said = Pick<Refusal, "reason" | "values">;

/** A reason and its values as a sentence. The union of all keys is too large for t()'s overloads. */
export const sentence = (t: TFunction, said: Said): string =>
  (t as (key: string, values?: Record<string, string | number>) => string)(said.reason, said.values);

/** Turns a refusal that a command returned into a sentence in the reader's language. */
export function useSentence(): (said: Said) => string {
  const { t } = useTranslation();
  return (said) => sentence(t, said);
}
