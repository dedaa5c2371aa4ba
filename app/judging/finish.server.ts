import { and, eq, inArray, isNull } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, notify, type Transaction } from "../../db/connect.ts";
import { attempts, metrics, runs, scores, type submissions } from "../../db/schema/index.ts";
import type { Finish } from "../../judge/contract/protocol.ts";
import { type Cause, isPlatformFault, stateAfter } from "../../judge/contract/verdict.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { findAttempt, holdAttempt, isCurrent } from "./attempt.server.ts";
import { countEnded } from "./counted.server.ts";
import { endLeases } from "./devices.server.ts";
import { rejudgeOf, settleRejudge } from "./rejudge-progress.server.ts";
import { settleSubmission, tryAgain } from "./settle.server.ts";

/** Called in the same transaction when the last official run of a submission got its scores. */
export type OnScored = (
  tx: Transaction,
  submission: typeof submissions.$inferSelect,
  now: Date,
) => Promise<unknown>;

/**
 * Takes the judge's facts about an attempt, once: scores, the run's and the submission's state, the
 * board. Refused with a conflict when the attempt is no longer its run's current one (fencing); saying
 * the same again is answered as the first time. A fault of the platform puts the run back in the queue.
 */
export async function finish({
  hostId,
  attemptId,
  report,
  now,
  onScored,
}: {
  hostId: string;
  attemptId: string;
  report: Finish;
  now: Date;
  onScored: OnScored;
}): Promise<Outcome<null>> {
  let began: Date | undefined;
  const answer = await db.transaction(async (tx) => {
    const seen = await findAttempt(tx, hostId, attemptId);
    if (!seen) return refused("not_found", "judging.refusals.unknownAttempt");
    const found = await holdAttempt(tx, hostId, seen);
    if (!found) return refused("not_found", "judging.refusals.unknownAttempt");
    const { attempt, run, submission } = found;
    if (attempt.endedAt && attempt.outcome === report.cause && attempt.detail === report.detail)
      return done(null);
    if (!isCurrent(found)) return refused("conflict", "judging.refusals.attemptEnded");

    began = attempt.startedAt;
    // What does not wait for an answer is sent together: each round trip keeps the team's score waiting.
    const [columns, rejudge] = await Promise.all([
      report.cause === "accepted" ? boardScores(tx, run.competitionId, report.scores) : [],
      rejudgeOf(tx, run),
      endLeases(tx, attemptId, now),
      tx
        .update(attempts)
        .set({ endedAt: now, outcome: report.cause, detail: report.detail, facts: report.facts })
        .where(eq(attempts.id, attemptId))
        .execute(),
    ]);
    const dropped = submission.state === "cancelled" || rejudge?.state === "discarded";
    const cause = effectiveCause(report.cause, dropped, columns.length);
    if (isPlatformFault(cause)) {
      await tryAgain(tx, run, { cause, most: webConfig().MAX_PLATFORM_FAILURES, now });
    } else {
      await Promise.all([
        cause === "accepted" &&
          tx
            .insert(scores)
            .values(columns.map((column) => ({ runId: run.id, ...column })))
            .execute(),
        tx
          .update(runs)
          .set({ state: stateAfter(cause), cause, finishedAt: now })
          .where(eq(runs.id, run.id))
          .execute(),
      ]);
    }
    if (rejudge) {
      await settleRejudge(tx, rejudge.id);
      return done(null);
    }
    // Done again to be compared, it changes neither the submission nor any board.
    if (run.reproduces) {
      await notify(tx, "submission_changed", { submissionId: submission.id });
      return done(null);
    }
    const state = await settleSubmission(tx, submission, now);
    if (state === "scored") await onScored(tx, submission, now);
    return done(null);
  });
  if (began) countEnded(report.cause, began, now);
  return answer;
}

/** What counts of what the host reported: a cancelled submission or rejudge stays so, no score is no success. */
function effectiveCause(reported: Cause, dropped: boolean, scored: number): Cause {
  if (dropped) return "cancelled";
  return reported === "accepted" && scored === 0 ? "no_scores" : reported;
}

/** The reported scores that belong to a column of the board; computed columns are never reported. */
async function boardScores(tx: Transaction, competitionId: string, reported: Record<string, string>) {
  const keys = Object.keys(reported);
  if (keys.length === 0) return [];
  const columns = await tx
    .select({ id: metrics.id, key: metrics.key })
    .from(metrics)
    .where(
      and(eq(metrics.competitionId, competitionId), inArray(metrics.key, keys), isNull(metrics.computation)),
    );
  return columns.flatMap(({ id, key }) => {
    const value = reported[key];
    return value === undefined ? [] : [{ metricId: id, value }];
  });
}
