import { and, asc, eq, inArray, isNotNull } from "drizzle-orm";
import { db, notify, type Transaction } from "../../db/connect.ts";
import { attempts, competitions, runs, submissions } from "../../db/schema/index.ts";
import { Facts, Work } from "../../judge/contract/protocol.ts";
import { isFinal } from "../../judge/contract/verdict.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { COMPARABLE } from "./compare-runs.ts";

/** Behind every run that a team waits for, as rejudges are. */
const PRIORITY = -10;

/**
 * Runs what counts of a submission once more with the versions, limits, image and seed that were recorded then.
 * The new runs count for nothing, ever: no board, no quota, no state. One at a time for a submission; organisers
 * only. Answers the new runs, which reproductions.server.ts compares.
 */
export async function reproduce({
  viewer,
  submissionId,
  now,
}: {
  viewer: SignedInViewer;
  submissionId: string;
  now: Date;
}): Promise<Outcome<{ runs: string[] }>> {
  if (!isUuid(submissionId)) return refused("not_found", "submissions.refusals.noSubmission");
  return db.transaction(async (tx) => {
    const [found] = await tx
      .select({ submission: submissions, queueId: competitions.queueId })
      .from(submissions)
      .innerJoin(competitions, eq(competitions.id, submissions.competitionId))
      .where(eq(submissions.id, submissionId))
      .for("no key update", { of: submissions });
    if (!found || !organisesCompetition(viewer, found.submission.competitionId))
      return refused("not_found", "submissions.refusals.noSubmission");
    const { submission, queueId } = found;
    if (!isFinal(submission.state)) return refused("conflict", "submissions.refusals.notEnded");
    if (await isUnderWay(tx, submissionId)) return refused("conflict", "judging.refusals.reproducing");
    const before = await comparableRuns(tx, submissionId);
    if (before.length === 0) return refused("conflict", "judging.refusals.nothingToReproduce");
    const made = await tx
      .insert(runs)
      .values(
        before.map(({ run }) => ({
          submissionId,
          taskId: run.taskId,
          entryId: run.entryId,
          competitionId: run.competitionId,
          official: false,
          reproduces: run.id,
          taskVersion: run.taskVersion,
          priority: PRIORITY,
          needs: run.needs,
          labels: run.labels,
          gpus: run.gpus,
          gpuMemoryBytes: run.gpuMemoryBytes,
          queueId,
          queuedAt: now,
        })),
      )
      .returning({ id: runs.id });
    await recordAct(tx, {
      viewer,
      act: "submission.reproduced",
      competitionId: submission.competitionId,
      subjectId: submissionId,
      details: { number: submission.number, runs: made.length },
      now,
    });
    await notify(tx, "run_queued", { runId: made[0]!.id });
    return done({ runs: made.map(({ id }) => id) });
  });
}

async function isUnderWay(tx: Transaction, submissionId: string): Promise<boolean> {
  const open = and(
    eq(runs.submissionId, submissionId),
    isNotNull(runs.reproduces),
    inArray(runs.state, ["queued", "running"]),
  );
  return (await tx.$count(runs, open)) > 0;
}

/** The official runs that a host judged to an end and kept a record of. */
async function comparableRuns(tx: Transaction, submissionId: string) {
  const found = await tx
    .select({ run: runs, work: attempts.work, facts: attempts.facts })
    .from(runs)
    .innerJoin(attempts, and(eq(attempts.runId, runs.id), eq(attempts.number, runs.attemptNumber)))
    .where(
      and(eq(runs.submissionId, submissionId), eq(runs.official, true), inArray(runs.cause, [...COMPARABLE])),
    )
    .orderBy(asc(runs.queuedAt), asc(runs.id));
  return found.filter(({ work, facts }) => Work.safeParse(work).success && Facts.safeParse(facts).data?.ran);
}
