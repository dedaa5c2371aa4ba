import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  ARTIFACT_KINDS,
  REJUDGE_STATES,
  REPORT_STATES,
  RUN_STATES,
  SUBMISSION_KINDS,
} from "../vocabulary.ts";
import { blobs } from "./blobs.ts";
import { at, id } from "./columns.ts";
import { boards, competitions, metrics, phases, tasks } from "./competitions.ts";
import { entries } from "./entries.ts";
import { judgeDevices, judgeHosts, judgeQueues } from "./judging.ts";
import { people } from "./people.ts";

/** One thing an entry hands in for the tasks of a phase. Its state follows from its runs. */
export const submissions = pgTable(
  "submissions",
  {
    id: id(),
    competitionId: uuid("competition_id")
      .notNull()
      .references(() => competitions.id),
    phaseId: uuid("phase_id")
      .notNull()
      .references(() => phases.id),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    personId: uuid("person_id").references(() => people.id, { onDelete: "set null" }),
    /** Counts up within the competition: what people call it ("#17"). */
    number: integer("number").notNull(),
    blobHash: text("blob_hash")
      .notNull()
      .references(() => blobs.hash),
    fileName: text("file_name").notNull(),
    note: text("note"),
    state: text("state", { enum: RUN_STATES }).notNull().default("queued"),
    /** Why it failed: judge/contract/verdict.ts, CAUSES. */
    cause: text("cause"),
    /** False for failures of the platform, cancelled ones and the like: those cost no quota. */
    counts: boolean("counts").notNull().default(true),
    kind: text("kind", { enum: SUBMISSION_KINDS }).notNull().default("archive"),
    /** The team's answers to the competition's fact sheet, by key. */
    factSheet: jsonb("fact_sheet").$type<Record<string, string | boolean>>(),
    /** When the team chose it as a final one. */
    chosenFinalAt: at("chosen_final_at"),
    /** When the team opened it to everybody. */
    madePublicAt: at("made_public_at"),
    /** The submission of an earlier phase that was carried over into this one. */
    migratedFrom: uuid("migrated_from"),
    /** Why it does not count although it ended by itself: an organiser's refund. */
    refundReason: text("refund_reason"),
    submittedAt: at("submitted_at").notNull(),
    finishedAt: at("finished_at"),
  },
  (t) => [
    unique("submissions_migrated_once").on(t.phaseId, t.migratedFrom),
    index("submissions_state_idx").on(t.competitionId, t.state, t.number),
    // Few at any time, among many.
    index("submissions_cause_idx").on(t.competitionId, t.cause, t.number).where(sql`${t.cause} is not null`),
    index("submissions_free_idx").on(t.competitionId, t.number).where(sql`not ${t.counts}`),
    index("submissions_phase_idx").on(t.phaseId, t.submittedAt),
    index("submissions_blob_idx").on(t.blobHash),
    unique("submissions_number").on(t.competitionId, t.number),
    index("submissions_quota_idx").on(t.entryId, t.phaseId, t.submittedAt),
    index("submissions_recent_idx").on(t.competitionId, t.submittedAt, t.number),
  ],
);

/** More submissions than the phase's quota for one entry. */
export const quotaGrants = pgTable(
  "quota_grants",
  {
    id: id(),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id, { onDelete: "cascade" }),
    phaseId: uuid("phase_id")
      .notNull()
      .references(() => phases.id, { onDelete: "cascade" }),
    morePerDay: integer("more_per_day").notNull().default(0),
    moreTotal: integer("more_total").notNull().default(0),
    reason: text("reason").notNull(),
    grantedBy: uuid("granted_by").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    index("quota_grants_entry_idx").on(t.entryId, t.phaseId),
    index("quota_grants_phase_idx").on(t.phaseId, t.createdAt, t.id),
  ],
);

/** Submissions judged again: their new runs become official together, or not at all. */
export const rejudges = pgTable(
  "rejudges",
  {
    id: id(),
    competitionId: uuid("competition_id")
      .notNull()
      .references(() => competitions.id, { onDelete: "cascade" }),
    phaseId: uuid("phase_id").references(() => phases.id, { onDelete: "cascade" }),
    reason: text("reason").notNull(),
    state: text("state", { enum: REJUDGE_STATES }).notNull().default("running"),
    /** What was chosen: rejudge-selection.ts. Null for rejudges begun before it was kept. */
    selection: jsonb("selection").$type<Record<string, string | number | boolean>>(),
    /** Runs that the selection meant when it began, and those of them that were made so far. */
    selected: integer("selected").notNull().default(0),
    prepared: integer("prepared").notNull().default(0),
    /** Runs are made in the order of the submissions' numbers: up to which it got, and where it ends. */
    preparedTo: integer("prepared_to").notNull().default(0),
    preparesTo: integer("prepares_to").notNull().default(0),
    /** How many runs met each fate, once all have ended and were compared: rejudge-fates.ts. */
    fates: jsonb("fates").$type<Record<string, number>>(),
    createdBy: uuid("created_by").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull(),
    decidedBy: uuid("decided_by").references(() => people.id, { onDelete: "set null" }),
    decidedAt: at("decided_at"),
  },
  (t) => [
    index("rejudges_competition_idx").on(t.competitionId, t.createdAt, t.id),
    index("rejudges_work_idx").on(t.state).where(sql`${t.state} in ('preparing', 'approving')`),
  ],
);

/** A run of a rejudge whose fate is another than before, in the order in which they are shown. */
export const rejudgeChanges = pgTable(
  "rejudge_changes",
  {
    rejudgeId: uuid("rejudge_id")
      .notNull()
      .references(() => rejudges.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    runId: uuid("run_id").notNull(),
    /** The official run that it stands to replace, or has replaced. */
    oldRunId: uuid("old_run_id"),
    fate: text("fate").notNull(),
  },
  (t) => [primaryKey({ columns: [t.rejudgeId, t.position] })],
);

/** What approving a rejudge would do to a board, as computed when the board was at `seq`. */
export const rejudgeBoards = pgTable(
  "rejudge_boards",
  {
    rejudgeId: uuid("rejudge_id")
      .notNull()
      .references(() => rejudges.id, { onDelete: "cascade" }),
    boardId: uuid("board_id")
      .notNull()
      .references(() => boards.id, { onDelete: "cascade" }),
    seq: integer("seq").notNull(),
    changed: integer("changed").notNull(),
    /** Null: the rejudge touches nobody who stands, or could stand, on this board. */
    unchanged: integer("unchanged"),
    computedAt: at("computed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.rejudgeId, t.boardId] })],
);

/** A row that would show other values or another rank: app/leaderboards/rejudge-preview.ts, Difference. */
export const rejudgeBoardRows = pgTable(
  "rejudge_board_rows",
  {
    rejudgeId: uuid("rejudge_id")
      .notNull()
      .references(() => rejudges.id, { onDelete: "cascade" }),
    boardId: uuid("board_id")
      .notNull()
      .references(() => boards.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    entryId: uuid("entry_id").notNull(),
    difference: jsonb("difference").notNull(),
  },
  (t) => [primaryKey({ columns: [t.rejudgeId, t.boardId, t.position] })],
);

/** One look for similar sources among the submissions of a phase. */
export const similarityReports = pgTable(
  "similarity_reports",
  {
    id: id(),
    competitionId: uuid("competition_id")
      .notNull()
      .references(() => competitions.id, { onDelete: "cascade" }),
    phaseId: uuid("phase_id")
      .notNull()
      .references(() => phases.id, { onDelete: "cascade" }),
    state: text("state", { enum: REPORT_STATES }).notNull().default("queued"),
    /** Submissions compared so far, and in all. */
    done: integer("done").notNull().default(0),
    total: integer("total").notNull().default(0),
    error: text("error"),
    createdBy: uuid("created_by").references(() => people.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull(),
    /** Until when whoever compares has said that they still do; null before anybody began. */
    leaseUntil: at("lease_until"),
    finishedAt: at("finished_at"),
  },
  (t) => [index("similarity_reports_idx").on(t.competitionId, t.createdAt.desc().nullsFirst())],
);

/** Two submissions of different entries that share more than a little. */
export const similarityPairs = pgTable(
  "similarity_pairs",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => similarityReports.id, { onDelete: "cascade" }),
    leftId: uuid("left_id")
      .notNull()
      .references(() => submissions.id, { onDelete: "cascade" }),
    rightId: uuid("right_id")
      .notNull()
      .references(() => submissions.id, { onDelete: "cascade" }),
    /** Share of fingerprints in common, 0 to 1. */
    similarity: numeric("similarity", { precision: 7, scale: 6 }).notNull(),
    /** Tokens of the longest piece in common. */
    longest: integer("longest").notNull(),
    /** Which files share what: app/similarity. */
    fragments: jsonb("fragments").notNull(),
    /** What an organiser made of it; nothing follows by itself. */
    note: text("note"),
    reviewedBy: uuid("reviewed_by").references(() => people.id, { onDelete: "set null" }),
    reviewedAt: at("reviewed_at"),
  },
  (t) => [index("similarity_pairs_idx").on(t.reportId, t.similarity.desc().nullsFirst(), t.id)],
);

/** The installation's table of images: what runs for an image that a bundle or a team names. First match wins. */
export const imageMappings = pgTable("image_mappings", {
  id: id(),
  position: integer("position").notNull(),
  /** With * for anything, e.g. "codalab/codalab-legacy:*". */
  pattern: text("pattern").notNull(),
  /** "builtin", or the name of an image that judge hosts have or may pull. */
  target: text("target").notNull(),
  note: text("note"),
  updatedBy: uuid("updated_by").references(() => people.id, { onDelete: "set null" }),
  updatedAt: at("updated_at").notNull(),
});

/** One execution of a submission for one task. A rejudge is a new run; `official` says which one counts. */
export const runs = pgTable(
  "runs",
  {
    id: id(),
    submissionId: uuid("submission_id")
      .notNull()
      .references(() => submissions.id, { onDelete: "cascade" }),
    taskId: uuid("task_id")
      .notNull()
      .references(() => tasks.id),
    /** Whose turn it is is decided between teams: kept here so that claiming needs no join. */
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    competitionId: uuid("competition_id")
      .notNull()
      .references(() => competitions.id),
    official: boolean("official").notNull().default(true),
    state: text("state", { enum: RUN_STATES }).notNull().default("queued"),
    cause: text("cause"),
    priority: integer("priority").notNull().default(0),
    /** How many submissions its team had before this one lately, fixed when it is queued: fair-order.ts. */
    turn: integer("turn").notNull().default(0),
    /** What it asks of a host in one word, so that runs that ask the same stand together: needs.ts. */
    needs: text("needs").notNull().default(""),
    /** Only hosts with all of these labels may take it. */
    labels: text("labels").array().notNull().default([]),
    /** Only hosts of this queue may take it; null for the hosts of the installation. */
    queueId: uuid("queue_id").references(() => judgeQueues.id),
    /** Whole devices it needs on one host, each with at least so much memory. */
    gpus: integer("gpus").notNull().default(0),
    gpuMemoryBytes: bigint("gpu_memory_bytes", { mode: "number" }).notNull().default(0),
    /** The run that this one does again to compare, never to count. */
    reproduces: uuid("reproduces"),
    /** The number of the attempt whose word counts; older ones are fenced off. */
    attemptNumber: integer("attempt_number").notNull().default(0),
    /** How often the platform itself failed it. */
    platformFailures: integer("platform_failures").notNull().default(0),
    /** Version of the task's programs and data that it ran on: fixed when it is claimed. */
    taskVersion: integer("task_version").notNull().default(1),
    /** The rejudge that asked for it: not official before that is approved. */
    rejudgeId: uuid("rejudge_id").references(() => rejudges.id),
    queuedAt: at("queued_at").notNull(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
  },
  (t) => [
    index("runs_submission_idx").on(t.submissionId),
    index("runs_rejudge_idx").on(t.rejudgeId, t.entryId, t.turn).where(sql`${t.rejudgeId} is not null`),
    index("runs_rejudge_open_idx")
      .on(t.rejudgeId)
      .where(sql`${t.rejudgeId} is not null and ${t.state} in ('queued', 'running')`),
    index("runs_task_version_idx").on(t.taskId, t.taskVersion).where(sql`${t.official}`),
    // A lane is what one competition waits for in one queue with the same needs; its head is read without a sort.
    index("runs_lane_idx")
      .on(t.queueId, t.competitionId, t.needs, t.priority.desc().nullsFirst(), t.turn, t.queuedAt, t.id)
      .where(sql`${t.state} = 'queued'`),
    index("runs_waiting_idx").on(t.competitionId).where(sql`${t.state} in ('held', 'queued')`),
    index("runs_age_idx").on(t.queuedAt).where(sql`${t.state} = 'queued' and ${t.turn} > 0`),
    index("runs_served_idx").on(t.competitionId, t.startedAt.desc().nullsFirst()),
    index("runs_running_idx").on(t.entryId).where(sql`${t.state} = 'running'`),
    index("runs_started_idx").on(t.startedAt),
    index("runs_finished_idx").on(t.finishedAt),
    index("runs_failed_idx")
      .on(t.cause, t.finishedAt.desc().nullsFirst(), t.id)
      .where(sql`${t.state} = 'failed'`),
    index("runs_reproduces_idx").on(t.reproduces),
  ],
);

/** One try of a run on one host, under a lease. */
export const attempts = pgTable(
  "attempts",
  {
    id: id(),
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    hostId: uuid("host_id")
      .notNull()
      .references(() => judgeHosts.id),
    leaseUntil: at("lease_until").notNull(),
    /** preparing, predicting, scoring, reporting: judge/contract/protocol.ts, STEPS. */
    step: text("step").notNull().default("preparing"),
    startedAt: at("started_at").notNull(),
    endedAt: at("ended_at"),
    /** scored, a cause, "lost" when its lease ran out, or "given_back" by a host that was told to stop. */
    outcome: text("outcome"),
    /** A technical sentence for people who look into it. */
    detail: text("detail"),
    /** All that the host was given: programs, data, limits, image, devices, seed: protocol.ts, Work. */
    work: jsonb("work"),
    /** Image digest, engine, limits and what was used, as the judge measured: protocol.ts, Facts. */
    facts: jsonb("facts"),
  },
  (t) => [
    unique("attempts_number").on(t.runId, t.number),
    index("attempts_lease_idx").on(t.leaseUntil).where(sql`${t.endedAt} is null`),
    index("attempts_host_idx").on(t.hostId).where(sql`${t.endedAt} is null`),
    // Of many attempts few: those that the platform failed.
    index("attempts_broke_idx")
      .on(t.endedAt.desc().nullsFirst(), t.id)
      .where(sql`${t.outcome} in ('judge_broke', 'image_unavailable', 'lost')`),
  ],
);

/**
 * A device that an attempt has. The row outlives the attempt until the host says that the device is idle again;
 * as long as it is there nobody else gets the device.
 */
export const deviceLeases = pgTable(
  "device_leases",
  {
    deviceId: uuid("device_id")
      .notNull()
      .references(() => judgeDevices.id, { onDelete: "cascade" }),
    attemptId: uuid("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    /** Shared ones stand beside each other where the task allows it. */
    exclusive: boolean("exclusive").notNull().default(true),
    takenAt: at("taken_at").notNull(),
    /** When the attempt ended: from then on the device must come back idle. */
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.deviceId, t.attemptId] }),
    uniqueIndex("device_leases_exclusive").on(t.deviceId).where(sql`${t.exclusive}`),
    index("device_leases_attempt_idx").on(t.attemptId),
  ],
);

/** What an attempt used while it ran, a bounded number of looks: protocol.ts, Sample. */
export const attemptSamples = pgTable(
  "attempt_samples",
  {
    attemptId: uuid("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    seq: integer("seq").notNull(),
    at: at("at").notNull(),
    sample: jsonb("sample").notNull(),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.seq] })],
);

/** A run's value for a metric, ten digits after the point as Codabench keeps them. */
export const scores = pgTable(
  "scores",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.id, { onDelete: "cascade" }),
    metricId: uuid("metric_id")
      .notNull()
      .references(() => metrics.id),
    value: numeric("value", { precision: 30, scale: 10 }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.metricId] })],
);

/** What the containers said, in chunks of one stream, bounded by the run's log limit. */
export const logChunks = pgTable(
  "log_chunks",
  {
    attemptId: uuid("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    seq: integer("seq").notNull(),
    /** Order of arrival over all attempts: what a reader who comes back goes on from. */
    position: bigserial("position", { mode: "number" }).notNull(),
    /** protocol.ts, LOG_STREAMS. */
    stream: text("stream").notNull(),
    text: text("text").notNull(),
    at: at("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.seq] })],
);

/** A file an attempt left: outputs and the HTML of detailed results. */
export const artifacts = pgTable(
  "artifacts",
  {
    attemptId: uuid("attempt_id")
      .notNull()
      .references(() => attempts.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ARTIFACT_KINDS }).notNull(),
    blobHash: text("blob_hash")
      .notNull()
      .references(() => blobs.hash),
    size: bigint("size", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.kind] }), index("artifacts_blob_idx").on(t.blobHash)],
);

/** What stands on a board: a submission and its values by metric key (decimal strings). Ranks are computed. */
export const standings = pgTable(
  "standings",
  {
    boardId: uuid("board_id")
      .notNull()
      .references(() => boards.id, { onDelete: "cascade" }),
    /** It is shown while this is its board's generation. */
    generation: integer("generation").notNull().default(0),
    submissionId: uuid("submission_id")
      .notNull()
      .references(() => submissions.id, { onDelete: "cascade" }),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    values: jsonb("values").$type<Record<string, string>>().notNull(),
    submittedAt: at("submitted_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.boardId, t.generation, t.submissionId] }),
    index("standings_entry_idx").on(t.boardId, t.generation, t.entryId),
  ],
);

/** How a board will stand when a large rejudge becomes official: its rows are standings of the next generation. */
export const boardDrafts = pgTable(
  "board_drafts",
  {
    rejudgeId: uuid("rejudge_id")
      .notNull()
      .references(() => rejudges.id, { onDelete: "cascade" }),
    boardId: uuid("board_id")
      .notNull()
      .references(() => boards.id, { onDelete: "cascade" }),
    generation: integer("generation").notNull(),
    /** The rules by which it is written, and the board's sequence number and the oldest transaction when it began. */
    rules: text("rules").notNull(),
    seq: integer("seq").notNull(),
    horizon: text("horizon").notNull(),
    /** Entries that it is about, as counted when it began, and those written so far, in the order of their ids. */
    entries: integer("entries").notNull(),
    written: integer("written").notNull().default(0),
    writtenTo: uuid("written_to"),
    complete: boolean("complete").notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.rejudgeId, t.boardId] })],
);

/** What the board's events will say of the switch from its rows to those of the draft. */
export const boardDraftEvents = pgTable(
  "board_draft_events",
  {
    rejudgeId: uuid("rejudge_id")
      .notNull()
      .references(() => rejudges.id, { onDelete: "cascade" }),
    boardId: uuid("board_id")
      .notNull()
      .references(() => boards.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    changes: jsonb("changes").$type<BoardChange[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.rejudgeId, t.boardId, t.position] })],
);

/** What changed at each step of a board: a row put, a row taken away. */
export type BoardChange =
  | { put: { submissionId: string; entryId: string; values: Record<string, string>; submittedAt: string } }
  | { remove: { submissionId: string } };

export const boardEvents = pgTable(
  "board_events",
  {
    boardId: uuid("board_id")
      .notNull()
      .references(() => boards.id, { onDelete: "cascade" }),
    seq: integer("seq").notNull(),
    changes: jsonb("changes").$type<BoardChange[]>().notNull(),
    at: at("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.boardId, t.seq] }), index("board_events_at_idx").on(t.boardId, t.at)],
);
