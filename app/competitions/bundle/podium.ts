import { z } from "zod";
import {
  COMPETITION_TEMPLATES,
  COMPUTATIONS,
  DEGREE_LEVELS,
  LOCALES,
  METRIC_SPLITS,
  PAGE_FORMATS,
  SLOT_PURPOSES,
  SUBMISSION_KINDS,
  SUBMISSION_RULES,
} from "../../../db/vocabulary.ts";
import { AT_ONCE, COUNT, EMAIL_RULES, LABEL_CHARS, MAX_LABELS, MAX_TRACKS, PRIORITY } from "../limits.ts";
import { readDate } from "./dates.ts";

/**
 * What a competition has here and Codabench's format has no word for. An export writes it below `x-podium`,
 * the import reads it back; other platforms pass over a key they do not know. Lists go by position.
 */

const localized = z.partialRecord(z.enum(LOCALES), z.string());
const number = (min = 0, max = 2_000_000_000) => z.int().min(min).max(max);
const moment = z
  .unknown()
  .transform((v, ctx) => {
    if (v === null) return null;
    const at = readDate(v);
    if (at) return at;
    ctx.addIssue({ code: "custom", message: "date" });
    return z.NEVER;
  })
  .pipe(z.date().nullable());
const zone = z.string().refine((name) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
});

const emailRules = z.array(z.string().max(320)).max(EMAIL_RULES);

const Settings = z.object({
  title: localized,
  summary: localized,
  timeZone: zone,
  template: z.enum(COMPETITION_TEMPLATES).nullable(),
  minTeamSize: number(1),
  maxTeamSize: number(1),
  maxAdvisors: number(),
  maxTeamsPerPerson: number(),
  captainOfOne: z.boolean(),
  sameSchool: z.boolean(),
  maxTeamsPerOrganisation: number(),
  verifiedMembersOnly: z.boolean(),
  allowedEmails: emailRules,
  blockedEmails: emailRules,
  entriesFrom: moment,
  entriesUntil: moment,
  teamsLockAt: moment,
  memberChanges: number(),
  mergeUntil: moment,
  teamCodePrefix: z.string().min(1).max(20),
  openSourceDeclaration: z.boolean(),
  teamConcurrency: number(0, AT_ONCE),
});
const settings = Settings.partial().refine((c) => (c.minTeamSize ?? 1) <= (c.maxTeamSize ?? 5), {
  path: ["minTeamSize"],
});
const Track = z.object({
  code: z.string().min(1).max(40),
  name: localized,
  description: localized.default({}),
  proposer: z.string().nullable().default(null),
  contact: z.string().nullable().default(null),
  degreeLevels: z.array(z.enum(DEGREE_LEVELS)).default([]),
  maxTeamsPerOrganisation: number().default(0),
});
const Phase = z.object({
  name: localized,
  description: localized,
  freezeAt: moment,
  dayTurnsAtMin: number(0, 24 * 60),
  maxPerMonth: number(0, COUNT),
  maxWaiting: number(),
  maxFinal: number(),
  priority: number(-PRIORITY, PRIORITY),
  accepts: z.array(z.enum(SUBMISSION_KINDS)),
});
const note = z.string().nullable().default(null);
const RulesVersion = z.object({
  version: number(1),
  /** The file of each language. */
  rules: localized,
  format: z.enum(PAGE_FORMATS),
  note,
  createdAt: moment,
});
const TaskVersion = z.object({
  version: number(1),
  /** By the keys of the format. */
  files: z.record(z.string(), z.string()),
  ingestionOnlyDuringScoring: z.boolean().default(false),
  note,
  createdAt: moment,
});
const Task = z.object({
  version: number(1),
  name: localized,
  description: localized,
  limits: z.record(z.string(), z.number()),
  labels: z.array(z.string().max(LABEL_CHARS)).max(MAX_LABELS),
  track: z.string().nullable(),
});
const Column = z.object({
  key: z.string(),
  description: localized.optional(),
  weight: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?$/)
    .optional(),
  split: z.enum(METRIC_SPLITS).optional(),
  computation: z.enum(COMPUTATIONS).nullable().optional(),
  computedFrom: z.array(number()).optional(),
});
const Board = z.object({
  title: z.string().max(256),
  submissionRule: z.enum(SUBMISSION_RULES),
  primaryPosition: number(),
  hidden: z.boolean(),
  finalPosition: number().nullable(),
  medals: z
    .object({ by: z.enum(["count", "percent"]), gold: number(), silver: number(), bronze: number() })
    .nullable(),
  embeddable: z.boolean(),
});
const Deliverable = z.object({
  track: z.string().nullable().default(null),
  title: localized,
  description: localized.default({}),
  purpose: z.enum(SLOT_PURPOSES).default("work"),
  extensions: z.array(z.string().max(20)).default([]),
  maxBytes: z.int().min(1),
  namePattern: z.string().nullable().default(null),
  required: z.boolean().default(true),
  dueAt: moment.default(null),
  remindHours: z.array(number()).default([72, 24]),
});

export const Podium = z
  .object({
    /** False where the logo only stands in for none. */
    logo: z.boolean().default(true),
    competition: settings.default({}),
    /** The name of the queue that judged it. */
    queue: z.string().max(100).nullable().default(null),
    /** Of the rules and pages: the file of each language. */
    rules: localized.optional(),
    rulesVersion: number(1).default(1),
    /** All wordings and contents that rules and tasks had, those in force too. */
    rulesVersions: z.array(RulesVersion).default([]),
    taskVersions: z.array(z.array(TaskVersion)).default([]),
    /** The file of the words in which the competition once came, with all that meant nothing here. */
    origin: z.string().optional(),
    pages: z
      .array(z.object({ title: localized, body: localized, format: z.enum(PAGE_FORMATS).optional() }))
      .optional(),
    tracks: z.array(Track).max(MAX_TRACKS).default([]),
    phases: z.array(Phase.partial()).default([]),
    tasks: z.array(Task.partial()).default([]),
    columns: z.array(Column).default([]),
    boards: z.array(Board.partial()).default([]),
    deliverables: z.array(Deliverable).default([]),
  })
  .superRefine((all, ctx) => {
    const codes = new Set(all.tracks.map((t) => t.code));
    if (codes.size < all.tracks.length) ctx.addIssue({ code: "custom", path: ["tracks"], message: "twice" });
    for (const name of ["tasks", "deliverables"] as const)
      all[name].forEach((one, i) => {
        if (one.track && !codes.has(one.track))
          ctx.addIssue({ code: "custom", path: [name, i, "track"], message: "no such track" });
      });
  });
export type PodiumSettings = z.output<typeof Podium>;

/** The names of what an export writes, by table. */
export const PODIUM_KEYS = {
  competition: keysOf(Settings),
  track: keysOf(Track),
  phase: keysOf(Phase),
  task: keysOf(Task),
  column: keysOf(Column),
  board: keysOf(Board),
  deliverable: keysOf(Deliverable),
};

function keysOf<S extends z.ZodObject>(shape: S): (keyof S["shape"] & string)[] {
  return Object.keys(shape.shape) as (keyof S["shape"] & string)[];
}
