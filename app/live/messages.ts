// The small edition: these are read in browsers.
import * as z from "zod/mini";
import { ENTRY_KINDS, SORTINGS, SUBMISSION_RULES } from "../../db/vocabulary.ts";

/** A row as browsers get it: only what their audience may see. `scored` counts the entry's scored submissions. */
export const LiveRow = z.object({
  submissionId: z.string(),
  entryId: z.string(),
  team: z.string(),
  values: z.record(z.string(), z.string()),
  submittedAt: z.string(),
  /** Whether it takes a rank: it has a primary score and its entry is a team's. */
  ranked: z.boolean(),
  kind: z.enum(ENTRY_KINDS),
  trackId: z.nullable(z.string()),
  scored: z.number(),
});
export type LiveRow = z.infer<typeof LiveRow>;

/**
 * One change of a board: the row at `from` leaves, then `row` enters at `to` (places count from 0). A move
 * has both. `counted` says whether the row that left had a rank.
 */
export const BoardOp = z.object({
  seq: z.number(),
  from: z.nullable(z.number()),
  counted: z.boolean(),
  to: z.nullable(z.number()),
  row: z.nullable(LiveRow),
});
export type BoardOp = z.infer<typeof BoardOp>;

/** All changes after sequence number `after` up to and with `seq`: applies to whoever is anywhere between. */
export const BoardFrame = z.object({
  boardId: z.string(),
  /** Only the rows of one track, with ranks of their own; null for all. */
  trackId: z.nullable(z.string()),
  after: z.number(),
  seq: z.number(),
  total: z.number(),
  ranked: z.number(),
  ops: z.array(BoardOp),
});
export type BoardFrame = z.infer<typeof BoardFrame>;

/** What a board's screen says above its rows. */
export const BoardHead = z.object({
  title: z.string(),
  submissionRule: z.enum(SUBMISSION_RULES),
  medals: z.nullable(
    z.object({
      by: z.enum(["count", "percent"]),
      gold: z.number(),
      silver: z.number(),
      bronze: z.number(),
    }),
  ),
  revealedAt: z.nullable(z.string()),
  freezeAt: z.nullable(z.string()),
  columns: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      precision: z.number(),
      sorting: z.enum(SORTINGS),
      secret: z.boolean(),
      hidden: z.boolean(),
      valueKeys: z.array(z.string()),
      primary: z.boolean(),
      ranks: z.boolean(),
    }),
  ),
});
export type BoardHead = z.infer<typeof BoardHead>;

/**
 * One page of a board as it is at `seq`, told to those who look at it when the change is none of a few
 * moves: at a reveal, at the end of a freeze, on boards with ranks of ranks, after a gap.
 */
export const BoardPage = z.object({
  boardId: z.string(),
  trackId: z.nullable(z.string()),
  seq: z.number(),
  offset: z.number(),
  before: z.number(),
  limit: z.number(),
  total: z.number(),
  ranked: z.number(),
  above: z.nullable(LiveRow),
  rows: z.array(LiveRow),
  head: BoardHead,
  mark: z.string(),
});
export type BoardPage = z.infer<typeof BoardPage>;

/** Something about a submission changed: load it again. */
export const SubmissionChanged = z.object({ submissionId: z.string() });

/** New lines of an attempt's logs. `seq` counts an attempt's chunks from 0. */
export const LogGrown = z.object({
  submissionId: z.string(),
  attemptId: z.string(),
  chunks: z.array(z.object({ seq: z.number(), stream: z.string(), text: z.string() })),
});
export type LogGrown = z.infer<typeof LogGrown>;

/** What is said, by name. A browser says only `watch` and `leave`. */
export const SAID = {
  frame: "board:frame",
  page: "board:page",
  stale: "board:stale",
  submission: "submission:changed",
  log: "log:grown",
} as const;
