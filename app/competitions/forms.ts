import { z } from "zod";
import { COMPETITION_TEMPLATES, LOCALES, type Localized } from "../../db/vocabulary.ts";
import type { Reason } from "../locales/reason.ts";
import { says } from "./form-shapes.ts";
import { SLUG_CHARS, SUMMARY_CHARS, TITLE_CHARS } from "./limits.ts";
import { isTimeZone } from "./zone.ts";

/** A text in the languages it was written in: blank ones are left out. */
export const text = (max: number, tooLong: Reason) =>
  z
    .partialRecord(z.enum(LOCALES), z.string().trim().max(max, tooLong))
    .transform(
      (given): Localized => Object.fromEntries(Object.entries(given).filter(([, words]) => words !== "")),
    );
/** One that needs words in some language. */
export const neededText = (max: number, tooLong: Reason, needed: Reason) =>
  text(max, tooLong).refine((given) => Object.keys(given).length > 0, needed);

export const Title = neededText(
  TITLE_CHARS,
  says("editor.refusals.titleLong"),
  says("editor.refusals.titleNeeded"),
);
export const Summary = text(SUMMARY_CHARS, says("editor.refusals.summaryLong"));
export const Slug = z
  .string()
  .trim()
  .max(SLUG_CHARS, says("editor.refusals.slugWrong"))
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, says("editor.refusals.slugWrong"))
  .refine((slug) => slug !== "new", says("editor.refusals.slugWrong"));
export const TimeZone = z
  .string(says("editor.refusals.timeZoneWrong"))
  .refine(isTimeZone, says("editor.refusals.timeZoneWrong"));

/** What makes a competition from a template. */
export const NewCompetition = z.object({
  template: z.enum(COMPETITION_TEMPLATES, says("editor.refusals.templateNeeded")),
  title: Title,
  slug: Slug.optional(),
  timeZone: TimeZone,
});
export type NewCompetition = z.output<typeof NewCompetition>;
