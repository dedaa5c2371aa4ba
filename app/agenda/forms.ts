import { z } from "zod";
import { SESSION_KINDS } from "../../db/vocabulary.ts";
import { LocalizedText } from "../forums/forms.ts";

const Key = z.string().min(1).max(60);

/**
 * A whole agenda. Things refer to each other by keys that hold within the document. Times carry an
 * offset (2026-11-23T09:00:00+08:00). A session without a room belongs to all rooms, as a break does.
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
