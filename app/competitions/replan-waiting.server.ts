import { eq, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { notify, type Transaction } from "../../db/connect.ts";
import { competitions, judgeQueues, phases, phaseTasks, tasks } from "../../db/schema/index.ts";
import { highestTurn } from "../queues/highest-turn.ts";
import { installationLimits } from "./installation-limits.server.ts";
import { needsOf } from "./needs-of.ts";

/**
 * Gives the runs of a competition that still wait the queue, the needs and the priority that its settings say now,
 * so that what asked for a label nobody has does not wait for ever once that is mended. Rejudges stay behind all
 * others, and what is done again to be compared keeps what it needed then. Answers how many runs changed; hosts hear of them.
 */
export async function replanWaiting(tx: Transaction, competitionId: string): Promise<number> {
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
      where w.competition_id = ${competitionId} and w.state in ('held', 'queued') and w.reproduces is null
    ) n
    where r.id = n.id and r.state in ('held', 'queued') and c.id = ${competitionId}
      and (r.queue_id, r.priority, r.needs, r.labels) is distinct from (c.queue_id, n.new_priority, n.needs, n.labels)
    returning r.id`);
  const [first] = changed;
  // One word for all: whoever hears it hands out until nothing is left.
  if (first) await notify(tx, "run_queued", { runId: first.id });
  return changed.length;
}
