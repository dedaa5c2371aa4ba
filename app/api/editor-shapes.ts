import { z } from "zod";
import {
  COMPETITION_TEMPLATES,
  COMPETITION_TYPES,
  DEGREE_LEVELS,
  SUBMISSION_KINDS,
} from "../../db/vocabulary.ts";
import { PageForm, PhaseBody as PhaseFields, RulesForm, TaskForm, TrackForm } from "../competitions/forms.ts";
import { MOMENTS, SWITCHES } from "../competitions/settings.ts";
import { PHASE_FILES, TASK_FILES } from "../competitions/task-files.ts";
import { TASK_LIMITS } from "../competitions/task-limits.ts";
import { at, Localized } from "./shapes.ts";

// What organisers write and read of a competition: pages, rules, tracks, phases, tasks, settings.

export const Id = z.object({ id: z.string() });
export const MoveBody = z.object({
  by: z.union([z.literal(-1), z.literal(1)]).meta({ description: "One place up or down" }),
});

export { PageForm as PageBody, RulesForm as RulesBody, TrackForm as TrackBody };

export const Pages = z.object({
  pages: z.array(
    z
      .object({
        id: z.string(),
        position: z.number().int(),
        title: Localized,
        body: Localized,
        format: z.string().meta({ description: "markdown, or html for what a bundle brought" }),
      })
      .meta({ id: "Page" }),
  ),
});

export const Rules = z
  .object({ version: z.number().int(), rules: Localized, format: z.string() })
  .meta({ id: "Rules" });
export const RulesVersion = z.object({ version: z.number().int() });
export const RulesVersions = z.object({
  versions: z.array(
    z.object({
      version: z.number().int(),
      rules: Localized,
      format: z.string(),
      note: z.string().nullable(),
      createdAt: at,
      by: z.string().nullable(),
    }),
  ),
});

export const Tracks = z.object({
  tracks: z.array(
    z
      .object({
        id: z.string(),
        position: z.number().int(),
        code: z.string(),
        name: Localized,
        description: Localized,
        proposer: z.string().nullable(),
        contact: z.string().nullable(),
        degreeLevels: z.array(z.enum(DEGREE_LEVELS)),
        maxTeamsPerOrganisation: z.number().int(),
      })
      .meta({ id: "Track" }),
  ),
});

// Phases and tasks, with their files

export const UploadQuery = z.object({ fileName: z.string().min(1).max(200).default("file.zip") });
export const Uploaded = z
  .object({
    id: z.string().meta({ description: "Say it where a file is asked for" }),
    size: z.number().int(),
    sha256: z.string(),
  })
  .meta({ id: "Uploaded" });

const wishes = <K extends string>(names: readonly [K, ...K[]]) =>
  z.partialRecord(z.enum(names), z.string().max(64).nullable()).default({}).meta({
    description:
      "Each an upload's id or the SHA-256 of a file the competition has; null for none. Files that are not named stay",
  });

export const PhaseBody = PhaseFields.extend({
  files: wishes(PHASE_FILES),
  moveDueDates: z
    .boolean()
    .default(false)
    .meta({ description: "Move deliverables that are due in the phase along with its end" }),
});
export const PhaseSetup = z
  .object({
    id: z.string(),
    position: z.number().int(),
    name: Localized,
    description: Localized,
    startsAt: at,
    endsAt: at.nullable(),
    freezeAt: at.nullable(),
    dayTurnsAtMin: z.number().int().meta({ description: "Minute of the day at which the quota's day turns" }),
    maxPerDay: z.number().int().meta({ description: "0 means no limit" }),
    maxPerMonth: z.number().int(),
    maxTotal: z.number().int(),
    maxWaiting: z.number().int(),
    maxFinal: z.number().int(),
    timeLimitS: z.number().int(),
    priority: z
      .number()
      .int()
      .meta({ description: "Runs of a higher one are judged first; 0 is usual; cut on queues of others" }),
    accepts: z.array(z.enum(SUBMISSION_KINDS)),
    taskIds: z.array(z.string()),
    autoMigrate: z.boolean(),
    resultsOnly: z.boolean(),
    hideLogs: z.boolean(),
    hidePredictionOutput: z.boolean(),
    hideScoringOutput: z.boolean(),
    startingKit: z.string().nullable().meta({ description: "SHA-256" }),
    publicData: z.string().nullable(),
  })
  .meta({ id: "PhaseSetup" });
export const PhaseSetups = z.object({ phases: z.array(PhaseSetup) });

export const TaskBody = TaskForm.extend({ files: wishes(TASK_FILES) });
export const TaskSaved = z.object({
  id: z.string(),
  version: z.number().int(),
  renewed: z.boolean().meta({ description: "Programs or data are others: earlier runs are outdated" }),
});
const taskFiles = {
  scoringProgram: z.string().nullable().meta({ description: "SHA-256" }),
  ingestionProgram: z.string().nullable(),
  referenceData: z.string().nullable(),
  inputData: z.string().nullable(),
};
export const TaskSetups = z.object({
  tasks: z.array(
    z
      .object({
        id: z.string(),
        position: z.number().int(),
        name: Localized,
        description: Localized,
        version: z.number().int(),
        trackId: z.string().nullable(),
        ingestionOnlyDuringScoring: z.boolean(),
        limits: z.partialRecord(z.enum(TASK_LIMITS), z.number()),
        labels: z.array(z.string()).meta({ description: "A host must have all of them" }),
        ...taskFiles,
      })
      .meta({ id: "TaskSetup" }),
  ),
});
export const TaskVersions = z.object({
  versions: z.array(
    z.object({
      version: z.number().int(),
      note: z.string().nullable(),
      createdAt: at,
      by: z.string().nullable(),
      ...taskFiles,
    }),
  ),
});
export const TaskFileQuery = z.object({ version: z.coerce.number().int().min(1).optional() });

// The competition itself

export const Templates = z.object({ templates: z.array(z.enum(COMPETITION_TEMPLATES)) });
export const Settings = z
  .object({
    title: Localized,
    summary: Localized,
    slug: z.string(),
    timeZone: z.string(),
    competitionType: z.enum(COMPETITION_TYPES),
    minTeamSize: z.number().int(),
    maxTeamSize: z.number().int(),
    maxAdvisors: z.number().int(),
    maxTeamsPerPerson: z.number().int(),
    maxTeamsPerOrganisation: z.number().int(),
    memberChanges: z.number().int(),
    teamCodePrefix: z.string(),
    teamConcurrency: z
      .number()
      .int()
      .meta({ description: "Runs of a team at work at once; 0 for what the installation allows" }),
    image: z.string().nullable(),
    queue: z.string().nullable().meta({ description: "As its bundle named it" }),
    queueId: z
      .string()
      .nullable()
      .meta({ description: "The queue whose hosts judge it; null for those that all share" }),
    goesFirst: z.boolean().meta({ description: "Its turns count on queues of others too; operators say so" }),
    reward: z.string().nullable(),
    contactEmail: z.string().nullable(),
    allowedEmails: z.array(z.string()).meta({
      description: "Addresses and domains that alone may take part; none for everybody",
    }),
    blockedEmails: z.array(z.string()).meta({ description: "Addresses and domains that may not take part" }),
    editionId: z.string().nullable(),
    publishAt: at.nullable(),
    ...(Object.fromEntries(SWITCHES.map((name) => [name, z.boolean()])) as Record<
      (typeof SWITCHES)[number],
      z.ZodBoolean
    >),
    ...(Object.fromEntries(MOMENTS.map((name) => [name, at.nullable()])) as Record<
      (typeof MOMENTS)[number],
      z.ZodNullable<typeof at>
    >),
  })
  .meta({ id: "Settings" });
const finding = z.object({
  kind: z.enum(["stops", "look"]).meta({ description: "It cannot work this way, or it may be meant" }),
  reason: z.string(),
  message: z.string(),
  section: z.string(),
});
export const Readiness = z
  .object({
    ready: z.boolean().meta({ description: "Whether it can be published" }),
    findings: z.array(finding),
    life: z
      .array(z.object({ at, act: z.string(), by: z.string().nullable() }))
      .meta({ description: "What happened to the competition, the latest first" }),
  })
  .meta({ id: "Readiness" });
export const Files = z.object({
  files: z.array(z.object({ kind: z.string(), position: z.number().int() })),
});
export const FileQuery = z.object({
  position: z.coerce.number().int().min(0).default(0).meta({ description: "Of its phase or task" }),
});
