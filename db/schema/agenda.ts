import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { type Localized, SESSION_KINDS } from "../vocabulary.ts";
import { at, id } from "./columns.ts";
import type { ImportRemark } from "./competitions.ts";
import { editions } from "./forums.ts";
import { people } from "./people.ts";

const editionId = () =>
  uuid("edition_id")
    .notNull()
    .references(() => editions.id, { onDelete: "cascade" });

/** What a thing is called for good within its edition: by releases, feeds, imports and the API. */
const uid = () => text("uid").notNull().default(sql`gen_random_uuid()::text`);

/*
 * Rooms, tracks, speakers, sessions and slots are the organisers' draft. Everybody else sees a release of it.
 */

export const rooms = pgTable(
  "rooms",
  {
    id: id(),
    editionId: editionId(),
    uid: uid(),
    name: jsonb("name").$type<Localized>().notNull(),
    capacity: integer("capacity"),
    /** When it is open each day: minutes since midnight in the edition's zone, past 1440 on the next morning. */
    opensAt: integer("opens_at"),
    closesAt: integer("closes_at"),
    position: integer("position").notNull().default(0),
  },
  (t) => [
    unique("rooms_uid").on(t.editionId, t.uid),
    check("rooms_close_after_open", sql`${t.closesAt} > ${t.opensAt}`),
  ],
);

export const agendaTracks = pgTable(
  "agenda_tracks",
  {
    id: id(),
    editionId: editionId(),
    uid: uid(),
    name: jsonb("name").$type<Localized>().notNull(),
    /** Hue of the track on the grid, 0 to 359. */
    hue: integer("hue").notNull().default(210),
    position: integer("position").notNull().default(0),
  },
  (t) => [unique("agenda_tracks_uid").on(t.editionId, t.uid)],
);

export const speakers = pgTable(
  "speakers",
  {
    id: id(),
    editionId: editionId(),
    uid: uid(),
    personId: uuid("person_id").references(() => people.id, { onDelete: "set null" }),
    name: text("name").notNull(),
    affiliation: text("affiliation"),
    biography: jsonb("biography").$type<Localized>().notNull().default({}),
  },
  (t) => [unique("speakers_uid").on(t.editionId, t.uid), index("speakers_person_idx").on(t.personId)],
);

/** A talk, workshop or break of an edition. */
export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    editionId: editionId(),
    uid: uid(),
    /** Short and stable, for addresses and for feeds that want a number; never given twice in an edition. */
    number: integer("number").notNull(),
    /** Grows with every change of the session or its slot, so that who saved on an older state is told. */
    revision: integer("revision").notNull().default(1),
    cancelledAt: at("cancelled_at"),
    agendaTrackId: uuid("agenda_track_id").references(() => agendaTracks.id, { onDelete: "set null" }),
    kind: text("kind", { enum: SESSION_KINDS }).notNull().default("talk"),
    title: jsonb("title").$type<Localized>().notNull(),
    abstract: jsonb("abstract").$type<Localized>().notNull().default({}),
    /** The language it is held in, a BCP 47 tag. */
    language: text("language"),
    /** How many people the organisers expect. */
    expected: integer("expected"),
  },
  (t) => [
    unique("sessions_uid").on(t.editionId, t.uid),
    unique("sessions_number").on(t.editionId, t.number),
    check("sessions_expected", sql`${t.expected} >= 0`),
  ],
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

/** What the public sees: a frozen agenda, of which only the newest counts. */
export const agendaReleases = pgTable(
  "agenda_releases",
  {
    id: id(),
    editionId: editionId(),
    /** 1, 2, 3 … within the edition. */
    version: integer("version").notNull(),
    note: jsonb("note").$type<Localized>().notNull().default({}),
    madeBy: uuid("made_by").references(() => people.id, { onDelete: "set null" }),
    madeAt: at("made_at").defaultNow().notNull(),
    /** A `ReleasedAgenda` of app/agenda/released.ts. */
    agenda: jsonb("agenda").$type<unknown>().notNull(),
    /** What is other than in the release before, by `Change` of app/agenda/changes.ts. */
    changes: jsonb("changes").$type<unknown>().notNull(),
  },
  (t) => [unique("agenda_releases_version").on(t.editionId, t.version)],
);

/** A session that a person wants to go to. By its uid: it outlives the session, so that they hear of its end. */
export const favourites = pgTable(
  "favourites",
  {
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    editionId: editionId(),
    sessionUid: text("session_uid").notNull(),
    createdAt: at("created_at").defaultNow().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.editionId, t.sessionUid] }),
    index("favourites_edition_idx").on(t.editionId, t.sessionUid),
  ],
);

/** What an import of another system's file did. */
export const agendaImports = pgTable(
  "agenda_imports",
  {
    id: id(),
    editionId: editionId(),
    importedBy: uuid("imported_by").references(() => people.id, { onDelete: "set null" }),
    importedAt: at("imported_at").notNull(),
    fileName: text("file_name").notNull(),
    added: integer("added").notNull(),
    changed: integer("changed").notNull(),
    gone: integer("gone").notNull(),
    /** The version that it released. */
    release: integer("release"),
    /** `Remark`s of app/agenda/import/remarks.ts. */
    report: jsonb("report").$type<ImportRemark[]>().notNull(),
    /** Whatever it brought: the next import changes these and leaves alone what organisers made. */
    uids: jsonb("uids").$type<string[]>().notNull(),
  },
  (t) => [index("agenda_imports_edition_idx").on(t.editionId, t.importedAt.desc().nullsFirst())],
);
