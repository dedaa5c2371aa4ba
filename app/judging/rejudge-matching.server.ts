import { asc, eq, type SQL, sql } from "drizzle-orm";
import { db, type Executor } from "../../db/connect.ts";
import { phases, tasks } from "../../db/schema/index.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { type Selection, spansOf } from "./rejudge-selection.ts";

export type Counted = { submissions: number; runs: number; busy: number };

/** What a selection means now: how many submissions and runs, and how many of those another rejudge still holds. */
export async function countSelected(
  executor: Executor,
  competitionId: string,
  selection: Selection,
  within?: Within,
): Promise<Outcome<Counted>> {
  const matched = await matching(executor, competitionId, selection, within);
  if (!matched.ok) return matched;
  const [found] = await executor.execute<{ submissions: string; runs: string }>(sql`
    select count(*) as submissions, coalesce(sum(runs), 0) as runs
    from (select count(*) as runs ${matched.value} group by s.id) each`);
  return done({
    submissions: Number(found?.submissions ?? 0),
    runs: Number(found?.runs ?? 0),
    busy: await busyOf(executor, competitionId, matched.value),
  });
}

/** How many of the matched runs belong to a rejudge on which nobody has decided yet. */
async function busyOf(executor: Executor, competitionId: string, matched: SQL): Promise<number> {
  const open = sql`
    select q.id from rejudges q
    where q.competition_id = ${competitionId} and q.state in ('preparing', 'running', 'ready', 'approving')`;
  const [any] = await executor.execute(sql`${open} limit 1`);
  if (!any) return 0;
  const [found] = await executor.execute<{ busy: string }>(sql`
    select count(*) as busy from (
      select s.id as submission_id, t.id as task_id ${matched}
      intersect select n.submission_id, n.task_id from runs n where n.rejudge_id in (${open})
    ) both_hold`);
  return Number(found?.busy ?? 0);
}

/** The same for a screen: null for whoever may not rejudge. */
export async function howMany(viewer: Viewer, competitionId: string, selection: Selection) {
  return organisesCompetition(viewer, competitionId) ? countSelected(db, competitionId, selection) : null;
}

/** Submissions by number, after `after` and up to `to`, that had ended at a time. */
export type Within = { after: number; to: number; endedBy: Date };

/**
 * The `from` and `where` of a selection: `s`ubmissions that ended, their `e`ntries, `p`hases and `t`asks. Refused
 * with the field that names nothing.
 */
export async function matching(
  executor: Executor,
  competitionId: string,
  { phase, task, ending, numbers, outdated }: Selection,
  within?: Within,
): Promise<Outcome<SQL>> {
  const spans = numbers?.trim() ? spansOf(numbers) : [];
  if (!spans) return refused("invalid", "judging.refusals.numbersUnreadable", { field: "numbers" });
  const known = await positions(executor, competitionId);
  if (phase !== undefined && !known.phases.includes(phase))
    return refused("invalid", "judging.refusals.noSuchPhase", { field: "phase" });
  if (task !== undefined && !known.tasks.includes(task))
    return refused("invalid", "judging.refusals.noSuchTask", { field: "task" });
  const numbered = spans.map(({ from, to }) => sql`s.number between ${from} and ${to}`);
  const conditions = [
    sql`s.competition_id = ${competitionId}`,
    sql`s.state in ('scored', 'failed')`,
    // A task of one track is judged for the entries of that track.
    sql`(t.track_id is null or t.track_id = e.track_id)`,
    ...(phase === undefined ? [] : [sql`p.position = ${phase}`]),
    ...(task === undefined ? [] : [sql`t.position = ${task}`]),
    ...(ending === undefined ? [] : [sql`s.cause = ${ending}`]),
    ...(numbered.length === 0 ? [] : [sql`(${sql.join(numbered, sql` or `)})`]),
    ...(outdated ? [sql`coalesce(o.task_version, 0) < t.version`] : []),
    ...(within
      ? [
          sql`s.number > ${within.after} and s.number <= ${within.to}`,
          sql`(s.finished_at is null or s.finished_at <= ${within.endedBy.toISOString()}::timestamptz)`,
        ]
      : []),
  ];
  return done(sql`
    from submissions s
    join entries e on e.id = s.entry_id
    join phases p on p.id = s.phase_id
    join phase_tasks pt on pt.phase_id = p.id
    join tasks t on t.id = pt.task_id
    ${outdated ? sql`left join runs o on o.submission_id = s.id and o.task_id = t.id and o.official` : sql``}
    where ${sql.join(conditions, sql` and `)}`);
}

async function positions(executor: Executor, competitionId: string) {
  const [its, ofTasks] = await Promise.all([
    executor
      .select({ position: phases.position })
      .from(phases)
      .where(eq(phases.competitionId, competitionId))
      .orderBy(asc(phases.position)),
    executor
      .select({ position: tasks.position })
      .from(tasks)
      .where(eq(tasks.competitionId, competitionId))
      .orderBy(asc(tasks.position)),
  ]);
  return { phases: its.map((p) => p.position), tasks: ofTasks.map((t) => t.position) };
}
