import { and, asc, eq, inArray, max, sql } from "drizzle-orm";
import type { Executor, Transaction } from "../../db/connect.ts";
import {
  deliverableSlots,
  deliverables,
  entries,
  phases,
  quotaGrants,
  submissions,
} from "../../db/schema/index.ts";
import { deliverablesAfter } from "./merging.ts";

type Pair = { stays: string; ends: string };

/**
 * What goes over when one entry ends in another: its submissions, the deliverables for slots that the staying
 * entry left empty, and what organisers granted it beyond the quotas. Deliverables for slots that both filled
 * stay with the ended entry as history.
 */
export async function belongings(executor: Executor, { stays, ends }: Pair) {
  const handedIn = await executor
    .select({
      entryId: deliverables.entryId,
      slotId: deliverables.slotId,
      title: deliverableSlots.title,
      newest: max(deliverables.version),
    })
    .from(deliverables)
    .innerJoin(deliverableSlots, eq(deliverableSlots.id, deliverables.slotId))
    .where(inArray(deliverables.entryId, [stays, ends]))
    .groupBy(deliverables.entryId, deliverables.slotId, deliverableSlots.id)
    .orderBy(asc(deliverableSlots.position), asc(deliverableSlots.id));
  const grants = await executor
    .select({
      phaseId: quotaGrants.phaseId,
      phase: phases.name,
      morePerDay: sql<number>`sum(${quotaGrants.morePerDay})::int`,
      moreTotal: sql<number>`sum(${quotaGrants.moreTotal})::int`,
    })
    .from(quotaGrants)
    .innerJoin(phases, eq(phases.id, quotaGrants.phaseId))
    .where(eq(quotaGrants.entryId, ends))
    .groupBy(quotaGrants.phaseId, phases.id)
    .orderBy(asc(phases.position));
  const [handed] = await executor
    .select({ n: sql<number>`count(*)::int` })
    .from(submissions)
    .where(eq(submissions.entryId, ends));
  const of = (entryId: string) => handedIn.filter((row) => row.entryId === entryId);
  return { submissions: handed?.n ?? 0, grants, ...deliverablesAfter(of(stays), of(ends)) };
}

/** Carries deliverables and grants over, and says of what was merged before where it is now. */
export async function carryOver(tx: Transaction, { stays, ends }: Pair) {
  const { come, grants } = await belongings(tx, { stays, ends });
  if (come.length > 0)
    await tx
      .update(deliverables)
      .set({ entryId: stays })
      .where(
        and(
          eq(deliverables.entryId, ends),
          inArray(
            deliverables.slotId,
            come.map((slot) => slot.slotId),
          ),
        ),
      );
  await tx.update(quotaGrants).set({ entryId: stays }).where(eq(quotaGrants.entryId, ends));
  await tx.update(entries).set({ mergedInto: stays }).where(eq(entries.mergedInto, ends));
  return { deliverables: come.map((slot) => slot.slotId), grants: grants.length };
}
