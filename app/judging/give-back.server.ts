import { db } from "../../db/connect.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { findAttempt, holdAttempt, isCurrent } from "./attempt.server.ts";
import { countEnded } from "./counted.server.ts";
import { endWithoutResult } from "./end-without-result.server.ts";

/**
 * A host that is told to stop gives back what it is at: the run waits again at once and nothing is charged to it.
 * Refused with a conflict when the attempt is no longer its run's current one; said again it is answered alike.
 */
export async function giveBack({
  hostId,
  attemptId,
  now,
}: {
  hostId: string;
  attemptId: string;
  now: Date;
}): Promise<Outcome<null>> {
  let began: Date | undefined;
  const answer = await db.transaction(async (tx) => {
    const seen = await findAttempt(tx, hostId, attemptId);
    if (!seen) return refused("not_found", "judging.refusals.unknownAttempt");
    const found = await holdAttempt(tx, hostId, seen);
    if (!found) return refused("not_found", "judging.refusals.unknownAttempt");
    if (found.attempt.outcome === "given_back") return done(null);
    if (!isCurrent(found)) return refused("conflict", "judging.refusals.attemptEnded");
    await endWithoutResult(tx, found, {
      outcome: "given_back",
      detail: "the judge host was told to stop",
      now,
    });
    began = found.attempt.startedAt;
    return done(null);
  });
  if (began) countEnded("given_back", began, now);
  return answer;
}
