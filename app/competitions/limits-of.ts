import { Limits } from "../../judge/contract/limits.ts";

export type LimitName = keyof Limits;
/** What the installation says of limits: what holds where a task says nothing, and the most a task may have. */
export type InstallationLimits = {
  standard: Partial<Record<LimitName, number>>;
  most: Partial<Record<LimitName, number>>;
};

/**
 * What each step of a run may use: what the task says of its own, else the phase's time and the installation's
 * standard, and never more than the installation's most. What a bundle wrote that is no limit at all is left out.
 */
export function limitsOf(
  phase: { timeLimitS: number },
  task: { limits: Record<string, number> },
  { standard, most }: InstallationLimits,
): Limits {
  const asked: Partial<Record<LimitName, number>> = { ...standard, wallS: phase.timeLimitS, ...task.limits };
  const kept: [string, number][] = [];
  for (const name of Object.keys(Limits.shape) as LimitName[]) {
    for (const value of [asked[name], standard[name]]) {
      const bounded = value === undefined ? value : Math.min(value, most[name] ?? Number.POSITIVE_INFINITY);
      const read = Limits.shape[name].safeParse(bounded);
      if (!read.success || bounded === undefined) continue;
      kept.push([name, bounded]);
      break;
    }
  }
  return Limits.parse(Object.fromEntries(kept));
}
