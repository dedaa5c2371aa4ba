import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/**
 * Every setting of Podium, parsed once. The only reader of process.env.
 * docs/operators/settings.md lists them; a name that is missing or wrong stops the process with a sentence.
 */

const bytes = (standard: number) => z.coerce.number().int().positive().default(standard);
const share = (standard: number) => z.coerce.number().min(0.1).default(standard);
const count = (standard: number) => z.coerce.number().int().positive().default(standard);
const flag = (standard: boolean) =>
  z
    .enum(["0", "1", "true", "false"])
    .default(standard ? "1" : "0")
    .transform((v) => v === "1" || v === "true");

const MiB = 1024 * 1024;

/** What the web process and the set-up read. */
const Web = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** How browsers reach Podium; links in mail start with it. */
  PUBLIC_URL: z.url().optional(),
  DATABASE_URL: z.string().optional(),
  DATABASE_CONNECTIONS: count(10),
  PODIUM_DATA: z.string().default(".podium"),
  /** The folder of the programs that `npm run build` bundles. */
  PODIUM_PROGRAMS: z.string().default("build/node"),
  PODIUM_SECRET: z.string().min(32).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Where mail goes: smtp://user:password@host:port, or empty for the local outbox. */
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default("Podium <podium@localhost>"),
  /** How many reverse proxies stand before Podium. */
  TRUST_PROXY: z.coerce.number().int().min(0).default(0),

  UPLOAD_MAX_BYTES: bytes(2048 * MiB),
  SUBMISSION_MAX_BYTES: bytes(2048 * MiB),
  BUNDLE_MAX_BYTES: bytes(2048 * MiB),
  ARCHIVE_MAX_FILES: count(20_000),
  ARCHIVE_MAX_BYTES: bytes(8192 * MiB),
  /** Unpacked bytes for each packed byte before an archive counts as a bomb. */
  ARCHIVE_MAX_RATIO: count(200),
  UPLOAD_EXPIRES_H: count(24),
  /** What one person may begin to upload in that time, handed in or not. */
  UPLOADS_PER_PERSON: count(500),
  UPLOADS_PER_PERSON_BYTES: bytes(20 * 1024 * MiB),
  /** How long the store keeps what nothing refers to, and what a process that died had unpacked. */
  BLOB_GRACE_H: count(48),

  /** How long an attempt may be silent before its run is given to another host. */
  LEASE_S: count(10),
  /** How often a run the platform itself failed is tried again. */
  MAX_PLATFORM_FAILURES: count(3),
  /** How often hosts may give one run back; each time more counts as a failure of the platform. */
  MAX_GIVE_BACKS: count(10),
  TEAM_CONCURRENCY: count(2),
  /** How many queues of judge hosts an organiser may have; operators any number. */
  QUEUES_PER_ORGANISER: count(20),
  /** How many judge hosts may serve one queue. */
  HOSTS_PER_QUEUE: count(200),
  /** A host whose clock differs by more is shown with a warning; deadlines are counted by the web's clock alone. */
  CLOCK_SKEW_WARN_MS: count(2_000),
  /** How far before others the runs of a competition go on queues that are not its organiser's, unless operators let it. */
  SHARED_QUEUE_TURN: z.coerce.number().int().min(0).max(9).default(0),
  /** Submissions of a team that ended within this time count against its next one's turn. */
  FAIR_WINDOW_S: count(3600),
  /** Nobody waits for ever: a run that has waited this long counts as its team's first. */
  PASSED_OVER_S: count(43_200),
  /** Submissions that one step of a rejudge, or of carrying a phase over, takes in one transaction. */
  REJUDGE_STEP: count(1000),
  /** How long after a run its device may still be busy before it is taken out of use. */
  DEVICE_IDLE_S: count(60),

  /** How long a mailed invitation to a team works. */
  TEAM_INVITATION_DAYS: count(7),
  /** A student card or the like, as a PDF or an image. */
  PROOF_MAX_BYTES: bytes(10 * MiB),
  /** One form of a page, proofs and logos included: it is held in memory. */
  FORM_MAX_BYTES: bytes(16 * MiB),
  /** How much one person may write in an hour, and how long they may change it. */
  POSTS_PER_HOUR: count(20),
  QUESTIONS_PER_HOUR: count(10),
  /** Organisers get one mail for all questions and reports of a competition in so many minutes. */
  ORGANISER_MAIL_MINUTES: z.coerce.number().min(0).max(1440).default(15),
  POST_EDIT_MINUTES: count(30),

  /** How long mails and people's notices are kept, in days. */
  NOTICES_KEEP_DAYS: count(365),

  /** What one look for similar sources reads and keeps, and what its process may take. */
  SIMILARITY_MAX_ENTRIES: z.coerce.number().int().min(2).max(10_000).default(1_000),
  SIMILARITY_MAX_FILES: count(200),
  SIMILARITY_MAX_FILE_BYTES: bytes(MiB / 4),
  SIMILARITY_MAX_BYTES: bytes(MiB),
  SIMILARITY_MAX_TOKENS: count(40_000),
  SIMILARITY_MAX_PAIRS: count(500),
  SIMILARITY_MEMORY_MB: count(512),
  /** A report whose process is silent for so long is lost; so is one that nobody took up. */
  SIMILARITY_LEASE_S: z.coerce.number().positive().max(3600).default(60),
  SIMILARITY_MAX_WAIT_S: count(3600),
  SIMILARITY_MAX_MINUTES: z.coerce.number().positive().max(600).default(30),

  /** What a step of a run may use where its task says nothing, and the most that a task may ask for. */
  TASK_MAX_WALL_S: count(24 * 3600),
  TASK_MAX_CPU_S: count(64 * 24 * 3600),
  TASK_MEMORY_BYTES: bytes(2048 * MiB),
  TASK_MAX_MEMORY_BYTES: bytes(256 * 1024 * MiB),
  TASK_CPUS: share(1),
  TASK_MAX_CPUS: share(64),
  TASK_PIDS: count(512),
  TASK_MAX_PIDS: count(32_768),
  TASK_OUTPUT_BYTES: bytes(512 * MiB),
  TASK_MAX_OUTPUT_BYTES: bytes(64 * 1024 * MiB),
  TASK_OUTPUT_FILES: count(10_000),
  TASK_MAX_OUTPUT_FILES: count(1_000_000),
  TASK_LOG_BYTES: bytes(MiB),
  TASK_MAX_LOG_BYTES: bytes(64 * MiB),
  TASK_PRINTED_BYTES: bytes(64 * MiB),
  TASK_MAX_PRINTED_BYTES: bytes(1024 * MiB),
  TASK_SHM_BYTES: bytes(64 * MiB),
  TASK_MAX_SHM_BYTES: bytes(64 * 1024 * MiB),
  TASK_UNPACKED_BYTES: bytes(2048 * MiB),
  TASK_MAX_UNPACKED_BYTES: bytes(64 * 1024 * MiB),
  TASK_UNPACKED_FILES: count(20_000),
  TASK_MAX_UNPACKED_FILES: count(1_000_000),
  /** Graphics cards of one run, and the memory that each may be asked to have. */
  TASK_MAX_GPUS: count(8),
  TASK_MAX_GPU_MEMORY_BYTES: bytes(1000 * 1e9),
  /** How many measurements of an attempt are kept; of longer ones every second, fourth … */
  ATTEMPT_SAMPLES: z.coerce.number().int().min(2).default(240),

  /** What rendered public pages may take of memory, and after how long one is rendered anew at the latest. */
  PAGE_CACHE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(64 * MiB),
  PAGE_CACHE_MAX_AGE_S: z.coerce.number().positive().default(10),
  PAGE_ROWS: count(50),
  BOARD_ROWS: count(100),
  STATISTICS_KEEP_MS: count(10_000),
  BOARD_HISTORY_MOMENTS: count(120),
  BOARD_HISTORY_CELLS: count(2_000_000),
  LIVE_TICK_MS: count(50),
  /** How often a browser is told its whole page of a board at most. */
  LIVE_PAGE_MS: count(1_000),
  LIVE_MAX_SOCKETS: count(20_000),
  RATE_LIMITS: flag(true),
  /** Operators, and a queue's owner, are mailed what is wrong with judging when it has lasted so long. */
  ALERT_MAIL: flag(true),
  ALERT_AFTER_MINUTES: z.coerce.number().min(0).max(1440).default(5),
  /** What was told comes back: it is not told again before this time is over. */
  ALERT_REPEAT_MINUTES: z.coerce.number().min(0).max(10_080).default(60),
  /** Of what ended in the window so many, and so large a share, were failed by the platform itself. */
  ALERT_FAILURE_WINDOW_MINUTES: count(30),
  ALERT_FAILURES: count(5),
  ALERT_FAILURE_SHARE: z.coerce.number().min(0).max(1).default(0.2),
  /** A host with less free on the disk of its data is told of before it takes no more work. */
  ALERT_DISK_FREE_BYTES: bytes(4096 * MiB),
  /** How long figures of hosts and hours, and alerts that are over, are kept. */
  HISTORY_DAYS: z.coerce.number().int().min(7).default(30),
  /** Whoever sends it as a bearer token may read /metrics; without it there is no such page. */
  METRICS_TOKEN: z.string().min(20).optional(),
});

/** What a judge host reads: no database, no secret of the web's. */
const Judge = z.object({
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  PODIUM_URL: z.url(),
  PODIUM_JUDGE_TOKEN: z.string().min(20),
  PODIUM_JUDGE_NAME: z.string().optional(),
  PODIUM_JUDGE_SLOTS: count(1),
  PODIUM_JUDGE_LABELS: z.string().default(""),
  PODIUM_JUDGE_DATA: z.string().default(".podium/judge"),
  PODIUM_JUDGE_CACHE_BYTES: bytes(20 * 1024 * MiB),
  /** How often the host looks at its graphics cards, and measures those of a run. */
  PODIUM_JUDGE_DEVICE_LOOK_MS: count(5_000),
  PODIUM_JUDGE_DEVICE_SAMPLE_MS: count(1_000),
  /** A card on which nobody computes may hold so much memory and count as idle: the driver's own. */
  PODIUM_JUDGE_DEVICE_IDLE_BYTES: bytes(768 * MiB),
  /** Above PODIUM_JUDGE_CACHE_BYTES the cache is emptied down to this share of it. */
  PODIUM_JUDGE_CACHE_LOW: z.coerce.number().min(0).max(1).default(0.8),
  /** With less free on the disk of its data a host empties its cache, and takes no work if that does not help. */
  PODIUM_JUDGE_MIN_FREE_BYTES: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(2048 * MiB),
  /** How long a host that was told to end finishes what it is at before it gives it back. */
  PODIUM_JUDGE_GRACE_S: z.coerce
    .number()
    .int()
    .nonnegative()
    .max(7 * 86_400)
    .default(3_600),
  PODIUM_RUNTIME: z.string().default("runc"),
  /** full: the Python image with scientific libraries; small: Python alone, for fast tests. */
  PODIUM_IMAGE: z.enum(["full", "small"]).default("full"),
  /** This host's own lines before the installation's table of images: `pattern=image,…`, patterns with *. */
  PODIUM_IMAGE_MAP: z.string().default(""),
  /** Images that teams may have this host pull, as patterns with *, separated by commas. */
  PODIUM_PULL_IMAGES: z.string().default(""),
});

export type WebConfig = Omit<z.infer<typeof Web>, "PUBLIC_URL" | "PODIUM_SECRET" | "DATABASE_URL"> & {
  PUBLIC_URL: string;
  PODIUM_SECRET: string;
  DATABASE_URL: string;
};
export type JudgeConfig = z.infer<typeof Judge>;

type Environment = Record<string, string | undefined>;

function parse<T extends z.ZodType>(schema: T, from: Environment): z.infer<T> {
  // An empty variable is an absent one: `PORT= npm start` should not fail.
  const given = Object.fromEntries(Object.entries(from).filter(([, v]) => v !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const names = result.error.issues.map((i) => `  ${i.path.join(".")}: ${i.message}`).join("\n");
  throw new Error(`Podium cannot start with these settings:\n${names}`);
}

/** A secret that lasts: from the environment, else made once in the data folder, readable by its owner alone. */
function lastingSecret(dataFolder: string, name: string): string {
  const file = path.join(dataFolder, name);
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
  }
  return readFileSync(file, "utf8").trim();
}

/** The set-up's view: DATABASE_URL may be absent, then it starts the embedded Postgres. */
export const startConfig = (from: Environment = process.env) => parse(Web, from);

let web: WebConfig | undefined;
/** The web process's settings, read at the first call. */
export function webConfig(): WebConfig {
  if (web) return web;
  const read = parse(Web, process.env);
  if (!read.DATABASE_URL)
    throw new Error("DATABASE_URL is missing: start Podium with `npm start`, which provides one");
  web = {
    ...read,
    DATABASE_URL: read.DATABASE_URL,
    PUBLIC_URL: (read.PUBLIC_URL ?? `http://localhost:${read.PORT}`).replace(/\/$/, ""),
    PODIUM_SECRET: read.PODIUM_SECRET ?? lastingSecret(read.PODIUM_DATA, "secret"),
  };
  return web;
}

/** A judge host's settings. */
export const judgeConfig = (from: Environment = process.env): JudgeConfig => parse(Judge, from);

/** What the judge's process may see of this one's environment: no database, no secret of the web's. */
const JUDGE_SEES =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TZ|TMPDIR|XDG_RUNTIME_DIR|DOCKER_\w+|NODE_\w+|LOG_LEVEL|PODIUM_(URL|RUNTIME|IMAGE|IMAGE_MAP|PULL_IMAGES|JUDGE_\w+)|(https?|no)_proxy)$/i;

/** The environment that the set-up starts a process with: this one's and `more`. */
export function environmentFor(which: "web" | "judge", more: Environment = {}): Environment {
  const mine = Object.entries(process.env).filter(([name]) => which === "web" || JUDGE_SEES.test(name));
  return { ...Object.fromEntries(mine), ...more };
}

/** Settles what the set-up found out, e.g. where the database is, for this process and those it starts. */
export function provide(settings: Record<string, string>): void {
  Object.assign(process.env, settings);
  web = undefined;
}

/** What the `podium` command reads: an installation and a token that win over the saved ones, and its folders. */
const Command = z.object({
  PODIUM_URL: z.url().optional(),
  PODIUM_TOKEN: z.string().optional(),
  XDG_CONFIG_HOME: z.string().optional(),
  HOME: z.string().default("."),
  LANG: z.string().default("en"),
});
export type CommandConfig = z.infer<typeof Command>;

/** The command's settings. */
export const commandConfig = (from: Environment = process.env): CommandConfig => parse(Command, from);
