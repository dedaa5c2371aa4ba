import type { Cause } from "../contract/verdict.ts";
import type { Stopped } from "../sandbox/sandbox.ts";

/** How a step's containers ended. `stopped`: why the judge itself ended them. */
export type StepEnd = {
  stopped: Stopped | null;
  outOfMemory: boolean;
};

/** The cause a step ends the run with, or null when the run goes on. The judge's own reason comes first. */
export function decideStep(end: StepEnd): Cause | null {
  if (end.stopped === "cancelled") return "cancelled";
  if (end.stopped === "output") return "output_limit";
  if (end.stopped === "time" || end.stopped === "cpu") return "timed_out";
  return end.outOfMemory || end.stopped === "device_memory" ? "out_of_memory" : null;
}

/**
 * As decideStep, but only the scoring program's own end counts: what an ingestion program beside it ended with
 * never does, neither its exit code nor that it was killed for its memory.
 */
export function decideScoring(end: StepEnd, scoringExit: number): Cause | null {
  if (end.stopped) return decideStep(end);
  if (scoringExit === 0) return null;
  return decideStep(end) ?? "exit_nonzero";
}
