import { and, eq, max } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitions, deliverableSlots } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { SlotValues } from "./slot-form.ts";

/** Makes a slot, or changes the one of this id. What was handed in before stays, whatever is asked for now. */
export async function saveSlot(command: {
  viewer: SignedInViewer;
  competitionId: string;
  slotId: string | null;
  values: SlotValues;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, competitionId, slotId, values, now } = command;
  if (!organisesCompetition(viewer, competitionId) || (slotId && !isUuid(slotId)))
    return refused("not_found", "deliverables.refusals.notFound");
  return db.transaction(async (tx) => {
    // One order of slots, one change at a time.
    await tx
      .select({ id: competitions.id })
      .from(competitions)
      .where(eq(competitions.id, competitionId))
      .for("no key update");
    let id = slotId;
    if (id) {
      const changed = await tx
        .update(deliverableSlots)
        .set(values)
        .where(and(eq(deliverableSlots.id, id), eq(deliverableSlots.competitionId, competitionId)))
        .returning({ id: deliverableSlots.id });
      if (changed.length === 0) return refused("not_found", "deliverables.refusals.notFound");
    } else {
      const [last] = await tx
        .select({ position: max(deliverableSlots.position) })
        .from(deliverableSlots)
        .where(eq(deliverableSlots.competitionId, competitionId));
      const [row] = await tx
        .insert(deliverableSlots)
        .values({ ...values, competitionId, position: (last?.position ?? -1) + 1 })
        .returning({ id: deliverableSlots.id });
      if (!row) throw new Error("a slot was not written");
      id = row.id;
    }
    const details = { ...values, dueAt: values.dueAt?.toISOString() ?? null };
    await recordAct(tx, { viewer, act: "slot.saved", competitionId, subjectId: id, details, now });
    return done({ id });
  });
}
