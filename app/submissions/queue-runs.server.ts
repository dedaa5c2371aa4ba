import { and, eq, inArray, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { notify, type Transaction } from "../../db/connect.ts";
import { competitions, judgeQueues, phases, runs, submissions, tasks } from "../../db/schema/index.ts";
import { installationLimits } from "../competitions/installation-limits.server.ts";
import { needsOf } from "../competitions/needs-of.ts";
import { highestTurn } from "../queues/highest-turn.ts";

/**
 * Writes the official runs of a submission that is new, one for each task, and tells the hosts when they wait.
 * The entry must be locked, so that its next submission counts this one.
 */
export async function queueRuns(
  tx: Transaction,
  {
    submission,
    taskIds,
    state,
    now,
  }: {
    submission: { id: string; entryId: string; competitionId: string; phaseId: string };
    taskIds: readonly string[];
    state: "queued" | "held";
    now: Date;
  },
): Promise<void> {
  if (taskIds.length === 0) return;
  const found = await tx
    .select({
      task: tasks,
      phase: phases,
      queueId: competitions.queueId,
      goesFirst: competitions.goesFirst,
      createdBy: competitions.createdBy,
      queueOwner: judgeQueues.ownerId,
    })
    .from(tasks)
    .innerJoin(competitions, eq(competitions.id, tasks.competitionId))
    .innerJoin(phases, eq(phases.id, submission.phaseId))
    .leftJoin(judgeQueues, eq(judgeQueues.id, competitions.queueId))
    .where(inArray(tasks.id, [...taskIds]));
  const turn = await turnOf(tx, submission, now);
  const made = await tx
    .insert(runs)
    .values(
      found.map(({ task, phase, queueId, ...facts }) => ({
        ...needsOf(phase, task, installationLimits()),
        submissionId: submission.id,
        taskId: task.id,
        entryId: submission.entryId,
        competitionId: submission.competitionId,
        priority: Math.min(phase.priority, highestTurn(facts, webConfig().SHARED_QUEUE_TURN)),
        queueId,
        turn,
        state,
        queuedAt: now,
      })),
    )
    .returning({ id: runs.id });
  if (state === "queued") for (const run of made) await notify(tx, "run_queued", { runId: run.id });
}

/** How many other submissions of the entry wait, are at work, or ended within the window of fairness. */
export async function turnOf(
  tx: Transaction,
  { id, entryId }: { id: string; entryId: string },
  now: Date,
): Promise<number> {
  const since = new Date(now.getTime() - webConfig().FAIR_WINDOW_S * 1000);
  const [before] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(submissions)
    .where(
      and(
        eq(submissions.entryId, entryId),
        sql`${submissions.id} <> ${id}`,
        sql`(${submissions.state} in ('queued', 'running')
          or (${submissions.state} in ('scored', 'failed') and ${submissions.finishedAt} > ${since.toISOString()}))`,
      ),
    );
  return before?.count ?? 0;
}
