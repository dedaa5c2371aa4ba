import { z } from "zod";
import {
  COMPETITION_TEMPLATES,
  DEGREE_LEVELS,
  LOCALES,
  type Localized,
  SUBMISSION_KINDS,
} from "../../db/vocabulary.ts";
import type { Reason } from "../locales/reason.ts";
import { isTimeZone } from "../web/zone-name.ts";
import { fromForm, instant, line, says, whole } from "./form-shapes.ts";
import {
  COUNT,
  LABEL_CHARS,
  MAX_LABELS,
  NOTE_CHARS,
  PRIORITY,
  SLUG_CHARS,
  SUMMARY_CHARS,
  TEXT_CHARS,
  TIME_LIMIT_S,
  TITLE_CHARS,
} from "./limits.ts";
import { TASK_LIMITS } from "./task-limits.ts";

/** A text in the languages it was written in: blank ones are left out. */
export const text = (max: number, tooLong: Reason) =>
  z
    .partialRecord(z.enum(LOCALES), z.string().trim().max(max, tooLong))
    .transform(
      (given): Localized => Object.fromEntries(Object.entries(given).filter(([, words]) => words !== "")),
    );
/** One that needs words in some language. */
export const neededText = (max: number, tooLong: Reason, needed: Reason) =>
  text(max, tooLong).refine((given) => Object.keys(given).length > 0, needed);

export const Title = neededText(
  TITLE_CHARS,
  says("editor.refusals.titleLong"),
  says("editor.refusals.titleNeeded"),
);
export const Summary = text(SUMMARY_CHARS, says("editor.refusals.summaryLong"));
export const Slug = z
  .string()
  .trim()
  .max(SLUG_CHARS, says("editor.refusals.slugWrong"))
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, says("editor.refusals.slugWrong"))
  .refine((slug) => slug !== "new", says("editor.refusals.slugWrong"));
export const TimeZone = z
  .string(says("editor.refusals.timeZoneWrong"))
  .refine(isTimeZone, says("editor.refusals.timeZoneWrong"));

/** What makes a competition from a template. */
export const NewCompetition = z.object({
  template: z.enum(COMPETITION_TEMPLATES, says("editor.refusals.templateNeeded")),
  title: Title,
  slug: Slug.optional(),
  timeZone: TimeZone,
});
export type NewCompetition = z.output<typeof NewCompetition>;

const NAME = neededText(TITLE_CHARS, says("editor.refusals.titleLong"), says("editor.refusals.nameNeeded"));
const DESCRIPTION = text(TEXT_CHARS, says("editor.refusals.textLong")).default({});
const NOTE = fromForm.empty(line(NOTE_CHARS));

export const PageForm = z.object({ title: Title, body: DESCRIPTION });
export const RulesForm = z.object({ rules: DESCRIPTION, note: NOTE });

const list = <T extends z.ZodType>(of: T) =>
  z.preprocess((given) => (given === undefined || given === "" ? [] : [given].flat()), z.array(of));

export const TrackForm = z.object({
  code: z
    .string(says("editor.refusals.trackCode"))
    .trim()
    .regex(/^[A-Za-z0-9-]{1,10}$/, says("editor.refusals.trackCode")),
  name: NAME,
  description: DESCRIPTION,
  proposer: fromForm.empty(line(200)),
  contact: fromForm.empty(line(200)),
  degreeLevels: list(z.enum(DEGREE_LEVELS)),
  maxTeamsPerOrganisation: whole(0, COUNT),
});

const phaseFields = {
  name: NAME,
  maxPerDay: whole(0, COUNT),
  maxPerMonth: whole(0, COUNT).default(0),
  maxTotal: whole(0, COUNT),
  maxWaiting: whole(0, COUNT),
  maxFinal: whole(0, COUNT),
  timeLimitS: whole(1, TIME_LIMIT_S),
  /** Runs of a higher one are judged first. */
  priority: whole(-PRIORITY, PRIORITY).default(0),
};
export const PHASE_SWITCHES = [
  "autoMigrate",
  "resultsOnly",
  "hideLogs",
  "hidePredictionOutput",
  "hideScoringOutput",
] as const;

/** The priorities that the form names. */
export const PRIORITIES = { finals: 5, usual: 0, practice: -5 } as const;

/** A phase from its form, whose times are on this zone's clock. */
export const phaseForm = (timeZone: string) =>
  z.object({
    ...phaseFields,
    description: DESCRIPTION,
    startsAt: fromForm
      .local(timeZone)
      .refine((at): at is Date => at !== null, says("editor.refusals.startNeeded")),
    endsAt: fromForm.local(timeZone),
    freezeAt: fromForm.local(timeZone),
    /** "12:00": when the quota's day turns. */
    dayTurns: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, says("editor.refusals.timeOfDay"))
      .default("00:00"),
    accepts: list(z.enum(SUBMISSION_KINDS)),
    taskIds: list(z.uuid()),
    autoMigrate: fromForm.box(),
    resultsOnly: fromForm.box(),
    hideLogs: fromForm.box(),
    hidePredictionOutput: fromForm.box(),
    hideScoringOutput: fromForm.box(),
    moveDueDates: fromForm.box(),
  });

/** A phase as the API writes it; the whole of it each time. */
export const PhaseBody = z.object({
  ...phaseFields,
  description: DESCRIPTION,
  startsAt: instant,
  endsAt: instant.nullable(),
  freezeAt: instant.nullable().default(null),
  dayTurnsAtMin: whole(0, 1439).default(0),
  accepts: z.array(z.enum(SUBMISSION_KINDS)).default(["archive"]),
  taskIds: z.array(z.uuid()),
  autoMigrate: z.boolean().default(false),
  resultsOnly: z.boolean().default(false),
  hideLogs: z.boolean().default(false),
  hidePredictionOutput: z.boolean().default(false),
  hideScoringOutput: z.boolean().default(false),
});
export type PhaseChange = z.output<typeof PhaseBody>;

const LABELS = `${says("editor.refusals.labelWrong")}?max=${LABEL_CHARS}`;
const isLabel = (label: string) =>
  label.length <= LABEL_CHARS && /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(label);
const wordsOf = (given: unknown): unknown =>
  typeof given === "string"
    ? wordsOf(given.split(/[\s,，、;；]+/))
    : Array.isArray(given) && given.every((word) => typeof word === "string")
      ? [...new Set(given.map((word) => word.trim().toLowerCase()).filter(Boolean))]
      : (given ?? []);
/** Labels that a host must have: a list, or from a form one text that separates them as people do. */
const LabelList = z.preprocess(
  wordsOf,
  z
    .array(z.string())
    .refine((all) => all.every(isLabel), LABELS)
    .refine((all) => all.length <= MAX_LABELS, `${says("editor.refusals.manyLabels")}?max=${MAX_LABELS}`),
);

// An object, not a record: only its fields are read from a form as numbers, and empty ones left out.
const LIMIT = z.number(says("editor.refusals.limitNoNumber")).optional();

export const TaskForm = z.object({
  name: NAME,
  description: DESCRIPTION,
  trackId: fromForm.empty(z.uuid()),
  ingestionOnlyDuringScoring: fromForm.box(),
  note: NOTE,
  labels: LabelList,
  limits: z
    .object(Object.fromEntries(TASK_LIMITS.map((name) => [name, LIMIT])))
    .default({})
    .transform((given) =>
      Object.fromEntries(
        Object.entries(given).filter((entry): entry is [string, number] => entry[1] != null),
      ),
    ),
});

/** What a copy of an earlier competition is called, and when it starts on that one's clock. */
export const copyForm = (timeZone: string) =>
  z.object({
    title: Title,
    startsAt: fromForm
      .local(timeZone)
      .refine((at): at is Date => at !== null, says("editor.refusals.startNeeded")),
  });
export const CopyBody = z.object({ title: Title, startsAt: instant });
export const ScheduleBody = z.object({ publishAt: instant.nullable() });
