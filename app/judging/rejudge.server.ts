import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { db, type Executor, notify } from "../../db/connect.ts";
import { competitions, phases, rejudges, tasks } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer, Viewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { type Selection, spansOf } from "./rejudge-selection.ts";

/** Behind every run that a team waits for. */
export const REJUDGE_PRIORITY = -10;
/** Runs of one rejudge: what one transaction can make official. */
const MAX_RUNS = 200_000;
const REASON_MAX = 500;

export type Counted = { submissions: number; runs: number; busy: number };

/** What a selection means now: how many submissions and runs, and how many of those another rejudge still holds. */
export async function countSelected(
  executor: Executor,
  competitionId: string,
  selection: Selection,
): Promise<Outcome<Counted>> {
  const matched = await matching(executor, competitionId, selection);
  if (!matched.ok) return matched;
  const [found] = await executor.execute<{ submissions: string; runs: string; busy: string }>(sql`
    select count(distinct s.id) as submissions, count(*) as runs,
      count(*) filter (where exists (
        select 1 from runs n join rejudges q on q.id = n.rejudge_id
        where n.submission_id = s.id and n.task_id = t.id and q.state in ('running', 'ready')
      )) as busy
    ${matched.value}`);
  return done({
    submissions: Number(found?.submissions ?? 0),
    runs: Number(found?.runs ?? 0),
    busy: Number(found?.busy ?? 0),
  });
}

/** The same for a screen: null for whoever may not rejudge. */
export async function howMany(viewer: Viewer, competitionId: string, selection: Selection) {
  return organisesCompetition(viewer, competitionId) ? countSelected(db, competitionId, selection) : null;
}

/**
 * Judges submissions that have ended once more. The new runs wait behind all others and count for nothing
 * before an organiser approves them: approve-rejudge.server.ts. What is handed in later is not touched.
 */
export async function rejudge({
  viewer,
  slug,
  selection,
  reason,
  now,
}: {
  viewer: SignedInViewer;
  slug: string;
  selection: Selection;
  reason: string;
  now: Date;
}): Promise<Outcome<{ id: string } & Counted>> {
  const why = reason.trim();
  return db.transaction(async (tx) => {
    // Two rejudges of a competition begin one after the other, so that neither misses the other's runs.
    const [competition] = await tx
      .select()
      .from(competitions)
      .where(eq(competitions.slug, slug))
      .for("no key update");
    if (!competition || !organisesCompetition(viewer, competition.id))
      return refused("not_found", "judging.refusals.noCompetition");
    if (why === "") return refused("invalid", "judging.refusals.reasonMissing", { field: "reason" });
    if (why.length > REASON_MAX)
      return refused("invalid", "judging.refusals.reasonLong", {
        field: "reason",
        values: { max: REASON_MAX },
      });
    const counted = await countSelected(tx, competition.id, selection);
    if (!counted.ok) return counted;
    const { runs: many, busy } = counted.value;
    if (many === 0) return refused("invalid", "judging.refusals.nothingSelected");
    if (many > MAX_RUNS)
      return refused("invalid", "judging.refusals.tooManySelected", {
        values: { count: many, max: MAX_RUNS },
      });
    if (busy > 0) return refused("conflict", "judging.refusals.rejudgeOpen", { values: { count: busy } });

    const [phase] =
      selection.phase === undefined
        ? []
        : await tx
            .select({ id: phases.id })
            .from(phases)
            .where(and(eq(phases.competitionId, competition.id), eq(phases.position, selection.phase)));
    const [made] = await tx
      .insert(rejudges)
      .values({
        competitionId: competition.id,
        phaseId: phase?.id ?? null,
        reason: why,
        createdBy: viewer.person.id,
        createdAt: now,
      })
      .returning({ id: rejudges.id });
    if (!made) throw new Error("the rejudge was not written");
    const matched = await matching(tx, competition.id, selection);
    if (!matched.ok) return matched;
    await tx.execute(sql`
      insert into runs (submission_id, task_id, entry_id, competition_id, official, rejudge_id, priority, turn,
        needs, labels, gpus, gpu_memory_bytes, queue_id, queued_at)
      select s.id, t.id, s.entry_id, s.competition_id, false, ${made.id}, ${REJUDGE_PRIORITY},
        dense_rank() over (partition by s.entry_id order by s.submitted_at, s.id) - 1,
        coalesce(o.needs, ''), coalesce(o.labels, '{}'), coalesce(o.gpus, 0), coalesce(o.gpu_memory_bytes, 0),
        (select queue_id from competitions where id = s.competition_id), ${now.toISOString()}::timestamptz
      ${matched.value}`);
    await recordAct(tx, {
      viewer,
      act: "rejudge.created",
      competitionId: competition.id,
      subjectId: made.id,
      details: { reason: why, selection, ...counted.value },
      now,
    });
    // One word for all: whoever hears it hands out until nothing is left.
    await notify(tx, "run_queued", { runId: made.id });
    return done({ id: made.id, ...counted.value });
  });
}

/** The `from` and `where` of a selection: `s`ubmissions that ended, their `t`asks and `o`fficial runs. */
async function matching(
  executor: Executor,
  competitionId: string,
  { phase, task, ending, numbers, outdated }: Selection,
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
  ];
  return done(sql`
    from submissions s
    join entries e on e.id = s.entry_id
    join phases p on p.id = s.phase_id
    join phase_tasks pt on pt.phase_id = p.id
    join tasks t on t.id = pt.task_id
    left join runs o on o.submission_id = s.id and o.task_id = t.id and o.official
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
