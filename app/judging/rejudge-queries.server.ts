import { and, count, desc, eq, inArray, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { competitions, people, rejudges, runs } from "../../db/schema/index.ts";
import type { RunState } from "../../db/vocabulary.ts";
import type { Cause } from "../../judge/contract/verdict.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { compareRuns } from "./compare-rejudge.server.ts";
import type { Fate } from "./rejudge-fates.ts";

type Fates = Record<string, number>;
const columns = {
  id: rejudges.id,
  competitionId: rejudges.competitionId,
  reason: rejudges.reason,
  state: rejudges.state,
  selected: rejudges.selected,
  prepared: rejudges.prepared,
  fates: rejudges.fates,
  createdAt: rejudges.createdAt,
  createdBy: people.name,
  decidedAt: rejudges.decidedAt,
};

/** How far each of these rejudges is: how many of the runs that were made have ended. */
async function withProgress<T extends { id: string; prepared: number; fates: Fates | null }>(found: T[]) {
  const rows =
    found.length === 0
      ? []
      : await db
          .select({ id: runs.rejudgeId, open: count() })
          .from(runs)
          .where(
            and(
              inArray(
                runs.rejudgeId,
                found.map((row) => row.id),
              ),
              inArray(runs.state, ["queued", "running"]),
            ),
          )
          .groupBy(runs.rejudgeId);
  const open = new Map(rows.map((row) => [row.id, row.open]));
  return found.map((row) => ({
    ...row,
    progress: {
      runs: row.prepared,
      ended: row.prepared - (open.get(row.id) ?? 0),
      withoutResult: row.fates?.noResult ?? 0,
    },
  }));
}

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
  return {
    rejudges: await withProgress(found),
    page,
    pages: Math.max(1, Math.ceil((total?.n ?? 0) / size)),
  };
}

/** A rejudge with its progress, for an organiser of its competition; null for anybody else. */
export async function rejudgeById(viewer: Viewer, id: string) {
  if (!isUuid(id)) return null;
  const look = () =>
    db
      .select({ ...columns, slug: competitions.slug })
      .from(rejudges)
      .innerJoin(competitions, eq(competitions.id, rejudges.competitionId))
      .leftJoin(people, eq(people.id, rejudges.createdBy))
      .where(eq(rejudges.id, id));
  let [found] = await look();
  if (found && !found.fates && found.prepared <= webConfig().REJUDGE_STEP && (await compareRuns(id)))
    [found] = await look();
  if (!found || !organisesCompetition(viewer, found.competitionId)) return null;
  const [shown] = await withProgress([found]);
  return shown ?? null;
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

/** How many runs of a rejudge met each fate; null while runs are under way, or not compared yet. */
export async function fatesOf(id: string): Promise<Record<Fate, number> | null> {
  const [its] = await db.select({ fates: rejudges.fates }).from(rejudges).where(eq(rejudges.id, id));
  return its?.fates ? (its.fates as Record<Fate, number>) : null;
}

/** A page of the runs that changed, failures first: as they were compared once, so that a look is short. */
export async function rejudgedRuns(
  id: string,
  page: number,
): Promise<{ runs: RejudgedRun[]; pages: number }> {
  const size = webConfig().PAGE_ROWS;
  const rows = await db.execute<{
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
    select c.run_id, c.fate, n.submission_id, n.state, n.cause, s.number, m.name as team, t.position as task,
      o.id as old_id, o.state as old_state, o.cause as old_cause,
      (select jsonb_object_agg(metric_id, value::text) from scores where run_id = n.id) as scores,
      (select jsonb_object_agg(metric_id, value::text) from scores where run_id = o.id) as old_scores
    from rejudge_changes c
    join runs n on n.id = c.run_id
    join submissions s on s.id = n.submission_id
    join entries e on e.id = s.entry_id
    join teams m on m.id = e.team_id
    join tasks t on t.id = n.task_id
    left join runs o on o.id = c.old_run_id
    where c.rejudge_id = ${id} and c.position >= ${(page - 1) * size} and c.position < ${page * size}
    order by c.position`);
  const { same = 0, ...others } = (await fatesOf(id)) ?? {};
  const total = Object.values(others).reduce((all, n) => all + n, 0);
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
  return { runs: found, pages: Math.max(1, Math.ceil(total / size)) };
}
