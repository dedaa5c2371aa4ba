import { and, eq, inArray, sql } from "drizzle-orm";
import { db, type Executor, notify } from "../../db/connect.ts";
import { rejudges, runs } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer, Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
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
  if (found.state === "discarded") return refused("conflict", "judging.refusals.rejudgeDiscarded");
  return done(found);
}

/** Drops a rejudge: nothing changes, its runs stay as history. Those at work are told to stop. */
export function discardRejudge({ viewer, rejudgeId, now }: Asked): Promise<Outcome<null>> {
  return db.transaction(async (tx) => {
    const open = await openRejudge(tx, viewer, rejudgeId);
    if (!open.ok) return open;
    await tx
      .update(rejudges)
      .set({ state: "discarded", decidedBy: viewer.person.id, decidedAt: now })
      .where(eq(rejudges.id, rejudgeId));
    await tx
      .update(runs)
      .set({ state: "cancelled", cause: "cancelled", finishedAt: now })
      .where(and(eq(runs.rejudgeId, rejudgeId), eq(runs.state, "queued")));
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

/** Puts the runs that the platform itself failed back into the queue. */
export function retryRejudge({ viewer, rejudgeId, now }: Asked): Promise<Outcome<{ runs: number }>> {
  return db.transaction(async (tx) => {
    const open = await openRejudge(tx, viewer, rejudgeId);
    if (!open.ok) return open;
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
    await tx.update(rejudges).set({ state: "running" }).where(eq(rejudges.id, rejudgeId));
    await notify(tx, "run_queued", { runId: again[0]!.id });
    return done({ runs: again.length });
  });
}
