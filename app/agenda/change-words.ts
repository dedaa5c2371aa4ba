import type { Locale } from "../../db/vocabulary.ts";
import type { Reason } from "../locales/reason.ts";
import { localized } from "../web/format.ts";
import type { Change, Seen, What } from "./changes.ts";
import { dayIn } from "./days.ts";

/** A sentence's key and values, for a screen (`useSentence`) or a mail (`wording`). */
export type Said = { reason: Reason; values: Record<string, string> };

/** Says what changed of a session, a sentence each; times on the edition's clock. */
export function changeWords(
  change: Change,
  { locale, timeZone }: { locale: Locale; timeZone: string },
): Said[] {
  const { before, after } = change;
  const title = localized(after.title, locale);
  const say = (word: What | "timeAndRoom" | "noSpeakers", more: Record<string, string> = {}): Said => ({
    reason: `agenda.changes.${word}`,
    values: { title, ...more },
  });
  const is = (what: What) => change.what.includes(what);
  const placed = (seen: Seen) =>
    `${timeOf(seen, locale, timeZone)}${seen.room ? `, ${localized(seen.room, locale)}` : ""}`;
  const now = placed(after);
  if (is("added") || is("cancelled")) return [say(is("added") ? "added" : "cancelled", { now })];
  const said: Said[] = [];
  if (is("title")) said.push(say("title", { was: localized(before?.title, locale) }));
  if (is("restored")) said.push(say("restored", { now }));
  else if (before && is("time"))
    said.push(
      is("room")
        ? say("timeAndRoom", { was: placed(before), now })
        : say("time", { was: timeOf(before, locale, timeZone), now: timeOf(after, locale, timeZone) }),
    );
  else if (before && is("room"))
    said.push(
      say("room", { was: localized(before.room, locale) || "–", now: localized(after.room, locale) || "–" }),
    );
  if (is("speakers"))
    said.push(
      after.speakers.length ? say("speakers", { speakers: after.speakers.join(", ") }) : say("noSpeakers"),
    );
  if (is("details")) said.push(say("details"));
  return said;
}

/** "Sat 12 Dec, 09:00 – 09:45"; where it ends on another day, with that day. */
function timeOf({ startsAt, endsAt }: Seen, locale: Locale, timeZone: string): string {
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone } as const;
  const dated = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    month: "short",
    day: "numeric",
    ...clock,
  });
  const end =
    dayIn(timeZone, startsAt) === dayIn(timeZone, endsAt) ? new Intl.DateTimeFormat(locale, clock) : dated;
  return `${dated.format(startsAt)} – ${end.format(endsAt)}`;
}
