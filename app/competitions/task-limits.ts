import { Limits } from "../../judge/contract/limits.ts";
import type { Refusal } from "../web/outcome.ts";
import { TIME_LIMIT_S } from "./limits.ts";

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

/** What a task may set of its own, the most it may ask for, and the unit of the form's field. */
export const CEILINGS = {
  wallS: { most: TIME_LIMIT_S, unit: 1 },
  memoryBytes: { most: 256 * GiB, unit: MiB },
  cpus: { most: 64, unit: 1 },
  pids: { most: 32_768, unit: 1 },
  outputBytes: { most: 64 * GiB, unit: MiB },
  outputFiles: { most: 1_000_000, unit: 1 },
  logBytes: { most: 64 * MiB, unit: MiB },
  shmBytes: { most: 64 * GiB, unit: MiB },
  unpackedBytes: { most: 64 * GiB, unit: MiB },
  unpackedFiles: { most: 1_000_000, unit: 1 },
} as const;
export type TaskLimit = keyof typeof CEILINGS;
export const TASK_LIMITS = Object.keys(CEILINGS) as [TaskLimit, ...TaskLimit[]];

/** What holds where a task says nothing. */
export const DEFAULT_LIMITS = Limits.parse({});

/** Limits that are not above zero, not whole where they must be, or above their ceiling, each at its field. */
export const limitFaults = (limits: Record<string, number>): Refusal[] =>
  TASK_LIMITS.flatMap((name) => {
    const value = limits[name];
    const { most, unit } = CEILINGS[name];
    if (value === undefined) return [];
    if (value > 0 && value <= most && (name === "cpus" || Number.isInteger(value))) return [];
    return [
      {
        code: "invalid" as const,
        field: `limits.${name}`,
        reason: "editor.refusals.limitOutside" as const,
        values: { max: most / unit },
      },
    ];
  });
