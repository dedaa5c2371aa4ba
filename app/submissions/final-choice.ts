import type { RunState } from "../../db/vocabulary.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** Whether a team may choose a submission as a final one: `chosen` are those it has chosen in the phase. */
export function mayChooseFinal({
  phase,
  submission,
  chosen,
  now,
}: {
  phase: { maxFinal: number; endsAt: Date | null };
  submission: { id: string; state: RunState };
  chosen: readonly string[];
  now: Date;
}): Outcome<null> {
  const open = mayChangeFinals(phase, now);
  if (!open.ok) return open;
  if (submission.state !== "scored") return refused("conflict", "submissions.refusals.finalNotScored");
  if (!chosen.includes(submission.id) && chosen.length >= phase.maxFinal)
    return refused("conflict", "submissions.refusals.tooManyFinals", { values: { max: phase.maxFinal } });
  return done(null);
}

/** Whether the choice of final submissions is still open. */
export function mayChangeFinals(
  { maxFinal, endsAt }: { maxFinal: number; endsAt: Date | null },
  now: Date,
): Outcome<null> {
  if (maxFinal === 0) return refused("conflict", "submissions.refusals.noFinals");
  if (endsAt !== null && now >= endsAt) return refused("closed", "submissions.refusals.finalsClosed");
  return done(null);
}
