import { and, eq, sql } from "drizzle-orm";
import { notify, type Transaction } from "../../db/connect.ts";
import { runs, submissions } from "../../db/schema/index.ts";
import type { RunState } from "../../db/vocabulary.ts";
import { type Cause, isFinal } from "../../judge/contract/verdict.ts";
import { submissionAfter } from "./submission-after.ts";

/** Writes the state that follows from the submission's official runs, and says so. */
export async function settleSubmission(
  tx: Transaction,
  submission: { id: string; state: RunState },
  now: Date,
): Promise<RunState> {
  // Cancelled is the team's last word, whatever its runs still do.
  if (submission.state !== "cancelled") {
    const official = await tx
      .select({ state: runs.state, cause: runs.cause })
      .from(runs)
      .where(and(eq(runs.submissionId, submission.id), eq(runs.official, true)));
    const after = submissionAfter(official.map((run) => ({ ...run, cause: run.cause as Cause | null })));
    await Promise.all([
      tx
        .update(submissions)
        .set({
          ...after,
          counts: after.counts && sql`${submissions.refundReason} is null`,
          finishedAt: isFinal(after.state) ? now : null,
        })
        .where(eq(submissions.id, submission.id))
        .execute(),
      notify(tx, "submission_changed", { submissionId: submission.id }),
    ]);
    return after.state;
  }
  await notify(tx, "submission_changed", { submissionId: submission.id });
  return submission.state;
}

/** Puts a run the platform failed back into the queue, or gives it up after too many times. */
export async function tryAgain(
  tx: Transaction,
  run: { id: string; platformFailures: number },
  { cause, most, now }: { cause: Cause; most: number; now: Date },
): Promise<void> {
  const platformFailures = run.platformFailures + 1;
  const giveUp = platformFailures >= most;
  await tx
    .update(runs)
    .set(
      giveUp
        ? { state: "failed", cause, platformFailures, finishedAt: now }
        : { state: "queued", platformFailures },
    )
    .where(eq(runs.id, run.id));
  if (!giveUp) await notify(tx, "run_queued", { runId: run.id });
}
