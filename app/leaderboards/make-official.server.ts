import { sql } from "drizzle-orm";
import type { Transaction } from "../../db/connect.ts";
import { submissions } from "../../db/schema/index.ts";
import type { RunState } from "../../db/vocabulary.ts";
import type { Cause } from "../../judge/contract/verdict.ts";
import { hasResult } from "../judging/rejudge-effect.server.ts";
import { submissionAfter } from "../judging/submission-after.ts";
import { grouped } from "./grouped.ts";
import { among } from "./scored.server.ts";

/**
 * Lets the runs of a rejudge take the place of those that were official. A run that the platform failed, and a
 * submission that was cancelled meanwhile, stay as they were. Nobody else waits for any of these rows.
 */
export async function makeRunsOfficial(tx: Transaction, rejudgeId: string): Promise<void> {
  await tx.execute(sql`
    update runs r set official = r.rejudge_id is not distinct from ${rejudgeId}::uuid
    from runs n join submissions s on s.id = n.submission_id
    where n.rejudge_id = ${rejudgeId} and ${hasResult("n")} and s.state in ('scored', 'failed')
      and r.submission_id = n.submission_id and r.task_id = n.task_id and (r.official or r.id = n.id)`);
}

/** What some submissions become. */
type Ending = { id: string; after: ReturnType<typeof submissionAfter> };

/** The submissions whose ending changes with their official runs: locked, and still as they were found. */
export async function changedEndings(tx: Transaction, rejudgeId: string): Promise<Ending[]> {
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
      where s.id in (select submission_id from runs where rejudge_id = ${rejudgeId} and official)
        and (s.state <> 'scored' or exists (
          select 1 from runs r where r.submission_id = s.id and r.official and r.state <> 'scored')))
    select t.id, t.state as was, t.cause as was_cause, r.state, r.cause
    from touched t join runs r on r.submission_id = t.id and r.official`);
  const found = [...grouped([...official], (run) => run.id)].flatMap(([id, its]) => {
    const { was, was_cause: cause } = its[0]!;
    const after = submissionAfter(its);
    return was === after.state && cause === after.cause ? [] : [{ id, after }];
  });
  if (found.length === 0) return [];
  const ids = found.map((one) => one.id);
  const locked = await tx.execute<{ id: string }>(sql`
    select id from submissions s where ${among(sql`s.id`, ids)} and s.state in ('scored', 'failed')
    order by id for no key update`);
  const still = new Set(locked.map((row) => row.id));
  return found.filter((one) => still.has(one.id));
}

/** Writes what became of submissions; one that scores, or fails, only now ended now: so a frozen board does not count it. */
export async function writeEndings(tx: Transaction, endings: readonly Ending[], now: Date): Promise<void> {
  for (const alike of grouped(endings, ({ after }) => `${after.state} ${after.cause}`).values()) {
    const { state, cause, counts } = alike[0]!.after;
    const ids = alike.map((one) => one.id);
    await tx
      .update(submissions)
      .set({
        state,
        cause,
        counts: sql`${counts} and ${submissions.refundReason} is null`,
        finishedAt: sql`case when ${submissions.state} = ${state} then ${submissions.finishedAt} else ${now.toISOString()}::timestamptz end`,
      })
      .where(among(submissions.id, ids));
  }
}
