import { and, asc, eq, gt, isNotNull, lte } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { phases, submissions } from "../../db/schema/index.ts";

/** Phases that have begun and let teams choose final submissions, and what an entry chose in them. */
export async function finalsOf(competitionId: string, entryId: string, now: Date) {
  const asked = await db
    .select({
      id: phases.id,
      position: phases.position,
      name: phases.name,
      maxFinal: phases.maxFinal,
      endsAt: phases.endsAt,
    })
    .from(phases)
    .where(and(eq(phases.competitionId, competitionId), gt(phases.maxFinal, 0), lte(phases.startsAt, now)))
    .orderBy(asc(phases.position));
  if (asked.length === 0) return [];
  const chosen = await db
    .select({ phaseId: submissions.phaseId, id: submissions.id, number: submissions.number })
    .from(submissions)
    .where(and(eq(submissions.entryId, entryId), isNotNull(submissions.chosenFinalAt)))
    .orderBy(asc(submissions.number));
  return asked.map(({ id, ...phase }) => ({
    ...phase,
    open: phase.endsAt === null || now < phase.endsAt,
    chosen: chosen.filter((one) => one.phaseId === id).map(({ phaseId: _, ...one }) => one),
  }));
}
