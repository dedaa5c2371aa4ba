import { eq, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, notify, type Transaction } from "../../db/connect.ts";
import { competitions, judgeQueues, phases, phaseTasks, tasks } from "../../db/schema/index.ts";
import { highestTurn } from "../queues/highest-turn.ts";
import { addJob } from "../web/jobs.server.ts";
import { installationLimits } from "./installation-limits.server.ts";
import { needsOf } from "./needs-of.ts";

/** The job that goes on where many runs wait. */
export const REPLAN_WAITING = "replan_waiting";

/**
 * Gives the runs of a competition that still wait the queue, the needs and the priority that its settings say now,
 * so that what asked for a label nobody has does not wait for ever once that is mended. Rejudges stay behind all
 * others, and what is done again to be compared keeps what it needed then. A first step of them changes here, the rest
 * by a job; hosts hear of them.
 */
export async function replanWaiting(tx: Transaction, competitionId: string): Promise<void> {
  if ((await replanStep(tx, competitionId)).more)
    await addJob(tx, REPLAN_WAITING, { competitionId }, `${REPLAN_WAITING} ${competitionId}`);
}

/** Goes on with it, step by step, until nothing that waits is planned otherwise; may be called at any time. */
export async function replanAllWaiting(competitionId: string): Promise<void> {
  while ((await db.transaction((tx) => replanStep(tx, competitionId))).more);
}

async function replanStep(tx: Transaction, competitionId: string): Promise<{ more: boolean }> {
  const { REJUDGE_STEP: most } = webConfig();
  const found = await tx
    .select({
      phase: phases,
      task: tasks,
      goesFirst: competitions.goesFirst,
      createdBy: competitions.createdBy,
      queueOwner: judgeQueues.ownerId,
    })
    .from(phaseTasks)
    .innerJoin(phases, eq(phases.id, phaseTasks.phaseId))
    .innerJoin(tasks, eq(tasks.id, phaseTasks.taskId))
    .innerJoin(competitions, eq(competitions.id, phases.competitionId))
    .leftJoin(judgeQueues, eq(judgeQueues.id, competitions.queueId))
    .where(eq(phases.competitionId, competitionId));
  const plans = found.map(({ phase, task, ...facts }) => ({
    phase: phase.id,
    task: task.id,
    priority: Math.min(phase.priority, highestTurn(facts, webConfig().SHARED_QUEUE_TURN)),
    ...needsOf(phase, task, installationLimits()),
  }));
  const changed = await tx.execute<{ id: string }>(sql`
    update runs r set queue_id = c.queue_id, priority = n.new_priority, needs = n.needs, labels = n.labels,
      gpus = n.gpus, gpu_memory_bytes = n."gpuMemoryBytes"
    from competitions c, (
      select w.id, case when w.official then p.priority else w.priority end as new_priority, p.*
      from runs w join submissions s on s.id = w.submission_id
      join jsonb_to_recordset(${JSON.stringify(plans)}::jsonb)
        as p (phase uuid, task uuid, priority int, needs text, labels text[], gpus int, "gpuMemoryBytes" bigint)
        on p.phase = s.phase_id and p.task = w.task_id
      join competitions k on k.id = w.competition_id
      where w.competition_id = ${competitionId} and w.state in ('held', 'queued') and w.reproduces is null
        and (w.queue_id, w.priority, w.needs, w.labels) is distinct from
          (k.queue_id, case when w.official then p.priority else w.priority end, p.needs, p.labels)
      limit ${most}
    ) n
    where r.id = n.id and r.state in ('held', 'queued') and c.id = ${competitionId}
    returning r.id`);
  const [first] = changed;
  // One word for all: whoever hears it hands out until nothing is left.
  if (first) await notify(tx, "run_queued", { runId: first.id });
  return { more: changed.length === most };
}
