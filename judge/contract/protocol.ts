import { z } from "zod";
import { Limits } from "./limits.ts";
import { validText } from "./valid-text.ts";
import { CAUSES } from "./verdict.ts";

/**
 * What a judge host and the web say to each other: JSON over HTTP under /api/v1/judging, with
 * `Authorization: Bearer <host token>`. A host may claim, report, and fetch what its own attempts
 * need; nothing else. Every call about an attempt is refused with 409 once a newer attempt exists,
 * its lease ran out and was reaped, or it has ended: the host then drops its work (fencing).
 *
 *   POST claim                         Claim → 200 Work | 204 nothing within `waitS`
 *   POST report                        HostReport → 200 HostOrders
 *   POST attempts/:id/heartbeat        Heartbeat → 200 HeartbeatAnswer
 *   POST attempts/:id/log              LogChunks → 204
 *   GET  attempts/:id/files/:hash      → 200 the file's bytes
 *   PUT  attempts/:id/artifacts/:kind  bytes → 200 { hash, size }
 *   POST attempts/:id/give-back        → 204 the host stops before it is done: the run waits again, uncharged
 *   POST attempts/:id/finish           Finish → 200 {} (repeating the same finish is answered alike)
 */
export const JUDGING_PATH = "/api/v1/judging";
/** Counts up when one side could misunderstand the other: the web gives no work to hosts of another one. */
export const PROTOCOL = 1;

export const STEPS = ["preparing", "predicting", "scoring", "reporting"] as const;
export type Step = (typeof STEPS)[number];

/** <step>_<who>_<stream>, the eight logs Codabench keeps for a submission. */
export const LOG_STREAMS = [
  "prediction_stdout",
  "prediction_stderr",
  "prediction_ingestion_stdout",
  "prediction_ingestion_stderr",
  "scoring_stdout",
  "scoring_stderr",
  "scoring_ingestion_stdout",
  "scoring_ingestion_stderr",
] as const;
export type LogStream = (typeof LOG_STREAMS)[number];

export const DEVICE_FAULTS = ["lost", "xid", "ecc"] as const;

/** A graphics card, or a slice of one, as the host sees it now. */
export const Device = z.object({
  /** As the driver names it: GPU-… or MIG-…. */
  uuid: z.string().min(1).max(100),
  kind: z.enum(["gpu", "mig"]),
  /** The card a slice is of. */
  parentUuid: z.string().max(100).nullable(),
  name: z.string().max(120),
  index: z.number().int().nonnegative(),
  memoryBytes: z.number().nonnegative(),
  usedBytes: z.number().nonnegative(),
  /** Share of the time it computed of late, 0 to 1; null where the driver does not say. */
  utilisation: z.number().min(0).max(1).nullable().default(null),
  /** Programs that compute on it. */
  processes: z.number().int().nonnegative(),
  /** Nobody computes on it and its memory is at the idle level: it may be given away. */
  idle: z.boolean(),
  /** Broken until somebody looks at it: the driver lost it, the kernel reported an Xid, ECC could not mend memory. */
  fault: z.enum(DEVICE_FAULTS).nullable().default(null),
});
export type Device = z.infer<typeof Device>;

/**
 * How an engine hands devices out: by a specification of the Container Device Interface (Docker 25 and later), or
 * by the hook of NVIDIA's container toolkit (Docker 19.03 and later).
 */
export const DEVICE_WAYS = ["cdi", "nvidia"] as const;
export type DeviceWay = (typeof DEVICE_WAYS)[number];

export const SELF_CHECKS = ["starts", "network", "memory", "time", "output", "device"] as const;

/** What a host found when it ran containers of its sandbox image to see whether they are as they should be. */
export const SelfTest = z.object({
  ok: z.boolean(),
  /** `builtin`'s digest or id. */
  image: z.string().max(200),
  engine: z.string().max(120),
  runtime: z.string().max(64),
  /** How the engine is asked for devices; null where it has none to give. */
  deviceWay: z.enum(DEVICE_WAYS).nullable(),
  checks: z
    .array(
      z.object({
        name: z.enum(SELF_CHECKS),
        /** The device that a container saw alone; null for checks without one. */
        device: z.string().max(100).nullable(),
        ok: z.boolean(),
        /** What was found instead, or what the container said. */
        detail: z.string().max(500).overwrite(validText),
      }),
    )
    .max(80),
});
export type SelfTest = z.infer<typeof SelfTest>;

/** The label that a host whose engine has gVisor bears by itself; a task that asks for it is judged on gVisor. */
export const GVISOR_LABEL = "gvisor";
export const asksForGvisor = (labels: readonly string[]): boolean =>
  labels.some((label) => label.toLowerCase() === GVISOR_LABEL);

/** What a host says of itself with every claim. */
export const HostFacts = z.object({
  name: z.string().min(1).max(64),
  version: z.string().max(64),
  slots: z.number().int().positive().max(256),
  labels: z.array(z.string().max(64)).max(32),
  engine: z.string().max(120),
  runtime: z.string().max(64),
  cpus: z.number(),
  memoryBytes: z.number(),
  /** Digest or id of the built-in image. */
  image: z.string().max(200),
  /** Milliseconds since the epoch on the host, to see clock skew. */
  clock: z.number(),
  devices: z.array(Device).max(64).default([]),
  /** Why the host cannot see its cards, in the driver's words; null where it can, or has none. */
  deviceProblem: z.string().max(500).nullable().default(null),
  /** Free bytes where the host keeps data; null where it cannot tell. */
  diskFreeBytes: z.number().nonnegative().nullable().default(null),
  /** Its disk is so full that it takes no work. */
  diskFull: z.boolean().default(false),
  /** The PROTOCOL it speaks. */
  protocol: z.number().int().default(1),
  /** The process that asks, a new one at every start; "" where it does not say. */
  instance: z.string().max(64).default(""),
  /** The process has not been answered yet: it takes the place of an older one with the same token. */
  first: z.boolean().default(false),
  /** Shares of the machine's processors and memory in use of late, 0 to 1; null where the host cannot tell. */
  cpu: z.number().min(0).max(1).nullable().default(null),
  memory: z.number().min(0).max(1).nullable().default(null),
  /** The kernel's control groups, 1 or 2. */
  cgroup: z.number().int().nullable().default(null),
});
export type HostFacts = z.infer<typeof HostFacts>;

export const Claim = z.object({
  host: HostFacts,
  /** How long the answer may wait for work, seconds. */
  waitS: z.number().min(0).max(60),
});
export type Claim = z.infer<typeof Claim>;

/** An image that a host should have before a run asks for it. */
export const WantedImage = z.object({
  /** By the installation's table. */
  image: z.string().max(300),
  /** As the organiser named it, for a host's own table. */
  named: z.string().max(300).nullable(),
  /** The very one, where it is fixed; else the host says what the name means there. */
  exact: z.string().max(400).nullable(),
});
export type WantedImage = z.infer<typeof WantedImage>;
/** An organiser asks what the name means now, whatever the host has under it. */
export const ImageLook = z.object({
  image: z.string().max(300),
  named: z.string().max(300).nullable(),
  /** Milliseconds since the epoch: a later look is another one. */
  askedAt: z.number(),
});
export type ImageLook = z.infer<typeof ImageLook>;

export const IMAGE_STATES = ["wanted", "fetching", "here", "failed"] as const;
/** How a host stands with an image that it was told to have. */
export const HeldImage = z.object({
  image: z.string().max(300),
  asked: z.string().max(400).nullable(),
  state: z.enum(IMAGE_STATES),
  /** By which name exactly it can be had again, once it is here. */
  exact: z.string().max(400).nullable(),
  /** 0 to 1 while it is fetched. */
  progress: z.number().min(0).max(1).nullable(),
  /** Why it could not be fetched. */
  detail: z.string().max(500).overwrite(validText),
  /** The host's own table has another image for it: what it is says nothing of others. */
  own: z.boolean(),
});
export type HeldImage = z.infer<typeof HeldImage>;
/** What came of a look: the very image that the name means now, or why the host cannot tell. */
export const LookedImage = z.object({
  image: z.string().max(300),
  askedAt: z.number(),
  exact: z.string().max(400).nullable(),
  problem: z.string().max(500).overwrite(validText).nullable(),
});
export type LookedImage = z.infer<typeof LookedImage>;
/** More than this at once are not asked for. */
export const MOST_IMAGES = 200;

/** What a host says now and then beside its claims, and at once when a device or an image changes. */
export const HostReport = z.object({
  host: HostFacts,
  selfTest: SelfTest.nullable().default(null),
  /** Null from hosts that fetch none ahead. */
  images: z.array(HeldImage).max(MOST_IMAGES).nullable().default(null),
  looked: z.array(LookedImage).max(MOST_IMAGES).default([]),
});
export type HostReport = z.infer<typeof HostReport>;
/** `selfTest`: an operator waits for one; the host does it before it claims again. */
export const HostOrders = z.object({
  selfTest: z.boolean(),
  images: z.array(WantedImage).max(MOST_IMAGES).default([]),
  looks: z.array(ImageLook).max(MOST_IMAGES).default([]),
});
export type HostOrders = z.infer<typeof HostOrders>;

const File = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), size: z.number().int().nonnegative() });

/** What a submission is: an archive, an image as `docker save` writes it, or JSON `{ reference }` of an image. */
export const WORK_KINDS = ["archive", "image_tar", "image_reference"] as const;
export const ImageReference = z.object({ reference: z.string().min(1).max(300) });

/** One attempt at a run: everything a host needs, by content hash. Kept with the attempt, so that it can be done again. */
export const Work = z.object({
  attemptId: z.string(),
  /** Seconds the attempt lives without a heartbeat. Send one every third of it. */
  leaseS: z.number(),
  submission: File.extend({ fileName: z.string(), kind: z.enum(WORK_KINDS) }),
  task: z.object({
    scoringProgram: File,
    referenceData: File.nullable(),
    inputData: File.nullable(),
    ingestionProgram: File.nullable(),
    ingestionOnlyDuringScoring: z.boolean(),
  }),
  /** What runs by the table: `builtin`, or an image the host has or may pull; where it is fixed, the very one. */
  image: z.string(),
  /** The image the organiser named, for a host's own table and the record; null when none was. */
  imageNamed: z.string().nullable(),
  /** An earlier run is done again: the image is this very one, whatever a host's own table says. */
  sameImage: z.boolean().default(false),
  /** Its task asks for gVisor, whatever runtime the host has chosen for others. */
  gvisor: z.boolean().default(false),
  limits: Limits,
  /** Score keys that belong to the board; all other keys in scores.json are ignored. */
  metricKeys: z.array(z.string()),
  detailedResults: z.boolean(),
  /** The host's devices that are this attempt's alone. */
  devices: z.array(z.object({ uuid: z.string() })).default([]),
  /** The number of the submission's phase, from 1, which CodaLab's scoring programs are told. */
  phaseNumber: z.number().int().positive().default(1),
  /** What programs find as PODIUM_SEED, so that a run can be done again. */
  seed: z.number().int().nonnegative().default(0),
});
export type Work = z.infer<typeof Work>;

/** Null where the host cannot measure it. */
const measured = z.number().nonnegative().nullable();

/** What a step used. Bytes and milliseconds; null where the host cannot measure it. */
export const Usage = z.object({
  wallMs: z.number().nonnegative(),
  cpuMs: z.number().nonnegative().nullable(),
  peakMemoryBytes: z.number().nonnegative().nullable(),
  /** The most processes and threads at once. */
  peakPids: measured.default(null),
  /** Of both log streams, kept or not. */
  printedBytes: measured.default(null),
  /** What was left in /app/output. */
  outputBytes: measured.default(null),
  outputFiles: measured.default(null),
  /** The most memory that it held at once on one of its devices. */
  peakDeviceBytes: measured.default(null),
});
export type Usage = z.infer<typeof Usage>;

/** What an attempt uses at one moment; null where the host cannot measure it. */
export const Sample = z.object({
  /** Milliseconds since the attempt began. */
  atMs: z.number().nonnegative(),
  /** Processor time of the step so far. */
  cpuMs: measured,
  memoryBytes: measured,
  pids: measured,
  devices: z
    .array(
      z.object({
        uuid: z.string().max(100),
        /** Share of the time it computed, 0 to 1. */
        utilisation: z.number().min(0).max(1).nullable(),
        memoryBytes: measured,
      }),
    )
    .max(64),
});
export type Sample = z.infer<typeof Sample>;

export const Heartbeat = z.object({
  step: z.enum(STEPS),
  usage: Usage.optional(),
  sample: Sample.optional(),
});
export type Heartbeat = z.infer<typeof Heartbeat>;
/** `stop` is true when the submission was cancelled: end the containers, finish with `cancelled`. */
export const HeartbeatAnswer = z.object({ stop: z.boolean() });
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>;

/** `seq` counts an attempt's chunks from 0 over all streams; a chunk sent twice is stored once. */
export const LogChunks = z.object({
  chunks: z
    .array(
      z.object({
        seq: z.number().int().nonnegative(),
        stream: z.enum(LOG_STREAMS),
        text: z.string().max(65_536),
      }),
    )
    .max(100),
});
export type LogChunks = z.infer<typeof LogChunks>;

/** A file that a step left, by its path below the output folder. */
export const OutputFile = z.object({ name: z.string().overwrite(validText), sha256: z.string() });
/** More files of a step than this, or longer names together, are told apart by their common digest alone. */
export const OUTPUT_FILES = { most: 200, nameBytes: 20_000 };

/** What a run ran on. Teams read it: cards have their names here and never their ids, and the host has none. */
export const Circumstances = z.object({
  /** Podium's version on the host. */
  podium: z.string().max(64),
  /** By which name exactly this image can be had again: a registry's digest, a recipe's tag, else the engine's id. */
  image: z.string().max(400),
  /** The engine's id of it. */
  imageId: z.string().max(200),
  /** The engine's id of the image that was handed in. */
  submittedImageId: z.string().max(200).nullable(),
  runtimeVersion: z.string().max(120).nullable(),
  kernel: z.string().max(200).nullable(),
  processor: z.string().max(200).nullable(),
  processors: z.number(),
  memoryBytes: z.number(),
  devices: z.array(z.object({ name: z.string().max(120), memoryBytes: z.number() })).max(64),
  seed: z.number().int().nonnegative(),
});
export type Circumstances = z.infer<typeof Circumstances>;

/** What the judge measured and used, for the submission's page and for doing it again. */
export const Facts = z.object({
  /** What ran, with its digest or id. */
  image: z.string(),
  engine: z.string(),
  runtime: z.string(),
  prediction: Usage.nullable(),
  scoring: Usage.nullable(),
  predictionExit: z.number().int().nullable(),
  scoringExit: z.number().int().nullable(),
  /** SHA-256 over the names and contents of what a step left, null where it left nothing. */
  predictionDigest: z.string().nullish(),
  scoringDigest: z.string().nullish(),
  /** The same file by file, null where they are too many. */
  predictionFiles: z.array(OutputFile).max(OUTPUT_FILES.most).nullish(),
  scoringFiles: z.array(OutputFile).max(OUTPUT_FILES.most).nullish(),
  /** Null from hosts of older versions. */
  ran: Circumstances.nullish(),
});
export type Facts = z.infer<typeof Facts>;

/** A score as a decimal string with at most ten digits after the point: numbers would lose digits. */
export const Score = z.string().regex(/^-?\d{1,20}(\.\d{1,10})?$/);

export const Finish = z.object({
  cause: z.enum(CAUSES),
  /** By metric key; empty unless accepted. */
  scores: z.record(z.string(), Score),
  /** A technical sentence for whoever looks into it, no secrets of the host. */
  detail: z
    .string()
    .max(2000)
    // It may quote what a program wrote.
    .overwrite(validText),
  facts: Facts.nullable(),
});
export type Finish = z.infer<typeof Finish>;

/** How the web says no. */
export const Refusal = z.object({ error: z.object({ reason: z.string(), message: z.string() }) });
