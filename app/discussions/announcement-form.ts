import type { Localized } from "../../db/vocabulary.ts";
import { longest } from "../web/localized-form.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

export const TITLE_LENGTH = 160;
export const BODY_LENGTH = 20_000;

export type AnnouncementValues = { title: Localized; body: Localized };

/** Whether an announcement says something, in some language, at no too great length. */
export function checkAnnouncement({ title, body }: AnnouncementValues): Outcome<null> {
  if (longest(title) === 0) return refused("invalid", "discussions.refusals.noTitle", { field: "title" });
  if (longest(title) > TITLE_LENGTH)
    return refused("invalid", "discussions.refusals.tooLong", {
      field: "title",
      values: { max: TITLE_LENGTH },
    });
  if (longest(body) === 0) return refused("invalid", "discussions.refusals.noBody", { field: "body" });
  if (longest(body) > BODY_LENGTH)
    return refused("invalid", "discussions.refusals.tooLong", {
      field: "body",
      values: { max: BODY_LENGTH },
    });
  return done(null);
}
