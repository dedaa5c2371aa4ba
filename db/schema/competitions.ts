import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import {
  COMPETITION_STATES,
  COMPUTATIONS,
  type Localized,
  PAGE_FORMATS,
  SORTINGS,
  SUBMISSION_RULES,
} from "../vocabulary.ts";
import { blobs } from "./blobs.ts";
import { editions } from "./forums.ts";
import { people } from "./people.ts";

const at = (name: string) => timestamp(name, { withTimezone: true });
const id = () => uuid("id").default(sql`gen_random_uuid()`).primaryKey();
const blob = (name: string) => text(name).references(() => blobs.hash);
const competitionId = () =>
  uuid("competition_id")
    .notNull()
    .references(() => competitions.id, { onDelete: "cascade" });

/** One thing the importer did or would not do, as a translatable sentence. */
export type ImportRemark = {
  kind: "taken" | "mended" | "ignored";
  reason: string;
  values?: Record<string, string | number>;
};

export const competitions = pgTable(
  "competitions",
  {
    id: id(),
    slug: text("slug").notNull().unique(),
    editionId: uuid("edition_id").references(() => editions.id, { onDelete: "set null" }),
    title: jsonb("title").$type<Localized>().notNull(),
    summary: jsonb("summary").$type<Localized>().notNull().default({}),
    state: text("state", { enum: COMPETITION_STATES }).notNull().default("draft"),
    timeZone: text("time_zone").notNull().default("UTC"),
    logo: blob("logo"),
    /** What a participant accepts; `rulesVersion` goes up whenever it changes. */
    rules: jsonb("rules").$type<Localized>().notNull().default({}),
    rulesFormat: text("rules_format", { enum: PAGE_FORMATS }).notNull().default("markdown"),
    rulesVersion: integer("rules_version").notNull().default(1),
    /** Entries are accepted at once; else an organiser looks at each. */
    autoAccept: boolean("auto_accept").notNull().default(true),
    maxTeamSize: integer("max_team_size").notNull().default(5),
    /** The container image as the organiser named it; the installation's table says what runs. */
    image: text("image"),
    queue: text("queue"),
    detailedResults: boolean("detailed_results").notNull().default(false),
    programsAvailable: boolean("programs_available").notNull().default(false),
    inputDataAvailable: boolean("input_data_available").notNull().default(false),
    autoRun: boolean("auto_run").notNull().default(true),
    reward: text("reward"),
    contactEmail: text("contact_email"),
    factSheet: jsonb("fact_sheet"),
    /** The bundle's own words, kept for an export that loses nothing. */
    source: jsonb("source"),
    importReport: jsonb("import_report").$type<ImportRemark[]>(),
    createdBy: uuid("created_by").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").defaultNow().notNull(),
    publishedAt: at("published_at"),
  },
  (t) => [
    index("competitions_state_idx").on(t.state, t.publishedAt),
    index("competitions_edition_idx").on(t.editionId),
  ],
);

export const competitionPages = pgTable(
  "competition_pages",
  {
    id: id(),
    competitionId: competitionId(),
    position: integer("position").notNull(),
    title: jsonb("title").$type<Localized>().notNull(),
    body: jsonb("body").$type<Localized>().notNull(),
    format: text("format", { enum: PAGE_FORMATS }).notNull(),
  },
  (t) => [unique("competition_pages_position").on(t.competitionId, t.position)],
);

/** A span of time with its own rules and quota. Whether it is open is computed from `now`. */
export const phases = pgTable(
  "phases",
  {
    id: id(),
    competitionId: competitionId(),
    /** 0, 1, 2 … in order of time. */
    position: integer("position").notNull(),
    name: jsonb("name").$type<Localized>().notNull(),
    description: jsonb("description").$type<Localized>().notNull().default({}),
    startsAt: at("starts_at").notNull(),
    endsAt: at("ends_at"),
    /** Quotas count an entry's submissions; 0 means no limit. */
    maxPerDay: integer("max_per_day").notNull().default(5),
    maxTotal: integer("max_total").notNull().default(100),
    /** Wall-clock seconds for each step, both containers of the step together. */
    timeLimitS: integer("time_limit_s").notNull().default(600),
    hideLogs: boolean("hide_logs").notNull().default(false),
    hidePredictionOutput: boolean("hide_prediction_output").notNull().default(false),
    hideScoringOutput: boolean("hide_scoring_output").notNull().default(false),
    autoMigrate: boolean("auto_migrate").notNull().default(false),
    resultsOnly: boolean("results_only").notNull().default(false),
    /** From when on the public sees no newer scores. */
    freezeAt: at("freeze_at"),
    publicData: blob("public_data"),
    startingKit: blob("starting_kit"),
  },
  (t) => [
    unique("phases_position").on(t.competitionId, t.position),
    check("phases_end_after_start", sql`${t.endsAt} > ${t.startsAt}`),
    check("phases_quota", sql`${t.maxPerDay} >= 0 and ${t.maxTotal} >= 0 and ${t.timeLimitS} > 0`),
  ],
);

/** A problem with data and a scoring bundle. Programs and data are zips in the store. */
export const tasks = pgTable(
  "tasks",
  {
    id: id(),
    competitionId: competitionId(),
    position: integer("position").notNull(),
    name: jsonb("name").$type<Localized>().notNull(),
    description: jsonb("description").$type<Localized>().notNull().default({}),
    scoringProgram: blob("scoring_program").notNull(),
    referenceData: blob("reference_data"),
    inputData: blob("input_data"),
    ingestionProgram: blob("ingestion_program"),
    ingestionOnlyDuringScoring: boolean("ingestion_only_during_scoring").notNull().default(false),
    /** Overrides of the installation's limits: judge/contract/limits.ts. */
    limits: jsonb("limits").$type<Record<string, number>>().notNull().default({}),
  },
  (t) => [unique("tasks_position").on(t.competitionId, t.position)],
);

export const phaseTasks = pgTable(
  "phase_tasks",
  {
    phaseId: uuid("phase_id")
      .notNull()
      .references(() => phases.id, { onDelete: "cascade" }),
    taskId: uuid("task_id")
      .notNull()
      .references(() => tasks.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
  },
  (t) => [primaryKey({ columns: [t.phaseId, t.taskId] })],
);

/** A board's column: one measured quantity, or one computed from others by their positions. */
export const metrics = pgTable(
  "metrics",
  {
    id: id(),
    competitionId: competitionId(),
    key: text("key").notNull(),
    title: text("title").notNull(),
    /** Codabench's column index: the order of columns and of tie-breaks. */
    position: integer("position").notNull(),
    sorting: text("sorting", { enum: SORTINGS }).notNull().default("desc"),
    /** Digits after the point on screen; ranks use all ten that are stored. */
    precision: integer("precision").notNull().default(2),
    hidden: boolean("hidden").notNull().default(false),
    computation: text("computation", { enum: COMPUTATIONS }),
    computedFrom: integer("computed_from").array().notNull().default([]),
  },
  (t) => [
    unique("metrics_key").on(t.competitionId, t.key),
    unique("metrics_position").on(t.competitionId, t.position),
  ],
);

/** The ranking of entries in one phase. `seq` counts its changes, in commit order. */
export const boards = pgTable("boards", {
  id: id(),
  competitionId: competitionId(),
  phaseId: uuid("phase_id")
    .notNull()
    .unique()
    .references(() => phases.id, { onDelete: "cascade" }),
  title: text("title").notNull(),
  submissionRule: text("submission_rule", { enum: SUBMISSION_RULES }).notNull().default("Add"),
  /** Position of the metric that ranks first. */
  primaryPosition: integer("primary_position").notNull().default(0),
  /** Only organisers see it. */
  hidden: boolean("hidden").notNull().default(false),
  seq: integer("seq").notNull().default(0),
});
