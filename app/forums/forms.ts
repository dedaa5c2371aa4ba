import { z } from "zod";
import { EDITION_FORMATS, EDITION_STATES } from "../../db/vocabulary.ts";

/** A text in any of the languages, at least in one. */
export const LocalizedText = z
  .object({
    en: z.string().min(1).max(20_000),
    "zh-Hans": z.string().min(1).max(20_000),
    "zh-Hant": z.string().min(1).max(20_000),
  })
  .partial()
  .refine((text) => Object.keys(text).length > 0, "say it in one language at least");

export const Slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(80);

export const TimeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, "no such time zone");

export const NewForum = z.object({ slug: Slug, name: LocalizedText, summary: LocalizedText.optional() });
export type NewForum = z.infer<typeof NewForum>;

export const NewEdition = z
  .object({
    slug: Slug,
    name: LocalizedText,
    summary: LocalizedText.optional(),
    /** Markdown. */
    description: LocalizedText.optional(),
    format: z.enum(EDITION_FORMATS).default("in_person"),
    state: z.enum(EDITION_STATES).default("draft"),
    venue: LocalizedText.optional(),
    timeZone: TimeZone,
    startsOn: z.iso.date(),
    endsOn: z.iso.date(),
  })
  .refine((e) => e.endsOn >= e.startsOn, { path: ["endsOn"], message: "ends before it starts" });
export type NewEdition = z.infer<typeof NewEdition>;
