import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import {
  COMPETITION_STATES,
  COMPETITION_TEMPLATES,
  COMPETITION_TYPES,
  COMPUTATIONS,
  type DegreeLevel,
  type Localized,
  METRIC_SPLITS,
  PAGE_FORMATS,
  SORTINGS,
  SUBMISSION_RULES,
} from "../vocabulary.ts";
import { blobs } from "./blobs.ts";
import { at, id } from "./columns.ts";
import { editions } from "./forums.ts";
import { judgeQueues } from "./judging.ts";
import { people } from "./people.ts";

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
    /** The queue as the bundle named it; `queueId` says which one runs it. */
    queue: text("queue"),
    queueId: uuid("queue_id").references(() => judgeQueues.id, { onDelete: "set null" }),
    /** How many runs of one team are judged at once; 0 for what the installation allows. */
    teamConcurrency: integer("team_concurrency").notNull().default(0),
    /** Operators let its phases go before others on queues that are not its own. */
    goesFirst: boolean("goes_first").notNull().default(false),
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
    /** When the organiser said that the imported dates are right; null while that is open. */
    importConfirmedAt: at("import_confirmed_at"),
    template: text("template", { enum: COMPETITION_TEMPLATES }),
    competitionType: text("competition_type", { enum: COMPETITION_TYPES }).notNull().default("competition"),
    /** The competition it was copied from: last year's. */
    copiedFrom: uuid("copied_from"),
    /** A draft is published by itself at this time. */
    publishAt: at("publish_at"),
    detailedResultsInPanel: boolean("detailed_results_in_panel").notNull().default(true),
    detailedResultsOnBoard: boolean("detailed_results_on_board").notNull().default(false),
    publicSubmissionsAllowed: boolean("public_submissions_allowed").notNull().default(true),
    discussionsEnabled: boolean("discussions_enabled").notNull().default(true),

    // Who may take part, and how. 0 means no limit, as for quotas; dates may be empty.
    minTeamSize: integer("min_team_size").notNull().default(1),
    maxAdvisors: integer("max_advisors").notNull().default(2),
    /** In how many teams of this competition one person may be. */
    maxTeamsPerPerson: integer("max_teams_per_person").notNull().default(1),
    captainOfOne: boolean("captain_of_one").notNull().default(true),
    sameSchool: boolean("same_school").notNull().default(false),
    maxTeamsPerOrganisation: integer("max_teams_per_organisation").notNull().default(0),
    /** Every member must be a verified member of a school or company before the entry is accepted. */
    verifiedMembersOnly: boolean("verified_members_only").notNull().default(false),
    /** Addresses and domains that alone may take part; none for everybody. Then those that may not. */
    allowedEmails: text("allowed_emails").array().notNull().default([]),
    blockedEmails: text("blocked_emails").array().notNull().default([]),
    entriesFrom: at("entries_from"),
    entriesUntil: at("entries_until"),
    /** From when on teams keep their members, but for `memberChanges` changes each. */
    teamsLockAt: at("teams_lock_at"),
    memberChanges: integer("member_changes").notNull().default(1),
    /** Until when teams may merge; null forbids merging. */
    mergeUntil: at("merge_until"),
    /** What team codes begin with, e.g. "A" for A-0017. */
    teamCodePrefix: text("team_code_prefix").notNull().default("T"),
    openSourceDeclaration: boolean("open_source_declaration").notNull().default(false),

    createdBy: uuid("created_by").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").defaultNow().notNull(),
    publishedAt: at("published_at"),
  },
  (t) => [
    index("competitions_state_idx").on(t.state, t.publishedAt),
    index("competitions_edition_idx").on(t.editionId),
    check(
      "competitions_team_limits",
      sql`${t.minTeamSize} >= 1 and ${t.maxTeamSize} >= ${t.minTeamSize} and ${t.maxAdvisors} >= 0 and ${t.maxTeamsPerPerson} >= 0 and ${t.maxTeamsPerOrganisation} >= 0 and ${t.memberChanges} >= 0`,
    ),
  ],
);

/**
 * The very image that a name meant when a judge host looked: the newest one that was taken is what runs. A moved tag
 * changes nothing until an organiser takes what it means now.
 */
export const competitionImages = pgTable(
  "competition_images",
  {
    competitionId: competitionId(),
    /** Counts up within the competition. */
    number: integer("number").notNull(),
    /** The name, as the installation's table of images gives it. */
    image: text("image").notNull(),
    /** A registry's digest, else the engine's id. */
    exact: text("exact").notNull(),
    foundAt: at("found_at").notNull(),
    /** From when on runs use it; null for one that was found and that nobody has taken. */
    takenAt: at("taken_at"),
    takenBy: uuid("taken_by").references(() => people.id, { onDelete: "set null" }),
  },
  (t) => [primaryKey({ columns: [t.competitionId, t.number] })],
);

/** An organiser's question whether a newer image is there, for the judge hosts to answer. */
export const imageLooks = pgTable("image_looks", {
  competitionId: competitionId().primaryKey(),
  image: text("image").notNull(),
  askedAt: at("asked_at").notNull(),
  answeredAt: at("answered_at"),
  /** Why a host could not tell; another one may. */
  problem: text("problem"),
});

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

/** Every wording of the rules that was ever in force; entries say which one they accepted. */
export const rulesVersions = pgTable(
  "rules_versions",
  {
    competitionId: competitionId(),
    version: integer("version").notNull(),
    rules: jsonb("rules").$type<Localized>().notNull(),
    format: text("format", { enum: PAGE_FORMATS }).notNull(),
    /** What changed, for those who accepted an earlier one. */
    note: text("note"),
    createdBy: uuid("created_by").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.competitionId, t.version] })],
);

/** A division that entries choose; in the Software Cup, a partner's problem. */
export const competitionTracks = pgTable(
  "competition_tracks",
  {
    id: id(),
    competitionId: competitionId(),
    position: integer("position").notNull(),
    /** Short name in team codes and on boards, e.g. "A3". */
    code: text("code").notNull(),
    name: jsonb("name").$type<Localized>().notNull(),
    description: jsonb("description").$type<Localized>().notNull().default({}),
    /** Who proposed the problem, and whom to ask. */
    proposer: text("proposer"),
    contact: text("contact"),
    /** Which degree levels may enter; empty means everybody. */
    degreeLevels: text("degree_levels").array().$type<DegreeLevel[]>().notNull().default([]),
    maxTeamsPerOrganisation: integer("max_teams_per_organisation").notNull().default(0),
  },
  (t) => [
    unique("competition_tracks_position").on(t.competitionId, t.position),
    unique("competition_tracks_code").on(t.competitionId, t.code),
  ],
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
    /** By the calendar of the competition's time zone; the month turns with its first day. */
    maxPerMonth: integer("max_per_month").notNull().default(0),
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
    /** Minutes after midnight, in the competition's time zone, at which the quota's day turns. */
    dayTurnsAtMin: integer("day_turns_at_min").notNull().default(0),
    /** How many submissions of an entry may wait or run at once; 0 means no limit. */
    maxWaiting: integer("max_waiting").notNull().default(0),
    /** How many final submissions an entry may choose; 0 leaves it to the board's rule. */
    maxFinal: integer("max_final").notNull().default(0),
    /** Which kinds of submission are taken: db/vocabulary.ts, SUBMISSION_KINDS. */
    accepts: text("accepts").array().notNull().default(["archive"]),
    /** Runs of a higher one go first: finals before practice. */
    priority: integer("priority").notNull().default(0),
    /** When the submissions of the phase before were carried over: auto-migration happens once. */
    migratedAt: at("migrated_at"),
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
    /** Only hosts with all of these labels judge it, e.g. "a100". */
    labels: text("labels").array().notNull().default([]),
    /** Goes up whenever a program or data changes: `taskVersions` keeps them all. */
    version: integer("version").notNull().default(1),
    /** Only entries of this track are judged on it; null for all. */
    trackId: uuid("track_id").references(() => competitionTracks.id, { onDelete: "set null" }),
  },
  (t) => [unique("tasks_position").on(t.competitionId, t.position)],
);

/** The programs and data of a task as they were in one version; runs say which one they ran on. */
export const taskVersions = pgTable(
  "task_versions",
  {
    taskId: uuid("task_id")
      .notNull()
      .references(() => tasks.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    scoringProgram: blob("scoring_program").notNull(),
    referenceData: blob("reference_data"),
    inputData: blob("input_data"),
    ingestionProgram: blob("ingestion_program"),
    ingestionOnlyDuringScoring: boolean("ingestion_only_during_scoring").notNull().default(false),
    /** What changed, as it is announced. */
    note: text("note"),
    createdBy: uuid("created_by").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.taskId, t.version] })],
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
    description: jsonb("description").$type<Localized>().notNull().default({}),
    /** Its share in columns that are computed as `weighted`. */
    weight: numeric("weight", { precision: 12, scale: 6 }).notNull().default("1"),
    /** Private ones are told to nobody but organisers before the board's reveal. */
    split: text("split", { enum: METRIC_SPLITS }).notNull().default("public"),
  },
  (t) => [
    unique("metrics_key").on(t.competitionId, t.key),
    unique("metrics_position").on(t.competitionId, t.position),
  ],
);

/** How many ranks get each medal: so many, or so many in a hundred of those ranked. */
export type Medals = { by: "count" | "percent"; gold: number; silver: number; bronze: number };

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
  /** Which of its rows are shown: a large rejudge writes the next ones beside them, and then this. */
  generation: integer("generation").notNull().default(0),
  /** Position of the metric that ranks first after the reveal: a private one; null keeps the public one. */
  finalPosition: integer("final_position"),
  /** When private scores were told and the freeze ended. */
  revealedAt: at("revealed_at"),
  medals: jsonb("medals").$type<Medals>(),
  /** Other sites may show it in a frame. */
  embeddable: boolean("embeddable").notNull().default(false),
});
