import { and, eq, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Executor } from "../../db/connect.ts";
import { entries, metrics, phaseTasks, runs, scores, submissions } from "../../db/schema/index.ts";
import { hasResult } from "../judging/rejudge-effect.server.ts";
import { type BoardShape, valueKey } from "./board.ts";
import { grouped } from "./grouped.ts";
import type { Scored } from "./submission-rule.ts";
import { withComputed } from "./values.ts";

/** Membership in a list of ids of any length, sent as one parameter. */
export const among = (column: PgColumn | SQL, ids: string[]): SQL =>
  sql`${column} = any(${sql.param(`{${ids.join(",")}}`)}::uuid[])`;

type Asked = {
  phaseId: string;
  entryIds: string[];
  /** One whose state is about to be written. */
  alsoScored?: string | undefined;
  rejudgeId?: string | undefined;
};
type ScoreRow = Awaited<ReturnType<typeof scoresOf>>[number];

/**
 * What the scored submissions of accepted entries would stand with on a phase's board, from their official
 * runs. With a rejudge: what they would stand with if its runs were official.
 */
export const scoredOf = async (
  executor: Executor,
  { shape, ...asked }: Asked & { shape: BoardShape },
): Promise<Scored[]> => scoredFrom(shape, await scoresOf(executor, asked));

/** The scores that decide it, one row each: one statement, whatever the board's shape. */
export async function scoresOf(executor: Executor, { phaseId, entryIds, alsoScored, rejudgeId }: Asked) {
  const isScored = eq(submissions.state, "scored");
  return executor
    .select({
      submissionId: submissions.id,
      entryId: submissions.entryId,
      submittedAt: submissions.submittedAt,
      chosenFinalAt: submissions.chosenFinalAt,
      task: phaseTasks.position,
      key: metrics.key,
      value: scores.value,
    })
    .from(submissions)
    .innerJoin(entries, and(eq(entries.id, submissions.entryId), eq(entries.state, "accepted")))
    .innerJoin(runs, eq(runs.submissionId, submissions.id))
    .innerJoin(
      phaseTasks,
      and(eq(phaseTasks.phaseId, submissions.phaseId), eq(phaseTasks.taskId, runs.taskId)),
    )
    .innerJoin(scores, eq(scores.runId, runs.id))
    .innerJoin(metrics, eq(metrics.id, scores.metricId))
    .where(
      and(
        eq(submissions.phaseId, phaseId),
        among(submissions.entryId, entryIds),
        rejudgeId
          ? wouldBeScored(rejudgeId)
          : alsoScored
            ? or(isScored, eq(submissions.id, alsoScored))
            : isScored,
        rejudgeId ? wouldBeOfficial(rejudgeId) : eq(runs.official, true),
        eq(runs.state, "scored"),
      ),
    );
}

/** Submissions as they would stand on a board of this shape. */
export function scoredFrom(shape: BoardShape, rows: readonly ScoreRow[]): Scored[] {
  const found = grouped(rows, (row) => row.submissionId);
  return [...found].map(([submissionId, its]) => ({
    submissionId,
    entryId: its[0]!.entryId,
    values: valuesOf(shape, its),
    submittedAt: its[0]!.submittedAt.toISOString(),
    isFinal: its[0]!.chosenFinalAt !== null,
  }));
}

function valuesOf(shape: BoardShape, rows: { task: number; key: string; value: string }[]) {
  const values: Record<string, string> = {};
  for (const task of new Set(rows.map((r) => r.task))) {
    const its = Object.fromEntries(rows.filter((r) => r.task === task).map((r) => [r.key, r.value]));
    for (const [key, value] of Object.entries(withComputed(shape.columns, its)))
      values[valueKey(shape, task, key)] = value;
  }
  return values;
}

/** A run that is official if the rejudge is approved: the same before and after its runs are. */
const wouldBeOfficial = (rejudgeId: string): SQL => sql`(
  (${runs.rejudgeId} = ${rejudgeId} and ${hasResult("runs")})
  or (${runs.official} and not exists (
    select 1 from runs n where n.submission_id = ${runs.submissionId} and n.task_id = ${runs.taskId}
      and n.rejudge_id = ${rejudgeId} and ${hasResult("n")})))`;

/** A submission that is scored if the rejudge is approved: as submission-after.ts decides. */
const wouldBeScored = (rejudgeId: string): SQL => sql`(
  ${submissions.state} in ('scored', 'failed') and not exists (
    select 1 from runs r where r.submission_id = ${submissions.id} and r.state <> 'scored' and (
      (r.rejudge_id = ${rejudgeId} and ${hasResult("r")})
      or (r.official and not exists (
        select 1 from runs n where n.submission_id = r.submission_id and n.task_id = r.task_id
          and n.rejudge_id = ${rejudgeId} and ${hasResult("n")})))))`;
