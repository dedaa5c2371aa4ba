import { z } from "zod";
import { LOCALES, SESSION_KINDS } from "../../db/vocabulary.ts";
import { LocalizedText } from "../forums/forms.ts";

const Key = z.string().min(1).max(200);

/**
 * A whole agenda. Things refer to each other by keys, which are their `uid`s: set again with the same key, a thing is
 * the same one. A session without a key is the one of the same title, if there is one. Times carry an offset
 * (2026-11-23T09:00:00+08:00). A session without a room belongs to all rooms, as a break does.
 */
export const AgendaDocument = z.object({
  rooms: z
    .array(z.object({ key: Key, name: LocalizedText, capacity: z.number().int().positive().optional() }))
    .max(200),
  tracks: z
    .array(z.object({ key: Key, name: LocalizedText, hue: z.number().int().min(0).max(359) }))
    .max(100),
  speakers: z
    .array(
      z.object({
        key: Key,
        name: z.string().min(1).max(200),
        affiliation: z.string().max(200).optional(),
        biography: LocalizedText.optional(),
      }),
    )
    .max(5000),
  sessions: z
    .array(
      z.object({
        key: Key.optional(),
        /** Of a new session, where it is free: for imports from systems that number theirs. */
        number: z.number().int().min(1).max(2_000_000_000).optional(),
        kind: z.enum(SESSION_KINDS).default("talk"),
        title: LocalizedText,
        abstract: LocalizedText.optional(),
        language: z.string().max(20).optional(),
        track: Key.optional(),
        speakers: z.array(Key).max(50).default([]),
        room: Key.optional(),
        startsAt: z.iso.datetime({ offset: true }),
        endsAt: z.iso.datetime({ offset: true }),
      }),
    )
    .max(5000),
});
export type AgendaDocument = z.infer<typeof AgendaDocument>;

/** What is said to everybody with a release, in any of the languages, or nothing. */
export const ReleaseNote = z.partialRecord(z.enum(LOCALES), z.string().trim().min(1).max(2000));

/** An agenda by the API: released at once where it says so, else the organisers' draft. */
export const AgendaBody = AgendaDocument.extend({
  release: z.object({ note: ReleaseNote.default({}) }).optional(),
});
