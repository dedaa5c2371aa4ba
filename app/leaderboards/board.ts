import type { Computation, EntryKind, Sorting } from "../../db/vocabulary.ts";

/** A column of a board: a metric, or a quantity computed from others by their positions. */
export type Column = {
  key: string;
  title: string;
  position: number;
  sorting: Sorting;
  /** Digits after the point on screen. */
  precision: number;
  hidden: boolean;
  computation: Computation | null;
  computedFrom: number[];
  /** Its share where another column is computed as `weighted`: a decimal string. */
  weight: string;
  /** Not told yet: measured on the private split, or computed from what is, and the board is not revealed. */
  secret: boolean;
};

/** Whether a column is a mean of ranks: a row's as a whole, and following from all rows. */
export const isOfRanks = (computation: Computation | null): boolean =>
  computation === "rank_avg" || computation === "dense_rank_avg";

/** What decides the order of a board's rows. */
export type BoardShape = {
  columns: Column[];
  primaryPosition: number;
  /** Positions of the phase's tasks; with several, values are kept as "<task>:<metric key>". */
  taskPositions: number[];
};

/** Whether an entry takes a rank: baselines and references stand among the rows without one. */
export type Takes = (entryId: string) => boolean;

/** What a row says of its entry. `scored` counts its scored submissions; `trackId` is the track it chose. */
export type RowTeam = { name: string; scored: number; kind: EntryKind; trackId: string | null };

/** A submission that stands on a board. Values are decimal strings by value key; times are ISO. */
export type Standing = {
  submissionId: string;
  entryId: string;
  values: Record<string, string>;
  submittedAt: string;
};

/** The key under which a metric's value of one task is kept in a standing. */
export const valueKey = (shape: BoardShape, taskPosition: number, metricKey: string): string =>
  shape.taskPositions.length > 1 ? `${taskPosition}:${metricKey}` : metricKey;

/** The keys of a column's values: one for each task, but for ranks of ranks, which are a row's as a whole. */
export const valueKeys = (shape: BoardShape, column: Column): string[] =>
  shape.taskPositions.length > 1 && !isOfRanks(column.computation)
    ? shape.taskPositions.map((task) => valueKey(shape, task, column.key))
    : [column.key];

export const inOrder = (columns: Column[]): Column[] => [...columns].sort((a, b) => a.position - b.position);
