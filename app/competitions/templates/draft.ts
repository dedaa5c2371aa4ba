import type {
  CompetitionTemplate,
  DegreeLevel,
  Localized,
  Sorting,
  SubmissionKind,
  SubmissionRule,
} from "../../../db/vocabulary.ts";
import type { SampleFiles } from "./sample-task.ts";

/** What a template knows of the competition it starts. `chance` gives numbers from 0 to below 1: sample data. */
export type Start = { now: Date; timeZone: string; chance: () => number };

export type DraftPhase = {
  name: Localized;
  description: Localized;
  startsAt: Date;
  endsAt: Date | null;
  maxPerDay: number;
  maxTotal: number;
  maxFinal: number;
  /** Empty where work is handed in as deliverables only. */
  accepts: SubmissionKind[];
  /** Whether the sample task belongs to it. */
  judged: boolean;
};

/** What a template starts a competition with. Everything in it stays editable. */
export type Draft = {
  template: CompetitionTemplate;
  settings: {
    competitionType: "competition" | "benchmark";
    autoAccept: boolean;
    minTeamSize: number;
    maxTeamSize: number;
    maxAdvisors: number;
    maxTeamsPerPerson: number;
    captainOfOne: boolean;
    sameSchool: boolean;
    memberChanges: number;
    teamCodePrefix: string;
    openSourceDeclaration: boolean;
    inputDataAvailable: boolean;
    entriesFrom: Date | null;
    entriesUntil: Date | null;
    teamsLockAt: Date | null;
    mergeUntil: Date | null;
  };
  summary: Localized;
  rules: Localized;
  pages: { title: Localized; body: Localized }[];
  phases: DraftPhase[];
  tracks: { code: string; name: Localized; description: Localized; degreeLevels: DegreeLevel[] }[];
  /** The programs and data to try at once; null where people look at the work. */
  task: { name: Localized; description: Localized; files: SampleFiles } | null;
  metrics: {
    key: string;
    title: Localized;
    description: Localized;
    sorting: Sorting;
    precision: number;
    split: "public" | "private";
  }[];
  board: {
    submissionRule: SubmissionRule;
    hidden: boolean;
    finalPosition: number | null;
    medals: { by: "count" | "percent"; gold: number; silver: number; bronze: number } | null;
  };
  slots: {
    title: Localized;
    description: Localized;
    purpose: "work" | "eligibility";
    extensions: string[];
    maxBytes: number;
    namePattern: string | null;
    required: boolean;
    dueAt: Date | null;
  }[];
};
