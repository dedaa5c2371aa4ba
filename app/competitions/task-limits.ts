import { Limits } from "../../judge/contract/limits.ts";
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
} as const;
export type TaskLimit = keyof typeof UNITS;
export const TASK_LIMITS = Object.keys(UNITS) as [TaskLimit, ...TaskLimit[]];

/** By limit: in bytes, seconds and counts. */
export type LimitValues = Partial<Record<TaskLimit, number>>;

/** The least that works at all. */
export const leastOf = (name: TaskLimit): number =>
  name === "memoryBytes" ? 16 * MiB : name === "pids" ? 8 : name === "cpus" ? 0.1 : 1;

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
          min: Math.max(leastOf(name) / UNITS[name], UNITS[name] === 1 ? 0 : 1),
          max: max / UNITS[name],
        },
      },
    ];
  });
