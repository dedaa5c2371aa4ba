import { asc, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitions, deliverableSlots } from "../../db/schema/index.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** Moves a slot one place up or down in the order that teams see. */
export async function moveSlot(command: {
  viewer: SignedInViewer;
  competitionId: string;
  slotId: string;
  by: 1 | -1;
}): Promise<Outcome<null>> {
  const { viewer, competitionId, slotId, by } = command;
  if (!organisesCompetition(viewer, competitionId))
    return refused("not_found", "deliverables.refusals.notFound");
  return db.transaction(async (tx) => {
    await tx
      .select({ id: competitions.id })
      .from(competitions)
      .where(eq(competitions.id, competitionId))
      .for("no key update");
    const slots = await tx
      .select({ id: deliverableSlots.id })
      .from(deliverableSlots)
      .where(eq(deliverableSlots.competitionId, competitionId))
      .orderBy(asc(deliverableSlots.position), asc(deliverableSlots.id));
    const from = slots.findIndex((slot) => slot.id === slotId);
    const [slot] = from < 0 ? [] : slots.splice(from, 1);
    if (!slot) return refused("not_found", "deliverables.refusals.notFound");
    slots.splice(Math.max(0, from + by), 0, slot);
    for (const [position, { id }] of slots.entries())
      await tx.update(deliverableSlots).set({ position }).where(eq(deliverableSlots.id, id));
    return done(null);
  });
}
