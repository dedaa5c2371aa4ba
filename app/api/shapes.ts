import { z } from "zod";
import {
  COMPETITION_STATES,
  ENTRY_KINDS,
  ENTRY_STATES,
  INSTALLATION_ROLES,
  LOCALES,
  REJUDGE_STATES,
  RUN_STATES,
  SORTINGS,
  TOKEN_SCOPES,
} from "../../db/vocabulary.ts";
import { MEDALS } from "../leaderboards/medal.ts";

/**
 * The words of the HTTP API v1: what goes in and what comes out. The web process checks and documents
 * itself with them, the `podium` command reads with them. Zod and nothing else.
 * Times are ISO 8601 in UTC; scores are decimal strings, since numbers would lose digits.
 */
export const API_PATH = "/api/v1";

export const at = z.iso.datetime({ offset: true }).meta({ description: "ISO 8601 with an offset" });
export const decimal = z.string().meta({ description: "A decimal string", example: "0.9741666667" });

export const Localized = z
  .partialRecord(z.enum(LOCALES), z.string().max(20_000))
  .meta({ id: "Localized", description: "A text in the languages its author wrote it in" });

/** What every answer outside 2xx says. */
export const Problem = z
  .object({
    error: z.object({
      code: z.string().meta({ description: "One of seven kinds, or `unexpected`" }),
      reason: z.string().meta({ description: "Stable key of the sentence" }),
      message: z.string().meta({ description: "A sentence in the language of Accept-Language" }),
      field: z.string().optional().meta({ description: "The field at fault, as a dotted path" }),
      others: z
        .array(z.object({ reason: z.string(), message: z.string() }))
        .optional()
        .meta({ description: "What else is wrong, where one look finds several things" }),
    }),
  })
  .meta({ id: "Problem" });

export const Created = z.object({ id: z.string() });

export const PageQuery = z.object({ page: z.coerce.number().int().min(1).default(1) });

// People

const email = z.email().max(254);
const password = z.string().min(10).max(128);

export const SetupBody = z.object({
  code: z.string().min(1).meta({ description: "The set-up code the server printed at its first start" }),
  name: z.string().min(1).max(120),
  email,
  password,
});
export const TokenBody = z.object({
  email: email.optional(),
  password: z.string().max(200).optional(),
  name: z.string().min(1).max(80).default("podium command"),
  scopes: z.array(z.enum(TOKEN_SCOPES)).min(1).default(["read", "take_part"]),
  expiresInDays: z.number().int().positive().max(3650).optional(),
});
export const Token = z
  .object({
    token: z.string().meta({ description: "Shown this once; only its hash is kept" }),
    scopes: z.array(z.enum(TOKEN_SCOPES)),
    expiresAt: at.nullable(),
  })
  .meta({ id: "Token" });

export const PersonBody = z.object({
  name: z.string().min(1).max(120),
  email,
  password,
  role: z.enum(INSTALLATION_ROLES).optional(),
  verified: z
    .boolean()
    .default(true)
    .meta({ description: "Whether the address counts as theirs without a mail" }),
});
export const Me = z
  .object({
    person: z
      .object({ id: z.string(), name: z.string(), email: z.string(), verified: z.boolean() })
      .nullable(),
    scopes: z.array(z.enum(TOKEN_SCOPES)).nullable(),
  })
  .meta({ id: "Me" });

// Competitions

export const Phase = z
  .object({
    position: z.number().int(),
    name: Localized,
    startsAt: at,
    endsAt: at.nullable(),
    open: z.boolean(),
    maxPerDay: z.number().int().meta({ description: "0 means no limit" }),
    maxPerMonth: z.number().int().meta({ description: "0 means no limit" }),
    maxTotal: z.number().int().meta({ description: "0 means no limit" }),
    timeLimitS: z.number().int(),
  })
  .meta({ id: "Phase" });
export const Metric = z
  .object({ key: z.string(), title: z.string(), sorting: z.enum(SORTINGS), precision: z.number().int() })
  .meta({ id: "Metric" });
export const CompetitionSummary = z
  .object({
    slug: z.string(),
    title: Localized,
    summary: Localized,
    state: z.enum(COMPETITION_STATES),
    phase: Localized.nullable().meta({ description: "The name of the phase that is open now" }),
    nextDeadline: at.nullable().meta({ description: "When the next phase begins or ends" }),
    entries: z.number().int(),
  })
  .meta({ id: "CompetitionSummary" });
export const Competitions = z.object({
  competitions: z.array(CompetitionSummary),
  page: z.number().int(),
  pages: z.number().int(),
});
export const Competition = z
  .object({
    slug: z.string(),
    title: Localized,
    summary: Localized,
    state: z.enum(COMPETITION_STATES),
    timeZone: z.string(),
    maxTeamSize: z.number().int(),
    rulesVersion: z.number().int(),
    phases: z.array(Phase),
  })
  .meta({ id: "Competition" });
export const ImportQuery = z.object({
  fileName: z.string().max(200).optional(),
});
const remarks = z
  .array(
    z.object({
      kind: z.enum(["taken", "mended", "ignored"]),
      reason: z.string(),
      message: z.string(),
    }),
  )
  .meta({ description: "What the importer took, mended and ignored" });
export const Imported = z.object({ slug: z.string(), report: remarks }).meta({ id: "Imported" });
export const ImportReport = z
  .object({
    fileName: z.string(),
    confirmedAt: at.nullable().meta({ description: "When an organiser said that the dates are right" }),
    report: remarks,
    image: z.object({
      named: z.string().nullable().meta({ description: "As the bundle names it" }),
      runs: z.string().nullable().meta({ description: "What runs in its place; null is the built-in image" }),
      pattern: z
        .string()
        .nullable()
        .meta({ description: "The line of the installation's table that says so" }),
    }),
    phases: z.array(
      z.object({
        name: Localized,
        startsAt: at,
        endsAt: at.nullable(),
        written: z
          .object({ start: z.string(), end: z.string().nullable() })
          .nullable()
          .meta({ description: "The dates as the bundle wrote them" }),
      }),
    ),
  })
  .meta({ id: "ImportReport" });
export const Published = z.object({ slug: z.string(), state: z.enum(COMPETITION_STATES) });

export const EntryBody = z.object({
  teamName: z.string().min(1).max(80).optional(),
  track: z.string().max(40).optional().meta({ description: "Code of the track, where there are several" }),
  organisationId: z
    .string()
    .max(40)
    .optional()
    .meta({ description: "The school or company you take part for, one of your own" }),
  acceptRules: z.boolean().default(false).meta({ description: "Whether you accept the rules in force" }),
});
export const Entry = z
  .object({
    id: z.string(),
    teamName: z.string(),
    state: z.enum(ENTRY_STATES),
    inviteCode: z.string().meta({ description: "Members join at /teams/{inviteCode}" }),
  })
  .meta({ id: "Entry" });

/** An entry as its organisers see it in a list. */
export const entryRow = {
  id: z.string(),
  code: z.string().nullable(),
  kind: z.enum(ENTRY_KINDS),
  state: z.enum(ENTRY_STATES),
  stateReason: z.string().nullable(),
  teamName: z.string(),
  track: z.string().nullable(),
  organisation: Localized.nullable(),
  members: z.number().int(),
  createdAt: at,
};
export const Entries = z.object({
  entries: z.array(z.object(entryRow).meta({ id: "EntryRow" })),
  states: z.array(z.object({ state: z.enum(ENTRY_STATES), count: z.number().int() })),
  total: z.number().int(),
  page: z.number().int(),
  pages: z.number().int(),
});
/** Whoever has several entries in a competition names one. */
export const EntryQuery = z.object({
  entry: z.string().max(40).optional().meta({ description: "Which of your entries, if you have several" }),
});

// Submissions

export const SubmitQuery = EntryQuery.extend({
  phase: z.coerce.number().int().min(0).optional().meta({ description: "Position; else the open phase" }),
  fileName: z.string().min(1).max(200).optional(),
  note: z.string().max(2000).optional(),
  kind: z
    .enum(["archive", "image_tar"])
    .default("archive")
    .meta({ description: "A zip, or a container image as `docker save` writes it" }),
  facts: z
    .string()
    .max(20_000)
    .optional()
    .meta({ description: "Answers to the fact sheet: a JSON object, by the keys of its questions" }),
});
const Facts = z.record(z.string(), z.union([z.string(), z.boolean()]));
export const ImageBody = EntryQuery.extend({
  reference: z.string().max(300).meta({ description: "As one would pull it: host/path:tag" }),
  phase: z.number().int().min(0).optional(),
  note: z.string().max(2000).optional(),
  facts: Facts.optional(),
});
export const UploadBody = EntryQuery.extend({
  uploadId: z.string().max(64).meta({ description: "A whole resumable upload: the end of its address" }),
  kind: SubmitQuery.shape.kind,
  phase: z.number().int().min(0).optional(),
  note: z.string().max(2000).optional(),
  facts: Facts.optional(),
});
export const Quotas = z
  .object({
    phases: z.array(
      z.object({
        phase: z.number().int().meta({ description: "Position" }),
        maxPerDay: z.number().int().meta({ description: "With grants; 0 means no limit" }),
        maxPerMonth: z.number().int(),
        maxTotal: z.number().int(),
        maxWaiting: z.number().int(),
        leftToday: z.number().int().nullable().meta({ description: "null where there is no limit" }),
        leftMonth: z.number().int().nullable(),
        leftTotal: z.number().int().nullable(),
        leftWaiting: z.number().int().nullable(),
        dayEndsAt: at.meta({ description: "When the quota's day turns" }),
      }),
    ),
  })
  .meta({ id: "Quotas", description: "What your team may still hand in to the phases that are open" });
export const NoteBody = z.object({ note: z.string().max(2000) });
export const FinalWish = z.object({ final: z.boolean() });
export const PublicWish = z.object({ public: z.boolean() });
export const RefundBody = z.object({ reason: z.string().min(1).max(500) });
export const GrantBody = z.object({
  entryId: z.uuid(),
  phase: z.number().int().min(0),
  morePerDay: z.number().int().min(0).default(0),
  moreTotal: z.number().int().min(0).default(0),
  reason: z.string().min(1).max(500),
});
export const StartBody = z.object({
  submissionId: z.uuid().optional().meta({ description: "Without it, all that are held" }),
});
export const Started = z.object({ started: z.number().int() });
export const Submitted = z.object({ id: z.string(), number: z.number().int() }).meta({ id: "Submitted" });
export const Submission = z
  .object({
    id: z.string(),
    number: z.number().int(),
    competition: z.string().meta({ description: "The competition's slug" }),
    phase: z.number().int(),
    teamName: z.string(),
    fileName: z.string(),
    note: z.string().nullable(),
    state: z.enum(RUN_STATES),
    cause: z.string().nullable().meta({ description: "Why it ended so: judge/contract/verdict.ts" }),
    explanation: z.string().nullable().meta({ description: "The cause as a sentence" }),
    counts: z.boolean().meta({ description: "Whether it costs quota" }),
    final: z.boolean().meta({ description: "Whether its team chose it as a final one" }),
    submittedAt: at,
    finishedAt: at.nullable(),
    scores: z.array(z.object({ key: z.string(), title: z.string(), value: decimal })),
  })
  .meta({ id: "Submission" });
/** Parts of how a run was done: app/submissions/how-it-ran.ts. */
const StoredFile = z.object({ sha256: z.string(), bytes: z.number() });
export const HowItRan = z
  .object({
    task: z.string(),
    imageNamed: z.string().nullable().meta({ description: "null for the built-in image" }),
    image: z.string().meta({ description: "By which name exactly it can be had again" }),
    imageId: z.string(),
    submittedImageId: z.string().nullable(),
    taskVersion: z.number().int(),
    seed: z.number().int().meta({ description: "What programs found as PODIUM_SEED" }),
    limits: z.record(z.string(), z.number()),
    engine: z.string(),
    runtime: z.string(),
    kernel: z.string().nullable(),
    processor: z.string(),
    memoryBytes: z.number(),
    devices: z.string(),
    podium: z.string(),
    submission: StoredFile,
    predictionDigest: z.string().nullable(),
    organisers: z
      .object({
        host: z.string().nullable(),
        scoringProgram: StoredFile,
        ingestionProgram: StoredFile.nullable(),
        inputData: StoredFile.nullable(),
        referenceData: StoredFile.nullable(),
        scoringDigest: z.string().nullable(),
      })
      .nullable()
      .meta({ description: "null for teams" }),
  })
  .meta({ id: "HowItRan" });
export const HowItRanAll = z.object({ runs: z.array(HowItRan) });
const Differences = z.array(
  z.object({
    kind: z.string(),
    subject: z.string(),
    before: z.string(),
    after: z.string(),
    sentence: z.string(),
  }),
);
export const Reproductions = z
  .object({
    runs: z.array(
      z.object({
        id: z.string(),
        task: z.string(),
        state: z.enum(RUN_STATES),
        cause: z.string().nullable(),
        queuedAt: at,
        finishedAt: at.nullable(),
        same: z
          .boolean()
          .nullable()
          .meta({ description: "Whether verdict, scores and files are the same; null until it is known" }),
        result: Differences,
        circumstances: Differences.meta({ description: "What may explain it" }),
      }),
    ),
  })
  .meta({ id: "Reproductions" });
export const Reproduced = z.object({ runs: z.array(z.string()) }).meta({ id: "Reproduced" });
export const Submissions = z.object({
  submissions: z.array(Submission),
  page: z.number().int(),
  pages: z.number().int(),
});
/** Whether a submission shall stand on the board. */
export const BoardWish = z.object({ stands: z.boolean() });
export const LogsQuery = z.object({
  after: z.coerce.number().int().min(-1).default(-1).meta({ description: "Sequence number you have" }),
});
export const Logs = z
  .object({
    chunks: z.array(z.object({ seq: z.number().int(), stream: z.string(), text: z.string(), at })),
    last: z.number().int().meta({ description: "Pass it as `after` to go on" }),
    ended: z.boolean().meta({ description: "True when nothing more will come" }),
    hidden: z.boolean().meta({ description: "True when the phase hides its logs from teams" }),
  })
  .meta({ id: "Logs" });

// Leaderboards

export const BoardQuery = z.object({
  phase: z.coerce.number().int().min(0).optional(),
  page: z.coerce.number().int().min(1).default(1),
  track: z.string().max(80).optional().meta({ description: "A track's code: its rows with their own ranks" }),
});
export const Leaderboard = z
  .object({
    competition: z.string(),
    phase: z.number().int(),
    title: z.string(),
    seq: z.number().int().meta({ description: "Goes up with every change of the board" }),
    frozen: z.boolean(),
    metrics: z.array(
      Metric.extend({
        valueKeys: z.array(z.string()).meta({ description: "Where rows keep it: one key a task" }),
      }),
    ),
    rows: z.array(
      z.object({
        rank: z.number().int().nullable().meta({ description: "None without a score, or for a baseline" }),
        medal: z.enum(MEDALS).nullable(),
        kind: z.enum(ENTRY_KINDS),
        track: z.string().nullable(),
        teamName: z.string(),
        submissionId: z.string(),
        submittedAt: at,
        values: z.record(z.string(), decimal),
      }),
    ),
    page: z.number().int(),
    pages: z.number().int(),
    total: z.number().int(),
  })
  .meta({ id: "Leaderboard" });

// Forums

export const SlugOnly = z.object({ slug: z.string() });
export const SlugAnswer = z.object({ id: z.string(), slug: z.string() });
export const AgendaAnswer = z.object({
  sessions: z.number().int(),
  /** The version that everybody sees from now on; null: only the draft was changed, or nothing that shows. */
  release: z.number().int().nullable(),
});
export const RegistrationBody = z.object({ ticketKindId: z.string() });
export const Registration = z
  .object({ ticketCode: z.string(), already: z.boolean().meta({ description: "You had this place before" }) })
  .meta({ id: "Registration" });

// Rejudges

export const RejudgeBody = z.object({
  reason: z.string(),
  phase: z.number().int().min(0).optional().meta({ description: "Position of the phase" }),
  task: z.number().int().min(0).optional().meta({ description: "Position of the task" }),
  ending: z.string().optional().meta({ description: "How they ended: accepted, or a cause of failure" }),
  numbers: z.string().max(2000).optional().meta({ description: "Such as 3, 7-12" }),
  outdated: z.boolean().default(false).meta({ description: "Only what ran on an older version of its task" }),
});
const Placed = z
  .object({ rank: z.number().int().nullable(), values: z.record(z.string(), decimal) })
  .nullable();
export const Rejudge = z
  .object({
    id: z.string(),
    competition: z.string(),
    state: z.enum(REJUDGE_STATES),
    reason: z.string(),
    createdAt: at,
    decidedAt: at.nullable(),
    selected: z.number().int().meta({ description: "Runs it is to have, counted when it began" }),
    runs: z
      .number()
      .int()
      .meta({ description: "Those made so far: all of them once it is no longer preparing" }),
    ended: z.number().int(),
    fates: z.record(z.string(), z.number().int()).meta({
      description:
        "How many runs ended as before, with other scores, now scored, no longer scored …; empty until all have ended and were compared",
    }),
    becomingOfficial: z.object({ done: z.number().int(), of: z.number().int() }).nullable().meta({
      description:
        "While it is approving: teams that are written on the new leaderboards, of how many. Until all are, and the new ones take the place of the old, everybody sees the results before",
    }),
    comparing: z.boolean().meta({ description: "The boards are being computed: look again" }),
    boards: z
      .array(
        z.object({
          phase: z.number().int(),
          title: z.string(),
          changed: z.number().int(),
          unchanged: z.number().int(),
          rows: z.array(z.object({ teamName: z.string(), before: Placed, after: Placed })),
          pages: z.number().int(),
        }),
      )
      .meta({ description: "What approving would do to each board; empty unless it is ready" }),
  })
  .meta({ id: "Rejudge" });
export const Rejudges = z.object({
  rejudges: z.array(Rejudge.omit({ fates: true, boards: true, comparing: true, becomingOfficial: true })),
  page: z.number().int(),
  pages: z.number().int(),
});
