import { and, eq, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { rejudges, runs, submissions } from "../../db/schema/index.ts";
import type { RunState } from "../../db/vocabulary.ts";
import type { Cause } from "../../judge/contract/verdict.ts";
import { openRejudge } from "../judging/end-rejudge.server.ts";
import { hasResult } from "../judging/rejudge-effect.server.ts";
import { submissionAfter } from "../judging/submission-after.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { grouped } from "./grouped.ts";
import { settleEntries } from "./put-on-board.server.ts";
import { among } from "./scored.server.ts";

/**
 * Makes the results of a rejudge official, all of them or none: runs, submissions and boards change in one
 * transaction. A run that the platform failed, and a submission that was cancelled meanwhile, stay as they
 * were.
 */
export function approveRejudge({
  viewer,
  rejudgeId,
  now,
}: {
  viewer: SignedInViewer;
  rejudgeId: string;
  now: Date;
}): Promise<Outcome<{ submissions: number }>> {
  return db.transaction(async (tx) => {
    const open = await openRejudge(tx, viewer, rejudgeId);
    if (!open.ok) return open;
    if (open.value.state === "running") return refused("conflict", "judging.refusals.rejudgeRunning");

    const touched = await tx.execute<{
      id: string;
      entry: string;
      state: RunState;
      cause: string | null;
    }>(sql`
      select s.id, s.entry_id as entry, s.state, s.cause from submissions s
      where s.state in ('scored', 'failed') and exists (
        select 1 from runs n where n.submission_id = s.id and n.rejudge_id = ${rejudgeId} and ${hasResult("n")})
      order by s.id for no key update`);
    const ids = touched.map((row) => row.id);
    await tx.execute(sql`
      update runs o set official = false from runs n
      where n.rejudge_id = ${rejudgeId} and ${hasResult("n")} and ${among(sql`n.submission_id`, ids)}
        and o.submission_id = n.submission_id and o.task_id = n.task_id and o.official`);
    await tx.execute(sql`
      update runs n set official = true
      where n.rejudge_id = ${rejudgeId} and ${hasResult("n")} and ${among(sql`n.submission_id`, ids)}`);

    const official = await tx
      .select({ submissionId: runs.submissionId, state: runs.state, cause: runs.cause })
      .from(runs)
      .where(and(among(runs.submissionId, ids), eq(runs.official, true)));
    const bySubmission = grouped(official, (run) => run.submissionId);
    const results = touched.map((was) => {
      const its = bySubmission.get(was.id) ?? [];
      const after = submissionAfter(its.map((run) => ({ ...run, cause: run.cause as Cause | null })));
      return { was, after };
    });
    // A submission that scores, or fails, only now ended now: so a frozen board does not count it.
    const changed = results.filter(
      ({ was, after }) => was.state !== after.state || was.cause !== after.cause,
    );
    for (const alike of grouped(changed, ({ after }) => `${after.state} ${after.cause}`).values()) {
      const { state, cause, counts } = alike[0]!.after;
      await tx
        .update(submissions)
        .set({
          state,
          cause,
          counts: sql`${counts} and ${submissions.refundReason} is null`,
          finishedAt: sql`case when ${submissions.state} = ${state} then ${submissions.finishedAt} else ${now.toISOString()}::timestamptz end`,
        })
        .where(
          among(
            submissions.id,
            alike.map(({ was }) => was.id),
          ),
        );
    }
    await settleEntries(tx, [...new Set(touched.map((row) => row.entry))], now);

    await tx
      .update(rejudges)
      .set({ state: "approved", decidedBy: viewer.person.id, decidedAt: now })
      .where(eq(rejudges.id, rejudgeId));
    await recordAct(tx, {
      viewer,
      act: "rejudge.approved",
      competitionId: open.value.competitionId,
      subjectId: rejudgeId,
      details: { reason: open.value.reason, submissions: ids.length, changed: changed.length },
      now,
    });
    await tx.execute(sql`
      select pg_notify('submission_changed', json_build_object('submissionId', s.id)::text)
      from submissions s where ${among(sql`s.id`, ids)}`);
    return done({ submissions: ids.length });
  });
}
