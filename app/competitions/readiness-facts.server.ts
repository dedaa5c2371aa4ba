import { asc, eq, sql } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import {
  competitionPages,
  type competitions,
  deliverableSlots,
  metrics,
  phases,
  phaseTasks,
} from "../../db/schema/index.ts";
import type { ReadinessFacts } from "./readiness.ts";

/** What `readiness` asks about a competition. */
export async function readinessFacts(
  executor: Executor,
  competition: Omit<typeof competitions.$inferSelect, "source" | "importReport"> & { importReport: unknown },
): Promise<ReadinessFacts> {
  const { id } = competition;
  const [pages, columns, slots, spans] = await Promise.all([
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
  ]);
  return {
    rules: competition.rules,
    contactEmail: competition.contactEmail,
    entriesUntil: competition.entriesUntil,
    datesUnconfirmed: competition.importReport !== null && competition.importConfirmedAt === null,
    pages,
    metrics: columns,
    slots,
    phases: spans,
  };
}
