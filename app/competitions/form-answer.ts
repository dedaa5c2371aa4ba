import type { Locale } from "../../db/vocabulary.ts";
import type { Refusal } from "../web/outcome.ts";

export type Said = Pick<Refusal, "reason" | "values">;

/** What a form gets back when it was refused: what was typed, and the sentence of each field ("" is the form itself). */
export type FormAnswer = {
  intent: string;
  typed: Record<string, string[]>;
  errors: Record<string, Said>;
  /** How Markdown fields will look, by language, where that was asked. */
  previews?: Partial<Record<Locale, string>>;
};
