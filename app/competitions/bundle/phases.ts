import type { BundlePhase, Problem, Remark } from "./shape.ts";

/** Whether phases follow each other; touching ones do, since a phase ends just before its end. */
export function checkPhases(phases: BundlePhase[]): { problems: Problem[]; remarks: Remark[] } {
  const problems: Problem[] = [];
  const remarks: Remark[] = [];
  phases.forEach((phase, i) => {
    const next = phases[i + 1];
    if (phase.end && phase.end <= phase.start)
      problems.push({ reason: "competitions.bundle.phaseEndsBeforeStart", values: { phase: phase.name } });
    if (!next) return;
    const values = { phase: phase.name, next: next.name };
    if (!phase.end) problems.push({ reason: "competitions.bundle.phaseWithoutEnd", values });
    else if (next.start < phase.end) problems.push({ reason: "competitions.bundle.phasesOverlap", values });
    else if (next.start.getTime() === phase.end.getTime())
      remarks.push({ kind: "taken", reason: "competitions.bundle.phasesTouch", values });
  });
  if (phases[0]?.autoMigrate)
    problems.push({ reason: "competitions.bundle.firstPhaseMigrates", values: { phase: phases[0].name } });
  return { problems, remarks };
}
