import { and, desc, eq, inArray, isNotNull } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { attempts, judgeHosts, metrics, runs, scores, submissions, tasks } from "../../db/schema/index.ts";
import { Facts } from "../../judge/contract/protocol.ts";
import type { Cause } from "../../judge/contract/verdict.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { COMPARABLE, compareRuns, type EndedRun } from "./compare-runs.ts";

/** How many are shown: the newest. */
const SHOWN = 20;

/**
 * The runs that did a submission again, newest first, each compared with the one that it did again once it has
 * ended by itself. Null for whoever does not organise the competition.
 */
export async function reproductionsOf(viewer: Viewer, submissionId: string) {
  if (!isUuid(submissionId)) return null;
  const [submission] = await db
    .select({ competitionId: submissions.competitionId })
    .from(submissions)
    .where(eq(submissions.id, submissionId));
  if (!submission || !organisesCompetition(viewer, submission.competitionId)) return null;
  const again = await db
    .select({
      id: runs.id,
      reproduces: runs.reproduces,
      state: runs.state,
      cause: runs.cause,
      queuedAt: runs.queuedAt,
      finishedAt: runs.finishedAt,
      taskName: tasks.name,
    })
    .from(runs)
    .innerJoin(tasks, eq(tasks.id, runs.taskId))
    .where(and(eq(runs.submissionId, submissionId), isNotNull(runs.reproduces)))
    .orderBy(desc(runs.queuedAt), desc(runs.id))
    .limit(SHOWN);
  const ended = await endedRuns(again.flatMap(({ id, reproduces }) => [id, reproduces!]));
  return again.map(({ reproduces, ...run }) => {
    const [before, after] = [ended.get(reproduces!), ended.get(run.id)];
    const comparable = (COMPARABLE as string[]).includes(run.cause ?? "");
    const compared = before && after && comparable ? compareRuns(before, after) : null;
    return { ...run, cause: run.cause as Cause | null, compared };
  });
}
export type Reproduction = NonNullable<Awaited<ReturnType<typeof reproductionsOf>>>[number];

async function endedRuns(ids: string[]): Promise<Map<string, EndedRun>> {
  const found = new Map<string, EndedRun>();
  if (ids.length === 0) return found;
  const [its, values] = await Promise.all([
    db
      .select({ id: runs.id, cause: runs.cause, facts: attempts.facts, host: judgeHosts.name })
      .from(runs)
      .innerJoin(attempts, and(eq(attempts.runId, runs.id), eq(attempts.number, runs.attemptNumber)))
      .innerJoin(judgeHosts, eq(judgeHosts.id, attempts.hostId))
      .where(inArray(runs.id, ids)),
    db
      .select({ runId: scores.runId, key: metrics.key, value: scores.value })
      .from(scores)
      .innerJoin(metrics, eq(metrics.id, scores.metricId))
      .where(inArray(scores.runId, ids)),
  ]);
  for (const { id, cause, facts, host } of its) {
    const own = values.filter((value) => value.runId === id).map(({ key, value }) => [key, value]);
    const read = Facts.safeParse(facts).data ?? null;
    found.set(id, { cause, host, facts: read, scores: Object.fromEntries(own) });
  }
  return found;
}
