import { z } from "zod";
import { SESSION_KINDS } from "../../db/vocabulary.ts";

// Read more leniently than it is written by forms: an old release stays readable when a limit becomes narrower.
export const Text = z.object({ en: z.string(), "zh-Hans": z.string(), "zh-Hant": z.string() }).partial();

/**
 * A session as the public sees it. `uid`s are stable within their edition through every release, so whoever needs
 * one that is unique in the world (a calendar) adds the edition's id. Times are instants; show them in the
 * edition's zone.
 */
export const ReleasedSession = z.object({
  uid: z.string(),
  /** Unique in the edition, never given twice: for addresses, and feeds that want a number. */
  number: z.number().int().positive(),
  /** 0 at first; grows by one with a release that changes time, room, title or state. What iCalendar calls SEQUENCE. */
  sequence: z.number().int().nonnegative(),
  /** A cancelled session stays in every later release, as it was last planned. */
  state: z.enum(["confirmed", "cancelled"]),
  /** When the release was made that last changed anything of it. */
  changedAt: z.coerce.date(),
  kind: z.enum(SESSION_KINDS),
  title: Text,
  /** Markdown. */
  abstract: Text,
  /** The language it is held in, a BCP 47 tag. */
  language: z.string().nullable(),
  trackUid: z.string().nullable(),
  /** null: in all rooms, as a break. */
  roomUid: z.string().nullable(),
  startsAt: z.coerce.date(),
  endsAt: z.coerce.date(),
  speakerUids: z.array(z.string()),
});
export type ReleasedSession = z.infer<typeof ReleasedSession>;

/** An agenda frozen by a release; sessions in order of time. Rooms, tracks and speakers are those of the draft then. */
export const ReleasedAgenda = z.object({
  /** 1, 2, 3 … within the edition. */
  version: z.number().int().positive(),
  releasedAt: z.coerce.date(),
  note: Text,
  rooms: z.array(z.object({ uid: z.string(), name: Text, capacity: z.number().int().nullable() })),
  tracks: z.array(z.object({ uid: z.string(), name: Text, hue: z.number().int() })),
  speakers: z.array(
    z.object({
      uid: z.string(),
      name: z.string(),
      affiliation: z.string().nullable(),
      /** Markdown. */
      biography: Text,
    }),
  ),
  sessions: z.array(ReleasedSession),
});
export type ReleasedAgenda = z.infer<typeof ReleasedAgenda>;
