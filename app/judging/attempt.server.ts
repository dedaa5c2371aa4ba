import { and, eq } from "drizzle-orm";
import type { Executor, Transaction } from "../../db/connect.ts";
import { attempts, runs, submissions } from "../../db/schema/index.ts";
import { Work } from "../../judge/contract/protocol.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** An attempt with what it is about, as the commands of this folder need it. */
export async function findAttempt(executor: Executor, hostId: string, attemptId: string) {
  const [found] = await executor
    .select({ attempt: attempts, run: runs, submission: submissions })
    .from(attempts)
    .innerJoin(runs, eq(runs.id, attempts.runId))
    .innerJoin(submissions, eq(submissions.id, runs.submissionId))
    .where(and(eq(attempts.id, attemptId), eq(attempts.hostId, hostId)));
  return found ?? null;
}
export type FoundAttempt = NonNullable<Awaited<ReturnType<typeof findAttempt>>>;

/**
 * An attempt as it is once it is locked, in the order of every command here: the submission, then its run, then
 * the attempt. Sent together and answered in this order, so that the last look sees what the locks waited for.
 */
export async function holdAttempt(
  tx: Transaction,
  hostId: string,
  { submission, run, attempt }: FoundAttempt,
): Promise<FoundAttempt | null> {
  const [, , , found] = await Promise.all([
    tx
      .select({ id: submissions.id })
      .from(submissions)
      .where(eq(submissions.id, submission.id))
      .for("no key update")
      .execute(),
    tx.select({ id: runs.id }).from(runs).where(eq(runs.id, run.id)).for("no key update").execute(),
    tx
      .select({ id: attempts.id })
      .from(attempts)
      .where(eq(attempts.id, attempt.id))
      .for("no key update")
      .execute(),
    findAttempt(tx, hostId, attempt.id),
  ]);
  return found;
}

/**
 * The fence: an attempt's word counts only while it is its run's current one and has not ended.
 * Everything else a host says about it is refused with a conflict, and the host drops its work.
 */
export async function currentAttempt(
  executor: Executor,
  hostId: string,
  attemptId: string,
): Promise<Outcome<FoundAttempt>> {
  const found = await findAttempt(executor, hostId, attemptId);
  if (!found) return refused("not_found", "judging.refusals.unknownAttempt");
  return isCurrent(found) ? done(found) : refused("conflict", "judging.refusals.attemptEnded");
}

/** What the attempt was given, which its task may have moved on from. */
export const givenTo = ({ attempt }: Pick<FoundAttempt, "attempt">): Work => Work.parse(attempt.work);

export const isCurrent = ({ attempt, run }: FoundAttempt): boolean =>
  attempt.endedAt === null && attempt.number === run.attemptNumber && run.state === "running";
