import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { type Localized, SESSION_KINDS } from "../vocabulary.ts";
import { at, id } from "./columns.ts";
import { editions } from "./forums.ts";
import { people } from "./people.ts";

const editionId = () =>
  uuid("edition_id")
    .notNull()
    .references(() => editions.id, { onDelete: "cascade" });

export const rooms = pgTable(
  "rooms",
  {
    id: id(),
    editionId: editionId(),
    name: jsonb("name").$type<Localized>().notNull(),
    capacity: integer("capacity"),
    position: integer("position").notNull().default(0),
  },
  (t) => [index("rooms_edition_idx").on(t.editionId)],
);

export const agendaTracks = pgTable(
  "agenda_tracks",
  {
    id: id(),
    editionId: editionId(),
    name: jsonb("name").$type<Localized>().notNull(),
    /** Hue of the track on the grid, 0 to 359. */
    hue: integer("hue").notNull().default(210),
    position: integer("position").notNull().default(0),
  },
  (t) => [index("agenda_tracks_edition_idx").on(t.editionId)],
);

export const speakers = pgTable(
  "speakers",
  {
    id: id(),
    editionId: editionId(),
    personId: uuid("person_id").references(() => people.id, { onDelete: "set null" }),
    name: text("name").notNull(),
    affiliation: text("affiliation"),
    biography: jsonb("biography").$type<Localized>().notNull().default({}),
  },
  (t) => [index("speakers_edition_idx").on(t.editionId)],
);

/** A talk, workshop or break of an edition. */
export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    editionId: editionId(),
    agendaTrackId: uuid("agenda_track_id").references(() => agendaTracks.id, { onDelete: "set null" }),
    kind: text("kind", { enum: SESSION_KINDS }).notNull().default("talk"),
    title: jsonb("title").$type<Localized>().notNull(),
    abstract: jsonb("abstract").$type<Localized>().notNull().default({}),
    /** The language it is held in, a BCP 47 tag. */
    language: text("language"),
  },
  (t) => [index("sessions_edition_idx").on(t.editionId)],
);

export const sessionSpeakers = pgTable(
  "session_speakers",
  {
    sessionId: uuid("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    speakerId: uuid("speaker_id")
      .notNull()
      .references(() => speakers.id, { onDelete: "cascade" }),
    position: integer("position").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.speakerId] })],
);

/** A session's time and room. A session in no room (a plenary break) belongs to all of them. */
export const slots = pgTable(
  "slots",
  {
    id: id(),
    sessionId: uuid("session_id")
      .notNull()
      .unique()
      .references(() => sessions.id, { onDelete: "cascade" }),
    roomId: uuid("room_id").references(() => rooms.id, { onDelete: "cascade" }),
    startsAt: at("starts_at").notNull(),
    endsAt: at("ends_at").notNull(),
  },
  (t) => [
    index("slots_room_idx").on(t.roomId, t.startsAt),
    check("slots_end_after_start", sql`${t.endsAt} > ${t.startsAt}`),
  ],
);
