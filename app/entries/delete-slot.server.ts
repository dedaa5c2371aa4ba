import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { deliverableSlots, deliverables } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** Takes a slot away, unless a team holds a receipt for it: receipts last. */
export async function deleteSlot(command: {
  viewer: SignedInViewer;
  competitionId: string;
  slotId: string;
  now: Date;
}): Promise<Outcome<null>> {
  const { viewer, competitionId, slotId, now } = command;
  if (!organisesCompetition(viewer, competitionId) || !isUuid(slotId))
    return refused("not_found", "deliverables.refusals.notFound");
  return db.transaction(async (tx) => {
    const [slot] = await tx
      .select({ id: deliverableSlots.id, title: deliverableSlots.title })
      .from(deliverableSlots)
      .where(and(eq(deliverableSlots.id, slotId), eq(deliverableSlots.competitionId, competitionId)))
      .for("update");
    if (!slot) return refused("not_found", "deliverables.refusals.notFound");
    const [used] = await tx
      .select({ id: deliverables.id })
      .from(deliverables)
      .where(eq(deliverables.slotId, slotId))
      .limit(1);
    if (used) return refused("conflict", "deliverables.refusals.slotInUse");
    await tx.delete(deliverableSlots).where(eq(deliverableSlots.id, slotId));
    const details = { title: slot.title };
    await recordAct(tx, { viewer, act: "slot.deleted", competitionId, subjectId: slotId, details, now });
    return done(null);
  });
}
