import type { EntryState } from "../../db/vocabulary.ts";
import type { PhaseState } from "../competitions/phase-at.ts";

/** What somebody who takes part would do next. */
export type NextStep = "waits" | "begins" | "submit" | "results";

/** The next step of an entry in a competition that stands so: the organiser's word comes before everything else. */
export function nextStep(state: EntryState, standing: PhaseState, submittable: boolean): NextStep {
  if (standing === "closed") return "results";
  if (state === "pending") return "waits";
  if (standing === "upcoming") return "begins";
  return submittable ? "submit" : "results";
}
