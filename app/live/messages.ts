import type { EntryKind, Sorting, SubmissionRule } from "../../db/vocabulary.ts";

// Mostly types, as for what loaders answer: a page believes the host that it came from, and needs no validator.

/**
 * The version of the messages below. Whoever changes what one of them means adds one: a tab from before an
 * upgrade is then turned away instead of misreading them, and loads itself anew.
 */
export const LIVE_PROTOCOL = 1;
/** The word with which a tab of another version is turned away. */
export const OTHER_PROTOCOL = "other protocol";

/** A row as browsers get it: only what their audience may see. `scored` counts the entry's scored submissions. */
export type LiveRow = {
  submissionId: string;
  entryId: string;
  team: string;
  values: Record<string, string>;
  submittedAt: string;
  /** Whether it takes a rank: it has a primary score and its entry is a team's. */
  ranked: boolean;
  kind: EntryKind;
  trackId: string | null;
  scored: number;
};

/**
 * One change of a board: the row at `from` leaves, then `row` enters at `to` (places count from 0). A move
 * has both. `counted` says whether the row that left had a rank.
 */
export type BoardOp = {
  seq: number;
  from: number | null;
  counted: boolean;
  to: number | null;
  row: LiveRow | null;
};

/** All changes after sequence number `after` up to and with `seq`: applies to whoever is anywhere between. */
export type BoardFrame = {
  boardId: string;
  /** Only the rows of one track, with ranks of their own; null for all. */
  trackId: string | null;
  after: number;
  seq: number;
  total: number;
  ranked: number;
  ops: BoardOp[];
};

/** What a board's screen says above its rows. */
export type BoardHead = {
  title: string;
  submissionRule: SubmissionRule;
  medals: { by: "count" | "percent"; gold: number; silver: number; bronze: number } | null;
  revealedAt: string | null;
  freezeAt: string | null;
  columns: {
    key: string;
    title: string;
    precision: number;
    sorting: Sorting;
    secret: boolean;
    hidden: boolean;
    valueKeys: string[];
    primary: boolean;
    ranks: boolean;
  }[];
};

/**
 * One page of a board as it is at `seq`, told to those who look at it when the change is none of a few
 * moves: at a reveal, at the end of a freeze, on boards with ranks of ranks, after a gap.
 */
export type BoardPage = {
  boardId: string;
  trackId: string | null;
  seq: number;
  offset: number;
  before: number;
  limit: number;
  total: number;
  ranked: number;
  above: LiveRow | null;
  rows: LiveRow[];
  head: BoardHead;
  mark: string;
};

/** Something about a submission changed: load it again. */
export type SubmissionChanged = { submissionId: string };

/** New lines of an attempt's logs. `seq` counts an attempt's chunks from 0. */
export type LogGrown = {
  submissionId: string;
  attemptId: string;
  chunks: { seq: number; stream: string; text: string }[];
};

/** What is said, by name. A browser says only `watch` and `leave`. */
export const SAID = {
  frame: "board:frame",
  page: "board:page",
  stale: "board:stale",
  submission: "submission:changed",
  log: "log:grown",
} as const;
