import { asc, eq, sql } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import {
  competitionPages,
  type competitions,
  deliverableSlots,
  judgeQueues,
  metrics,
  phases,
  phaseTasks,
  tasks,
} from "../../db/schema/index.ts";
import { needsInShort } from "../queues/abilities.ts";
import { fit } from "../queues/fit.ts";
import { hostsOfQueue } from "../queues/hosts-of-queue.server.ts";
import { installationLimits } from "./installation-limits.server.ts";
import { needsOf } from "./needs-of.ts";
import type { ReadinessFacts } from "./readiness.ts";

/** What `readiness` asks about a competition. */
export async function readinessFacts(
  executor: Executor,
  competition: Omit<typeof competitions.$inferSelect, "source" | "importReport"> & { importReport: unknown },
  now: Date,
): Promise<ReadinessFacts> {
  const { id, queueId } = competition;
  const [pages, columns, slots, spans, asked, hosts, [queue]] = await Promise.all([
    executor.$count(competitionPages, eq(competitionPages.competitionId, id)),
    executor.$count(metrics, eq(metrics.competitionId, id)),
    executor.$count(deliverableSlots, eq(deliverableSlots.competitionId, id)),
    executor
      .select({
        name: phases.name,
        startsAt: phases.startsAt,
        endsAt: phases.endsAt,
        accepts: phases.accepts,
        tasks: sql<number>`(select count(*)::int from ${phaseTasks} where ${phaseTasks.phaseId} = ${phases.id})`,
      })
      .from(phases)
      .where(eq(phases.competitionId, id))
      .orderBy(asc(phases.position)),
    executor
      .select({ phase: phases, task: tasks })
      .from(phaseTasks)
      .innerJoin(phases, eq(phases.id, phaseTasks.phaseId))
      .innerJoin(tasks, eq(tasks.id, phaseTasks.taskId))
      .where(eq(phases.competitionId, id))
      .orderBy(asc(tasks.position)),
    hostsOfQueue(executor, queueId, now),
    queueId
      ? executor.select({ name: judgeQueues.name }).from(judgeQueues).where(eq(judgeQueues.id, queueId))
      : [],
  ]);
  const unmet = new Map<string, ReadinessFacts["unmet"][number]>();
  for (const { phase, task } of asked) {
    const needs = needsOf(phase, task, installationLimits());
    const special = needs.gpus > 0 || needs.labels.length > 0;
    if (special && !hosts.some((host) => fit(needs, host)))
      unmet.set(task.id, { task: task.name, needs: needsInShort(needs) });
  }
  return {
    rules: competition.rules,
    contactEmail: competition.contactEmail,
    entriesUntil: competition.entriesUntil,
    datesUnconfirmed: competition.importReport !== null && competition.importConfirmedAt === null,
    pages,
    metrics: columns,
    slots,
    queue: queue ? { name: queue.name, hosts: hosts.length } : null,
    unmet: [...unmet.values()],
    phases: spans,
  };
}
