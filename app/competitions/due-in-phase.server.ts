import { and, eq, gt, lte, sql } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { deliverableSlots } from "../../db/schema/index.ts";

type Span = { startsAt: Date; endsAt: Date | null };

/** A condition on `deliverable_slots`: those of the competition that are due while the phase runs, its end included. */
const dueIn = (competitionId: string, { startsAt, endsAt }: Span) =>
  and(
    eq(deliverableSlots.competitionId, competitionId),
    gt(deliverableSlots.dueAt, startsAt),
    endsAt ? lte(deliverableSlots.dueAt, endsAt) : undefined,
  );

/** How many deliverables are due while the phase runs. */
export const dueInPhase = (competitionId: string, phase: Span): Promise<number> =>
  db.$count(deliverableSlots, dueIn(competitionId, phase));

/**
 * Moves what is due in a phase by as much as its end moved, or its start where it has no end; what was handed in
 * before stays. Resolves to the number of deliverables that moved.
 */
export async function moveDueDates(
  tx: Transaction,
  competitionId: string,
  before: Span,
  after: Span,
): Promise<number> {
  const byMs =
    before.endsAt && after.endsAt
      ? after.endsAt.getTime() - before.endsAt.getTime()
      : after.startsAt.getTime() - before.startsAt.getTime();
  if (byMs === 0) return 0;
  const moved = await tx
    .update(deliverableSlots)
    .set({ dueAt: sql`${deliverableSlots.dueAt} + ${byMs}::double precision * interval '1 millisecond'` })
    .where(dueIn(competitionId, before))
    .returning({ id: deliverableSlots.id });
  return moved.length;
}
