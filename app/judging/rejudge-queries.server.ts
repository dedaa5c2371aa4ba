import { count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { competitions, people, rejudges, runs } from "../../db/schema/index.ts";
import type { RunState } from "../../db/vocabulary.ts";
import type { Cause } from "../../judge/contract/verdict.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { hasResult } from "./rejudge-effect.server.ts";
import { FATES, type Fate } from "./rejudge-fates.ts";

const columns = {
  id: rejudges.id,
  competitionId: rejudges.competitionId,
  reason: rejudges.reason,
  state: rejudges.state,
  createdAt: rejudges.createdAt,
  createdBy: people.name,
  decidedAt: rejudges.decidedAt,
};

/** How far each of these rejudges is: its runs, those that ended, those without a result. */
async function progressOf(ids: string[]) {
  if (ids.length === 0) return new Map<string, Progress>();
  const rows = await db
    .select({
      id: runs.rejudgeId,
      runs: count(),
      ended: sql<string>`count(*) filter (where ${runs.state} not in ('queued', 'running'))`,
      withoutResult: sql<string>`count(*) filter (where ${runs.state} not in ('queued', 'running') and not (${hasResult("runs")}))`,
    })
    .from(runs)
    .where(inArray(runs.rejudgeId, ids))
    .groupBy(runs.rejudgeId);
  return new Map(
    rows.map((row) => [
      row.id ?? "",
      { runs: row.runs, ended: Number(row.ended), withoutResult: Number(row.withoutResult) },
    ]),
  );
}
type Progress = { runs: number; ended: number; withoutResult: number };
const NOTHING: Progress = { runs: 0, ended: 0, withoutResult: 0 };

/** A competition's rejudges, newest first, for its organisers; null for anybody else. */
export async function rejudgesOf(viewer: Viewer, slug: string, page: number) {
  const [competition] = await db.select().from(competitions).where(eq(competitions.slug, slug));
  if (!competition || !organisesCompetition(viewer, competition.id)) return null;
  const size = webConfig().PAGE_ROWS;
  const [total] = await db
    .select({ n: count() })
    .from(rejudges)
    .where(eq(rejudges.competitionId, competition.id));
  const found = await db
    .select(columns)
    .from(rejudges)
    .leftJoin(people, eq(people.id, rejudges.createdBy))
    .where(eq(rejudges.competitionId, competition.id))
    .orderBy(desc(rejudges.createdAt), desc(rejudges.id))
    .limit(size)
    .offset((page - 1) * size);
  const progress = await progressOf(found.map((row) => row.id));
  return {
    rejudges: found.map((row) => ({ ...row, progress: progress.get(row.id) ?? NOTHING })),
    page,
    pages: Math.max(1, Math.ceil((total?.n ?? 0) / size)),
  };
}

/** A rejudge with its progress, for an organiser of its competition; null for anybody else. */
export async function rejudgeById(viewer: Viewer, id: string) {
  if (!isUuid(id)) return null;
  const [found] = await db
    .select({ ...columns, slug: competitions.slug })
    .from(rejudges)
    .innerJoin(competitions, eq(competitions.id, rejudges.competitionId))
    .leftJoin(people, eq(people.id, rejudges.createdBy))
    .where(eq(rejudges.id, id));
  if (!found || !organisesCompetition(viewer, found.competitionId)) return null;
  const progress = (await progressOf([id])).get(id) ?? NOTHING;
  return { ...found, progress };
}
export type RejudgePage = NonNullable<Awaited<ReturnType<typeof rejudgeById>>>;

export type Before = { state: RunState; cause: Cause | null; scores: Record<string, string> };
export type RejudgedRun = {
  runId: string;
  submissionId: string;
  number: number;
  team: string;
  task: number;
  fate: Fate;
  before: Before | null;
  after: Before;
};

/**
 * Each run of a rejudge beside the one it stands to replace, or has replaced: the official one at the time
 * of the rejudge.
 */
const compared = (id: string): SQL => sql`
  select n.id as run_id, n.submission_id, n.task_id, n.state, n.cause,
    o.id as old_id, o.state as old_state, o.cause as old_cause, ns.scores, os.scores as old_scores,
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

/** How many runs of a rejudge met each fate. */
export async function fatesOf(id: string): Promise<Record<Fate, number>> {
  const rows = await db.execute<{ fate: Fate; n: string }>(
    sql`select fate, count(*) as n from (${compared(id)}) c group by fate`,
  );
  const fates = Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<Fate, number>;
  for (const row of rows) fates[row.fate] = Number(row.n);
  return fates;
}

/** A page of the runs that changed, failures first. */
export async function rejudgedRuns(
  id: string,
  page: number,
): Promise<{ runs: RejudgedRun[]; pages: number }> {
  const size = webConfig().PAGE_ROWS;
  const rows = await db.execute<{
    total: string;
    run_id: string;
    submission_id: string;
    number: number;
    team: string;
    task: number;
    fate: Fate;
    state: RunState;
    cause: Cause | null;
    scores: Record<string, string> | null;
    old_id: string | null;
    old_state: RunState;
    old_cause: Cause | null;
    old_scores: Record<string, string> | null;
  }>(sql`
    select c.*, count(*) over () as total, s.number, m.name as team, t.position as task
    from (${compared(id)}) c
    join submissions s on s.id = c.submission_id
    join entries e on e.id = s.entry_id
    join teams m on m.id = e.team_id
    join tasks t on t.id = c.task_id
    where c.fate <> 'same'
    order by array_position(array['noResult', 'broken', 'repaired', 'cause', 'score', 'same'], c.fate), s.number, t.position
    limit ${size} offset ${(page - 1) * size}`);
  const found = rows.map((row) => ({
    runId: row.run_id,
    submissionId: row.submission_id,
    number: row.number,
    team: row.team,
    task: row.task,
    fate: row.fate,
    before: row.old_id ? { state: row.old_state, cause: row.old_cause, scores: row.old_scores ?? {} } : null,
    after: { state: row.state, cause: row.cause, scores: row.scores ?? {} },
  }));
  return { runs: found, pages: Math.max(1, Math.ceil(Number(rows[0]?.total ?? 0) / size)) };
}
