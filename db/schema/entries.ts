import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { ENTRY_KINDS, ENTRY_STATES, type Localized, MERGE_STATES, SLOT_PURPOSES } from "../vocabulary.ts";
import { blobs } from "./blobs.ts";
import { at, id } from "./columns.ts";
import { competitions, competitionTracks } from "./competitions.ts";
import { organisations } from "./organisations.ts";
import { people } from "./people.ts";
import { teams } from "./teams.ts";

/** A team's place in one competition. Its row is the lock under which quotas are counted. */
export const entries = pgTable(
  "entries",
  {
    id: id(),
    competitionId: uuid("competition_id")
      .notNull()
      .references(() => competitions.id),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id),
    trackId: uuid("track_id").references(() => competitionTracks.id),
    /** The school or company it takes part for: what caps count and the same-school rule compares. */
    organisationId: uuid("organisation_id").references(() => organisations.id),
    kind: text("kind", { enum: ENTRY_KINDS }).notNull().default("team"),
    /** The team's name as it is compared with others: app/teams/team-name.ts, nameKey. */
    nameKey: text("name_key").notNull(),
    /** What files and certificates call it, e.g. "A3-0017"; given once, never used again. */
    code: text("code"),
    state: text("state", { enum: ENTRY_STATES }).notNull(),
    /** Why an organiser refused or disqualified it. */
    stateReason: text("state_reason"),
    decidedBy: uuid("decided_by").references(() => people.id, { onDelete: "set null" }),
    decidedAt: at("decided_at"),
    /** The entry it went into: its submissions count there. */
    mergedInto: uuid("merged_into"),
    rulesVersion: integer("rules_version").notNull(),
    rulesAcceptedBy: uuid("rules_accepted_by").references(() => people.id, { onDelete: "set null" }),
    /** Changes of members made after the teams were locked. */
    memberChangesUsed: integer("member_changes_used").notNull().default(0),
    /** More such changes, which an organiser allowed beyond the rules. */
    memberChangesGranted: integer("member_changes_granted").notNull().default(0),
    /** Which open-source parts the work uses, as the team declares. */
    openSource: text("open_source"),
    createdAt: at("created_at").defaultNow().notNull(),
  },
  (t) => [
    unique("entries_once").on(t.competitionId, t.teamId),
    unique("entries_code").on(t.competitionId, t.code),
    // Names of entries that are gone may be used again.
    uniqueIndex("entries_name")
      .on(t.competitionId, t.nameKey)
      .where(sql`${t.state} not in ('withdrawn', 'rejected', 'merged')`),
    index("entries_team_idx").on(t.teamId),
    index("entries_state_idx").on(t.competitionId, t.state, t.createdAt),
    // Those that wait first.
    index("entries_list_idx").on(t.competitionId, sql`(${t.state} = 'pending') desc`, t.createdAt, t.id),
    index("entries_merged_idx").on(t.mergedInto),
    index("entries_organisation_idx").on(t.organisationId, t.competitionId),
  ],
);

/** One team asks another to go together; the asked one's captain decides. */
export const teamMerges = pgTable(
  "team_merges",
  {
    id: id(),
    /** The entry that ends. */
    fromEntryId: uuid("from_entry_id")
      .notNull()
      .references(() => entries.id, { onDelete: "cascade" }),
    /** The entry that stays. */
    toEntryId: uuid("to_entry_id")
      .notNull()
      .references(() => entries.id, { onDelete: "cascade" }),
    state: text("state", { enum: MERGE_STATES }).notNull().default("proposed"),
    proposedBy: uuid("proposed_by").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull(),
    decidedAt: at("decided_at"),
  },
  (t) => [index("team_merges_to_idx").on(t.toEntryId), index("team_merges_from_idx").on(t.fromEntryId)],
);

/** A thing that every entry hands in once, beside submissions: a document, a video, a proof. */
export const deliverableSlots = pgTable(
  "deliverable_slots",
  {
    id: id(),
    competitionId: uuid("competition_id")
      .notNull()
      .references(() => competitions.id, { onDelete: "cascade" }),
    /** Only entries of this track hand it in; null for all. */
    trackId: uuid("track_id").references(() => competitionTracks.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    title: jsonb("title").$type<Localized>().notNull(),
    description: jsonb("description").$type<Localized>().notNull().default({}),
    purpose: text("purpose", { enum: SLOT_PURPOSES }).notNull().default("work"),
    /** Allowed endings without the dot; empty takes any. */
    extensions: text("extensions").array().notNull().default([]),
    maxBytes: bigint("max_bytes", { mode: "number" }).notNull(),
    /** How the file must be called, with {code}, {team} and {slot} filled in; null takes any name. */
    namePattern: text("name_pattern"),
    required: boolean("required").notNull().default(true),
    dueAt: at("due_at"),
    /** Hours before `dueAt` at which teams that still lack it are reminded. */
    remindHours: integer("remind_hours").array().notNull().default([72, 24]),
  },
  (t) => [index("deliverable_slots_idx").on(t.competitionId, t.position)],
);

/** What an entry handed in for a slot; a newer one replaces it, and the receipt of each stays. */
export const deliverables = pgTable(
  "deliverables",
  {
    id: id(),
    slotId: uuid("slot_id")
      .notNull()
      .references(() => deliverableSlots.id, { onDelete: "cascade" }),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    /** SHA-256 of the content: what the receipt says. */
    blobHash: text("blob_hash")
      .notNull()
      .references(() => blobs.hash),
    fileName: text("file_name").notNull(),
    size: bigint("size", { mode: "number" }).notNull(),
    personId: uuid("person_id").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    unique("deliverables_version").on(t.slotId, t.entryId, t.version),
    index("deliverables_entry_idx").on(t.entryId),
    index("deliverables_blob_idx").on(t.blobHash),
  ],
);

/** Reminders that went out: none goes twice. */
export const deliverableReminders = pgTable(
  "deliverable_reminders",
  {
    slotId: uuid("slot_id")
      .notNull()
      .references(() => deliverableSlots.id, { onDelete: "cascade" }),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id, { onDelete: "cascade" }),
    hoursBefore: integer("hours_before").notNull(),
    dueAt: at("due_at").notNull(),
    sentAt: at("sent_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.slotId, t.entryId, t.hoursBefore, t.dueAt] })],
);
