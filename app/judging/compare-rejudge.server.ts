import { eq, type SQL, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { rejudges } from "../../db/schema/index.ts";
import { hasResult } from "./rejudge-effect.server.ts";
import { FATES, type Fate } from "./rejudge-fates.ts";

/**
 * Each run of a rejudge beside the one it stands to replace, or has replaced: the official one at the time
 * of the rejudge.
 */
const compared = (id: string): SQL => sql`
  select n.id as run_id, n.submission_id, n.task_id, o.id as old_id,
    case
      when not (${hasResult("n")}) then 'noResult'
      when n.state = 'scored' and o.state is distinct from 'scored' then 'repaired'
      when n.state = 'failed' and o.state = 'scored' then 'broken'
      when n.state = 'scored' and ns.scores is distinct from os.scores then 'score'
      when n.state = 'failed' and n.cause is distinct from o.cause then 'cause'
      else 'same'
    end as fate
  from runs n
  join rejudges j on j.id = n.rejudge_id
  left join lateral (
    select r.id, r.state, r.cause from runs r left join rejudges q on q.id = r.rejudge_id
    where r.submission_id = n.submission_id and r.task_id = n.task_id and r.id <> n.id
      and (r.rejudge_id is null or (q.state = 'approved' and q.decided_at <= j.created_at))
    order by r.queued_at desc limit 1
  ) o on true
  left join lateral (select jsonb_object_agg(metric_id, value::text) as scores from scores where run_id = n.id) ns on true
  left join lateral (select jsonb_object_agg(metric_id, value::text) as scores from scores where run_id = o.id) os on true
  where n.rejudge_id = ${id} and n.state not in ('queued', 'running')`;

/**
 * Compares all runs of a rejudge with those they stand to replace and keeps what became of each, once: afterwards a
 * look reads a page. Answers whether it did; not while runs are under way, nor a second time.
 */
export function compareRuns(rejudgeId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [its] = await tx
      .select({ state: rejudges.state, fates: rejudges.fates })
      .from(rejudges)
      .where(eq(rejudges.id, rejudgeId))
      .for("no key update");
    if (!its || its.fates || its.state === "preparing" || its.state === "running") return false;
    const rows = await tx.execute<{ fate: Fate; n: string }>(sql`
      with c as materialized (${compared(rejudgeId)}), kept as (
        insert into rejudge_changes (rejudge_id, position, run_id, old_run_id, fate)
        select ${rejudgeId}::uuid, row_number() over (order by
          array_position(array['noResult', 'broken', 'repaired', 'cause', 'score'], c.fate), s.number, t.position) - 1,
          c.run_id, c.old_id, c.fate
        from c join submissions s on s.id = c.submission_id join tasks t on t.id = c.task_id
        where c.fate <> 'same')
      select fate, count(*) as n from c group by fate`);
    const fates: Record<string, number> = Object.fromEntries(FATES.map((fate) => [fate, 0]));
    for (const row of rows) fates[row.fate] = Number(row.n);
    await tx.update(rejudges).set({ fates }).where(eq(rejudges.id, rejudgeId));
    return true;
  });
}
