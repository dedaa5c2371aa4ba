import type { BundlePhase, Problem, Remark } from "./shape.ts";

/**
 * Whether phases follow each other; touching ones do, since a phase ends just before its end. `parallel`
 * lets those that start together run together, as CodaLab's parallel phases do.
 */
export function checkPhases(
  given: BundlePhase[],
  { parallel = false } = {},
): { phases: BundlePhase[]; problems: Problem[]; remarks: Remark[] } {
  const problems: Problem[] = [];
  const remarks: Remark[] = [];
  given.forEach((phase, i) => {
    const next = given[i + 1];
    if (phase.end && phase.end <= phase.start)
      problems.push({ reason: "competitions.bundle.phaseEndsBeforeStart", values: { phase: phase.name } });
    if (!next) return;
    const values = { phase: phase.name, next: next.name };
    if (parallel && next.start.getTime() === phase.start.getTime())
      remarks.push({ kind: "taken", reason: "competitions.bundle.phasesParallel", values });
    else if (!phase.end) problems.push({ reason: "competitions.bundle.phaseWithoutEnd", values });
    else if (next.start < phase.end) problems.push({ reason: "competitions.bundle.phasesOverlap", values });
    else if (next.start.getTime() === phase.end.getTime())
      remarks.push({ kind: "taken", reason: "competitions.bundle.phasesTouch", values });
  });
  if (given[0]?.autoMigrate)
    remarks.push({
      kind: "mended",
      reason: "competitions.bundle.firstPhaseMigrates",
      values: { phase: given[0].name },
    });
  const phases = given.map((phase, i) => ({ ...phase, autoMigrate: phase.autoMigrate && i > 0 }));
  return { phases, problems, remarks };
}
