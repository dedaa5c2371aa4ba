import type { Computation, Sorting, SubmissionRule } from "../../../db/vocabulary.ts";
import type { Reason } from "../../locales/reason.ts";

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
  startingKit?: string;
  publicData?: string;
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

/** What a bundle of any version says, with paths relative to its root. */
export type Bundle = {
  version: string;
  title: string;
  description: string;
  image: string;
  terms: string;
  pages: { title: string; file: string }[];
  tasks: {
    name: string;
    description: string;
    files: Partial<Record<TaskFile, string>>;
    ingestionOnlyDuringScoring: boolean;
  }[];
  phases: BundlePhase[];
  board: {
    title: string;
    rule: SubmissionRule;
    primaryIndex: number;
    hidden: boolean;
    columns: BundleColumn[];
  };
  solutions: { name: string; path: string; tasks: number[] }[];
  autoAccept: boolean;
  dockerImage: string | null;
  queue: string | null;
  detailedResults: boolean;
  programsAvailable: boolean;
  inputDataAvailable: boolean;
  autoRun: boolean;
  reward: string | null;
  contactEmail: string | null;
  factSheet: unknown;
};

export type ReadBundle =
  | { ok: true; bundle: Bundle; remarks: Remark[] }
  | { ok: false; problems: [Problem, ...Problem[]] };
