import { z } from "zod";
import type { Reason } from "../locales/reason.ts";
import { readLocal } from "../web/zone.ts";

// The messages are keys of the locales, with what to fill in behind a "?": forms say them in the viewer's language.

export const says = (reason: Reason): Reason => reason;

/** A whole number in bounds; whoever types something else is told the bounds. */
export function whole(min: number, max: number) {
  const message = `${says("editor.refusals.wholeNumber")}?min=${min}&max=${max}`;
  return z.number(message).int(message).min(min, message).max(max, message);
}

/** A line of text that may be absent. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `${says("editor.refusals.tooLong")}?max=${max}`)
    .nullable();

/** An instant as the API writes it. */
export const instant = z.iso
  .datetime({ offset: true, error: says("editor.refusals.notATime") })
  .transform((text) => new Date(text));

/** What a form says of a shape: an empty field is null, an unticked box false. */
export const fromForm = {
  /** An empty field. */
  empty: <T extends z.ZodType>(of: T) => of.nullish().transform((value) => value ?? null),
  /** A checkbox. */
  box: () => z.boolean().default(false),
  /** A `datetime-local` field, read on this zone's clock. */
  local: (timeZone: string) =>
    z
      .string()
      .optional()
      .transform((text, context) => {
        if (!text) return null;
        const read = readLocal(text, timeZone);
        if (read.ok) return read.at;
        context.addIssue({
          code: "custom",
          message:
            read.problem === "skipped"
              ? `${says("editor.refusals.timeSkipped")}?timeZone=${encodeURIComponent(timeZone)}`
              : says("editor.refusals.notATime"),
        });
        return z.NEVER;
      }),
};
