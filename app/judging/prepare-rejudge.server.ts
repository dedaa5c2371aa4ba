import { and, eq, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, notify, type Transaction } from "../../db/connect.ts";
import { phases, phaseTasks, rejudges, tasks } from "../../db/schema/index.ts";
import { installationLimits } from "../competitions/installation-limits.server.ts";
import { needsOf } from "../competitions/needs-of.ts";
import { matching } from "./rejudge-matching.server.ts";
import { settleRejudge } from "./rejudge-progress.server.ts";
import { Selection } from "./rejudge-selection.ts";

/** Behind every run that a team waits for. */
const REJUDGE_PRIORITY = -10;

type Rejudge = typeof rejudges.$inferSelect;

/**
 * Makes the runs that a rejudge still lacks, step by step, each in a transaction of its own that also notes how far
 * it got: whoever is cut off, or comes second, goes on from there, and no run is made twice. Ends early when the
 * rejudge is discarded.
 */
export async function prepareRejudge(rejudgeId: string): Promise<void> {
  for (;;) {
    const more = await db.transaction(async (tx) => {
      const [its] = await tx
        .select()
        .from(rejudges)
        .where(and(eq(rejudges.id, rejudgeId), eq(rejudges.state, "preparing")))
        .for("no key update");
      return its ? !(await prepareStep(tx, its, webConfig().REJUDGE_STEP)).ended : false;
    });
    if (!more) return;
  }
}

/** Makes the runs of the next so many numbers. The caller holds the rejudge's row. */
export async function prepareStep(
  tx: Transaction,
  its: Rejudge,
  numbers: number,
): Promise<{ ended: boolean }> {
  const to = Math.min(its.preparedTo + numbers, its.preparesTo);
  const matched = await matching(tx, its.competitionId, Selection.parse(its.selection ?? {}), {
    after: its.preparedTo,
    to,
    endedBy: its.createdAt,
  });
  // Somebody took away what was chosen, such as the task: there is nothing left to make.
  const ended = to >= its.preparesTo || !matched.ok;
  const made = matched.ok
    ? await tx.execute(sql`
        insert into runs (submission_id, task_id, entry_id, competition_id, official, rejudge_id, priority, turn,
          needs, labels, gpus, gpu_memory_bytes, queue_id, queued_at)
        select s.id, t.id, s.entry_id, s.competition_id, false, ${its.id}::uuid, ${REJUDGE_PRIORITY}::int,
          coalesce((select r.turn from runs r where r.rejudge_id = ${its.id} and r.entry_id = s.entry_id
            order by r.turn desc limit 1), -1) + dense_rank() over (partition by s.entry_id order by s.number),
          n.word, n.labels, n.gpus, n.memory,
          (select queue_id from competitions where id = s.competition_id), ${its.createdAt.toISOString()}::timestamptz
        from (select s.*, t.id as t_id ${matched.value}) s
        join tasks t on t.id = s.t_id
        join jsonb_to_recordset(${JSON.stringify(await needsNow(tx, its.competitionId))}::jsonb)
          as n (phase uuid, task uuid, word text, labels text[], gpus int, memory bigint)
          on n.phase = s.phase_id and n.task = t.id`)
    : { count: 0 };
  const prepared = its.prepared + made.count;
  await tx
    .update(rejudges)
    .set({
      preparedTo: to,
      prepared,
      ...(ended ? { state: "running", selected: prepared } : {}),
    })
    .where(eq(rejudges.id, its.id));
  // One word for all: whoever hears it hands out until nothing is left.
  if (made.count > 0) await notify(tx, "run_queued", { runId: its.id });
  if (ended) await settleRejudge(tx, its.id);
  return { ended };
}

/** What each task of each phase asks of a host now, whatever it asked when the submissions were handed in. */
async function needsNow(tx: Transaction, competitionId: string) {
  const found = await tx
    .select({ phase: phases, task: tasks })
    .from(phaseTasks)
    .innerJoin(phases, eq(phases.id, phaseTasks.phaseId))
    .innerJoin(tasks, eq(tasks.id, phaseTasks.taskId))
    .where(eq(phases.competitionId, competitionId));
  return found.map(({ phase, task }) => {
    const { needs: word, labels, gpus, gpuMemoryBytes } = needsOf(phase, task, installationLimits());
    return { phase: phase.id, task: task.id, word, labels, gpus, memory: gpuMemoryBytes };
  });
}
