import type { EntryState } from "../../db/vocabulary.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

export const DECISIONS = ["accepted", "rejected", "disqualified"] as const;
export type Decision = (typeof DECISIONS)[number];

/** From which states an organiser may move an entry where. A merged one is gone for good. */
const FROM: Record<Decision, readonly EntryState[]> = {
  accepted: ["pending", "rejected", "withdrawn", "disqualified"],
  rejected: ["pending"],
  disqualified: ["pending", "accepted", "withdrawn"],
};

export const decisionsFor = (state: EntryState): Decision[] =>
  DECISIONS.filter((decision) => FROM[decision].includes(state));

const REASON_MAX = 1000;

/** Whether the decision can be taken; a refusal of a team has to say why, since the team reads it. */
export function mayDecide(state: EntryState, decision: Decision, reason: string): Outcome<null> {
  if (!FROM[decision].includes(state)) return refused("conflict", "entries.refusals.otherState");
  if (decision === "accepted" && reason === "") return done(null);
  const read = readReason(reason, "reason");
  return read.ok ? done(null) : read;
}

/** A reason that the team will read, from a form's field. */
export function readReason(typed: string, field: string): Outcome<string> {
  const reason = typed.trim();
  if (reason === "") return refused("invalid", "entries.refusals.reasonNeeded", { field });
  if (reason.length > REASON_MAX)
    return refused("invalid", "entries.refusals.reasonLong", { field, values: { max: REASON_MAX } });
  return done(reason);
}
