import { and, eq, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Transaction } from "../../db/connect.ts";
import { rejudges, submissions } from "../../db/schema/index.ts";
import type { RunState } from "../../db/vocabulary.ts";
import type { Cause } from "../../judge/contract/verdict.ts";
import { openRejudge } from "../judging/end-rejudge.server.ts";
import { goOnLater } from "../judging/go-on-later.server.ts";
import { hasResult } from "../judging/rejudge-effect.server.ts";
import { submissionAfter } from "../judging/submission-after.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { grouped } from "./grouped.ts";
import { among } from "./scored.server.ts";
import { settleMany } from "./settle-many.server.ts";

type Rejudge = typeof rejudges.$inferSelect;

/**
 * Decides that the results of a rejudge become official. A small one's are when this answers; a larger one's
 * become so in a job, and until then the rejudge is `approving` and nobody else can decide on it.
 */
export function approveRejudge({
  viewer,
  rejudgeId,
  now,
}: {
  viewer: SignedInViewer;
  rejudgeId: string;
  now: Date;
}): Promise<Outcome<{ state: "approving" | "approved" }>> {
  return db.transaction(async (tx) => {
    const open = await openRejudge(tx, viewer, rejudgeId);
    if (!open.ok) return open;
    const its = open.value;
    if (its.state !== "ready") return refused("conflict", "judging.refusals.rejudgeRunning");
    await tx
      .update(rejudges)
      .set({ state: "approving", decidedBy: viewer.person.id, decidedAt: now })
      .where(eq(rejudges.id, rejudgeId));
    await recordAct(tx, {
      viewer,
      act: "rejudge.approved",
      competitionId: its.competitionId,
      subjectId: rejudgeId,
      details: { reason: its.reason, runs: its.prepared },
      now,
    });
    if (its.prepared > webConfig().REJUDGE_STEP) {
      await goOnLater(tx, rejudgeId);
      return done({ state: "approving" as const });
    }
    await makeOfficial(tx, its, now);
    await tell(tx, rejudgeId);
    return done({ state: "approved" as const });
  });
}

/**
 * The job behind an approval: one transaction, so that whoever looks sees all of it or nothing, and a process that
 * dies in it leaves a rejudge that another goes on with. Does nothing unless one is to be made official.
 */
export async function makeRejudgeOfficial(rejudgeId: string, now: Date): Promise<void> {
  const made = await db.transaction(async (tx) => {
    const [its] = await tx
      .select()
      .from(rejudges)
      .where(and(eq(rejudges.id, rejudgeId), eq(rejudges.state, "approving")))
      .for("no key update");
    if (its) await makeOfficial(tx, its, now);
    return its !== undefined;
  });
  // Pages that are open look again by and by; whoever loads one sees the truth anyway.
  if (made) await tellInSteps(rejudgeId);
}

/**
 * Runs, submissions and boards change together. A run that the platform failed, and a submission that was cancelled
 * meanwhile, stay as they were. The boards are locked last, and only while they are written.
 */
async function makeOfficial(tx: Transaction, { id, competitionId }: Rejudge, now: Date): Promise<void> {
  // Two rejudges of different tasks may touch the same submission: each must see what the other did.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('rejudge'), hashtext(${competitionId}))`);
  await tx.execute(sql`
    update runs r set official = r.rejudge_id is not distinct from ${id}::uuid
    from runs n join submissions s on s.id = n.submission_id
    where n.rejudge_id = ${id} and ${hasResult("n")} and s.state in ('scored', 'failed')
      and r.submission_id = n.submission_id and r.task_id = n.task_id and (r.official or r.id = n.id)`);

  // What was scored and is scored stays as it is: only the others are looked at one by one.
  const official = await tx.execute<{
    id: string;
    was: RunState;
    was_cause: string | null;
    state: RunState;
    cause: Cause | null;
  }>(sql`
    with touched as (
      select s.id, s.state, s.cause from submissions s
      where s.id in (select submission_id from runs where rejudge_id = ${id} and official)
        and (s.state <> 'scored' or exists (
          select 1 from runs r where r.submission_id = s.id and r.official and r.state <> 'scored')))
    select t.id, t.state as was, t.cause as was_cause, r.state, r.cause
    from touched t join runs r on r.submission_id = t.id and r.official`);
  const results = [...grouped([...official], (run) => run.id)].map(([submissionId, its]) => {
    const { was, was_cause: cause } = its[0]!;
    return { id: submissionId, was: { state: was, cause }, after: submissionAfter(its) };
  });
  // A submission that scores, or fails, only now ended now: so a frozen board does not count it.
  const changed = results.filter(({ was, after }) => was.state !== after.state || was.cause !== after.cause);
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
          alike.map((one) => one.id),
        ),
      );
  }
  const entryIds = await tx.execute<{ id: string }>(
    sql`select distinct entry_id as id from runs where rejudge_id = ${id} and official`,
  );
  await settleMany(
    tx,
    entryIds.map((row) => row.id),
    now,
  );
  await tx.update(rejudges).set({ state: "approved", decidedAt: now }).where(eq(rejudges.id, id));
}

/** Tells open pages of the next submissions that something changed; answers the last of them. */
async function tell(tx: Transaction, rejudgeId: string, after: string | null = null, most?: number) {
  const told = await tx.execute<{ id: string }>(sql`
    select s.id, pg_notify('submission_changed', json_build_object('submissionId', s.id)::text) from (
      select distinct submission_id as id from runs
      where rejudge_id = ${rejudgeId} and official ${after ? sql`and submission_id > ${after}::uuid` : sql``}
      order by submission_id ${most ? sql`limit ${most}` : sql``}) s`);
  return told.length === most ? told.at(-1)!.id : null;
}

async function tellInSteps(rejudgeId: string): Promise<void> {
  let after: string | null = null;
  do after = await db.transaction((tx) => tell(tx, rejudgeId, after, webConfig().REJUDGE_STEP));
  while (after !== null);
}
