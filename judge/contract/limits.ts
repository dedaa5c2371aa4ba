import { z } from "zod";

const MiB = 1024 * 1024;
const atLeast = (least: number, standard: number) => z.number().int().min(least).default(standard);
const positive = (standard: number) => atLeast(1, standard);

/** What one step of a run may use. A task may lower or raise them up to the installation's ceilings. */
export const Limits = z.object({
  /** Wall-clock seconds for a step, both its containers together; pulling and fetching are not counted. */
  wallS: positive(600),
  /** Processor seconds of a step, all its processes together; without it the time and the share bound them. */
  cpuS: z.number().int().positive().optional(),
  /** What programs keep in /tmp, /dev/shm and their output counts too. The engine starts nothing in less. */
  memoryBytes: atLeast(16 * MiB, 2048 * MiB),
  /** CPUs, as a share of the host's. */
  cpus: z.number().min(0.1).default(1),
  /** Processes and threads. */
  pids: atLeast(8, 512),
  /** Bytes a step may leave in /app/output and its other writable folders together. */
  outputBytes: positive(512 * MiB),
  outputFiles: positive(10_000),
  /** Bytes kept of each log stream. A program that prints more goes on unheard … */
  logBytes: positive(1 * MiB),
  /** … until it has printed this many: then it is ended. */
  printedBytes: positive(64 * MiB),
  shmBytes: positive(64 * MiB),
  /** Unpacked size and count of a submission's files. */
  unpackedBytes: positive(2048 * MiB),
  unpackedFiles: positive(20_000),
  /** Whole devices, and the memory each must have at least. */
  gpus: z.number().int().nonnegative().default(0),
  gpuMemoryBytes: z.number().int().nonnegative().default(0),
  /** Unpacked size of the layers of an image that is handed in as an archive. */
  imageBytes: positive(8192 * MiB),
});
export type Limits = z.infer<typeof Limits>;

/** Bytes of a page of detailed results, which a browser is to open. */
const DETAILED_RESULTS_BYTES = 20 * MiB;
/** What a zip may take beyond the files in it. */
const PACKING_BYTES = 4 * MiB;

/** The most bytes that are kept of what an attempt left. */
export const artifactBytes = (
  kind: "prediction_output" | "scoring_output" | "detailed_results",
  limits: Limits,
): number => (kind === "detailed_results" ? DETAILED_RESULTS_BYTES : limits.outputBytes + PACKING_BYTES);
