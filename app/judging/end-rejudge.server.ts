import { and, eq, inArray, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Executor, notify, type Transaction } from "../../db/connect.ts";
import { rejudgeBoardRows, rejudgeBoards, rejudgeChanges, rejudges, runs } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer, Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { goOnLater } from "./go-on-later.server.ts";
import { SAY_NOTHING } from "./rejudge-effect.server.ts";

type Asked = { viewer: SignedInViewer; rejudgeId: string; now: Date };

/** The rejudge, locked, if the viewer organises its competition and nobody has decided on it yet. */
export async function openRejudge(tx: Executor, viewer: Viewer, rejudgeId: string) {
  const [found] = isUuid(rejudgeId)
    ? await tx.select().from(rejudges).where(eq(rejudges.id, rejudgeId)).for("no key update")
    : [];
  if (!found || !organisesCompetition(viewer, found.competitionId))
    return refused("not_found", "judging.refusals.noRejudge");
  if (found.state === "approved") return refused("conflict", "judging.refusals.rejudgeApproved");
  if (found.state === "approving") return refused("conflict", "judging.refusals.rejudgeApproving");
  if (found.state === "discarded") return refused("conflict", "judging.refusals.rejudgeDiscarded");
  return done(found);
}

/**
 * Drops a rejudge, also while it is being prepared: nothing changes, its runs stay as history. Those at work are
 * told to stop; those that wait are called off, a first step of them here and the rest by a job.
 */
export function discardRejudge({ viewer, rejudgeId, now }: Asked): Promise<Outcome<null>> {
  return db.transaction(async (tx) => {
    const open = await openRejudge(tx, viewer, rejudgeId);
    if (!open.ok) return open;
    await tx
      .update(rejudges)
      .set({ state: "discarded", decidedBy: viewer.person.id, decidedAt: now })
      .where(eq(rejudges.id, rejudgeId));
    const { more } = await callOffStep(tx, rejudgeId, now);
    if (more) await goOnLater(tx, rejudgeId);
    await recordAct(tx, {
      viewer,
      act: "rejudge.discarded",
      competitionId: open.value.competitionId,
      subjectId: rejudgeId,
      now,
    });
    return done(null);
  });
}

/** Calls off the next runs of a discarded rejudge that still wait; those that are just claimed stop by themselves. */
async function callOffStep(tx: Transaction, rejudgeId: string, now: Date): Promise<{ more: boolean }> {
  const { REJUDGE_STEP } = webConfig();
  const off = await tx.execute(sql`
    update runs set state = 'cancelled', cause = 'cancelled', finished_at = ${now.toISOString()}::timestamptz
    where id = any(array(
      select id from runs where rejudge_id = ${rejudgeId} and state = 'queued'
      limit ${REJUDGE_STEP} for no key update skip locked))`);
  return { more: off.count === REJUDGE_STEP };
}

/** Calls off whatever of a discarded rejudge still waits, step by step; may be called again at any time. */
export async function callOffRejudge(rejudgeId: string, now: Date): Promise<void> {
  while ((await db.transaction((tx) => callOffStep(tx, rejudgeId, now))).more);
}

/** Puts the runs that the platform itself failed back into the queue. */
export function retryRejudge({ viewer, rejudgeId, now }: Asked): Promise<Outcome<{ runs: number }>> {
  return db.transaction(async (tx) => {
    const open = await openRejudge(tx, viewer, rejudgeId);
    if (!open.ok) return open;
    // While it is still prepared, what was given up waits with the rest for the end.
    if (open.value.state === "preparing") return refused("conflict", "judging.refusals.rejudgeRunning");
    const again = await tx
      .update(runs)
      .set({
        state: "queued",
        cause: null,
        platformFailures: 0,
        queuedAt: now,
        startedAt: null,
        finishedAt: null,
      })
      .where(
        and(
          eq(runs.rejudgeId, rejudgeId),
          eq(runs.state, "failed"),
          inArray(runs.cause, SAY_NOTHING),
          // A submission that was cancelled meanwhile stays as it is.
          sql`not exists (select 1 from submissions s where s.id = ${runs.submissionId} and s.state = 'cancelled')`,
        ),
      )
      .returning({ id: runs.id });
    if (again.length === 0) return refused("conflict", "judging.refusals.nothingToRetry");
    await tx.update(rejudges).set({ state: "running", fates: null }).where(eq(rejudges.id, rejudgeId));
    // What was compared no longer holds.
    await tx.delete(rejudgeChanges).where(eq(rejudgeChanges.rejudgeId, rejudgeId));
    await tx.delete(rejudgeBoardRows).where(eq(rejudgeBoardRows.rejudgeId, rejudgeId));
    await tx.delete(rejudgeBoards).where(eq(rejudgeBoards.rejudgeId, rejudgeId));
    await notify(tx, "run_queued", { runId: again[0]!.id });
    return done({ runs: again.length });
  });
}
