import { Limits } from "../../judge/contract/limits.ts";

/** What each step of a run may use: the phase's time, then what the task says of its own. */
export const limitsOf = (phase: { timeLimitS: number }, task: { limits: Record<string, number> }): Limits =>
  Limits.parse({ wallS: phase.timeLimitS, ...task.limits });
