import { and, eq } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { notify, type Transaction } from "../../db/connect.ts";
import { attempts, runs } from "../../db/schema/index.ts";
import type { FoundAttempt } from "./attempt.server.ts";
import { endLeases } from "./devices.server.ts";
import { rejudgeOf, settleRejudge } from "./rejudge-progress.server.ts";
import { settleSubmission, tryAgain } from "./settle.server.ts";

/**
 * Ends an attempt that brought no result; its run waits again unless nobody wants it any more. A lost one counts
 * toward MAX_PLATFORM_FAILURES; one that its host gave back does so only after MAX_GIVE_BACKS of its run: a host
 * that does nothing else must not keep it for ever. The caller holds the rows.
 */
export async function endWithoutResult(
  tx: Transaction,
  { attempt, run, submission }: Pick<FoundAttempt, "attempt" | "run" | "submission">,
  { outcome, detail, now }: { outcome: "lost" | "given_back"; detail: string; now: Date },
): Promise<void> {
  await tx.update(attempts).set({ endedAt: now, outcome, detail }).where(eq(attempts.id, attempt.id));
  await endLeases(tx, attempt.id, now);
  if (run.state !== "running" || run.attemptNumber !== attempt.number) return;
  const { MAX_PLATFORM_FAILURES, MAX_GIVE_BACKS } = webConfig();
  const rejudge = await rejudgeOf(tx, run);
  if (submission.state === "cancelled" || rejudge?.state === "discarded")
    await tx
      .update(runs)
      .set({ state: "cancelled", cause: "cancelled", finishedAt: now })
      .where(eq(runs.id, run.id));
  else if (outcome === "given_back" && (await timesGivenBack(tx, run.id)) <= MAX_GIVE_BACKS) {
    await tx.update(runs).set({ state: "queued" }).where(eq(runs.id, run.id));
    await notify(tx, "run_queued", { runId: run.id });
  } else await tryAgain(tx, run, { cause: "judge_broke", most: MAX_PLATFORM_FAILURES, now });
  if (rejudge) await settleRejudge(tx, rejudge.id);
  else if (!run.reproduces) await settleSubmission(tx, submission, now);
}

const timesGivenBack = (tx: Transaction, runId: string): Promise<number> =>
  tx.$count(attempts, and(eq(attempts.runId, runId), eq(attempts.outcome, "given_back")));
