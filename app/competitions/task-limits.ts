import { Limits } from "../../judge/contract/limits.ts";
import { GB } from "../queues/abilities.ts";
import type { Refusal } from "../web/outcome.ts";

const MiB = 1024 * 1024;

/** What a task may set of its own, and the unit of the form's field. */
export const UNITS = {
  wallS: 1,
  cpuS: 1,
  memoryBytes: MiB,
  cpus: 1,
  pids: 1,
  outputBytes: MiB,
  outputFiles: 1,
  logBytes: MiB,
  printedBytes: MiB,
  shmBytes: MiB,
  unpackedBytes: MiB,
  unpackedFiles: 1,
  gpus: 1,
  /** Cards are sold by gigabytes of a thousand million bytes. */
  gpuMemoryBytes: GB,
} as const;
export type TaskLimit = keyof typeof UNITS;
export const TASK_LIMITS = Object.keys(UNITS) as [TaskLimit, ...TaskLimit[]];

/** Those that ask for graphics cards. */
export const ofDevices = (name: TaskLimit): boolean => name === "gpus" || name === "gpuMemoryBytes";

/** By limit: in bytes, seconds and counts. */
export type LimitValues = Partial<Record<TaskLimit, number>>;

const LEAST: LimitValues = { memoryBytes: 16 * MiB, pids: 8, cpus: 0.1, gpus: 0, gpuMemoryBytes: 0 };

/** The least that works at all. */
const leastOf = (name: TaskLimit): number => LEAST[name] ?? 1;

/** The same in the unit of the form's field: of what is counted in larger units than bytes, one whole unit. */
export const leastInUnits = (name: TaskLimit): number => {
  const least = leastOf(name) / UNITS[name];
  return least > 0 && UNITS[name] > 1 ? Math.max(1, least) : least;
};

/** Limits that the judge cannot keep, or above the installation's most, each at its field. */
export const limitFaults = (limits: Record<string, number>, most: LimitValues): Refusal[] =>
  TASK_LIMITS.flatMap((name) => {
    const value = limits[name];
    if (value === undefined) return [];
    const max = most[name] ?? Number.POSITIVE_INFINITY;
    if (value <= max && Limits.shape[name].safeParse(value).success) return [];
    return [
      {
        code: "invalid" as const,
        field: `limits.${name}`,
        reason: "editor.refusals.limitOutside" as const,
        values: {
          min: leastInUnits(name),
          max: max / UNITS[name],
        },
      },
    ];
  });
