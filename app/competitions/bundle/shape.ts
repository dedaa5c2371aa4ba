import type { Computation, Sorting, SubmissionRule } from "../../../db/vocabulary.ts";
import type { Reason } from "../../locales/reason.ts";
import type { FactQuestion } from "../fact-sheet.ts";
import type { PodiumSettings } from "./podium.ts";

/** A sentence about a bundle: a key of the locales and what to fill in. */
export type Problem = { reason: Reason; values?: Record<string, string | number> };
export type Remark = Problem & { kind: "taken" | "mended" | "ignored" };

export const TASK_FILES = ["scoring_program", "reference_data", "input_data", "ingestion_program"] as const;
export type TaskFile = (typeof TASK_FILES)[number];

export type BundlePhase = {
  name: string;
  description: string;
  start: Date;
  end: Date | null;
  /** The dates in the bundle's own words; null where it has none. */
  startText: string;
  endText: string | null;
  /** Positions in `tasks`. */
  tasks: number[];
  maxPerDay: number;
  maxTotal: number;
  timeLimitS: number;
  hideLogs: boolean;
  hidePredictionOutput: boolean;
  hideScoringOutput: boolean;
  autoMigrate: boolean;
  resultsOnly: boolean;
  startingKit?: string | undefined;
  publicData?: string | undefined;
};

export type BundleColumn = {
  key: string;
  title: string;
  index: number;
  sorting: Sorting;
  precision: number;
  hidden: boolean;
  computation: Computation | null;
  computedFrom: number[];
};

export type BundleTask = {
  name: string;
  description: string;
  files: Partial<Record<TaskFile, string>>;
  ingestionOnlyDuringScoring: boolean;
};

export type BundleBoard = {
  title: string;
  rule: SubmissionRule;
  /** The index of the column that ranks first. */
  primaryIndex: number;
  hidden: boolean;
  columns: BundleColumn[];
};

/** What a bundle of any version says, with paths relative to its root. */
export type Bundle = {
  version: string;
  title: string;
  description: string;
  image: string | null;
  terms: string | null;
  pages: { title: string; file: string }[];
  tasks: BundleTask[];
  phases: BundlePhase[];
  board: BundleBoard;
  solutions: { name: string; path: string; tasks: number[] }[];
  autoAccept: boolean;
  dockerImage: string | null;
  queue: string | null;
  detailedResults: boolean;
  detailedResultsInPanel: boolean;
  detailedResultsOnBoard: boolean;
  programsAvailable: boolean;
  inputDataAvailable: boolean;
  autoRun: boolean;
  publicSubmissionsAllowed: boolean;
  discussionsEnabled: boolean;
  competitionType: "competition" | "benchmark";
  reward: string | null;
  contactEmail: string | null;
  factSheet: FactQuestion[];
  /** What only Podium knows, from its own exports. */
  podium: PodiumSettings | null;
};

export type ReadBundle =
  | { ok: true; bundle: Bundle; remarks: Remark[] }
  | { ok: false; problems: [Problem, ...Problem[]] };

export const failed = (...problems: [Problem, ...Problem[]]): ReadBundle => ({ ok: false, problems });
