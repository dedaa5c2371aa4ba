import type { BundlePhase, Problem, Remark } from "./shape.ts";

const DAY_MS = 86_400_000;

/**
 * Phases as they can run: one that only has its days lasts them, and one without an end lasts until the next
 * starts, unless they are to stay `asWritten`. Phases may touch, since one ends just before its end, and may run
 * at the same time.
 */
export function checkPhases(
  given: BundlePhase[],
  { asWritten = false } = {},
): {
  phases: BundlePhase[];
  problems: Problem[];
  remarks: Remark[];
} {
  const problems: Problem[] = [];
  const remarks: Remark[] = [];
  const phases = given.map((phase, i): BundlePhase => {
    const { start } = phase;
    const next = given[i + 1];
    const values = { phase: phase.name, next: next?.name ?? "" };
    const say = (kind: Remark["kind"], reason: Remark["reason"]) => remarks.push({ kind, reason, values });
    const autoMigrate = phase.autoMigrate && i > 0;
    let { end } = phase;
    if (end && end.getTime() === start.getTime() && start.getTime() % DAY_MS === 0) {
      end = new Date(end.getTime() + DAY_MS);
      say("mended", "competitions.bundle.lastsItsDay");
    }
    if (end && end <= start) problems.push({ reason: "competitions.bundle.phaseEndsBeforeStart", values });
    if (!asWritten && next && !end && next.start > start) {
      end = next.start;
      say("mended", "competitions.bundle.endsWithNext");
    } else if (next && (!end || next.start < end)) say("taken", "competitions.bundle.phasesParallel");
    else if (next && next.start.getTime() === end?.getTime()) say("taken", "competitions.bundle.phasesTouch");
    return { ...phase, end, autoMigrate };
  });
  if (given[0]?.autoMigrate)
    remarks.push({
      kind: "mended",
      reason: "competitions.bundle.firstPhaseMigrates",
      values: { phase: given[0].name },
    });
  return { phases, problems, remarks };
}
