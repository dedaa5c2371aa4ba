import type { EntryState } from "../../db/vocabulary.ts";

/** The colour that repeats what a state says. */
export const STATE_TONES: Record<EntryState, "good" | "warn" | "bad" | "neutral"> = {
  pending: "warn",
  accepted: "good",
  rejected: "bad",
  disqualified: "bad",
  withdrawn: "neutral",
  merged: "neutral",
};
