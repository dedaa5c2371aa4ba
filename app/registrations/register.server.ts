import { randomBytes } from "node:crypto";
import { and, count, eq } from "drizzle-orm";
import { z } from "zod";
import { db, notify } from "../../db/connect.ts";
import { registrations, ticketKinds } from "../../db/schema/index.ts";
import { editionBySlug } from "../forums/queries.server.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { availability } from "./capacity.ts";

/** 120 random bits, in letters and digits that nobody confuses when they read them aloud. */
function newTicketCode(): string {
  const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  return Array.from(randomBytes(24), (byte) => alphabet[byte % 32]).join("");
}

/**
 * Gives the viewer a place at an edition. The ticket kind's row is the lock under which places are
 * counted, so a kind is never oversold however many ask at once. Asking again returns the same place.
 */
export async function register(command: {
  viewer: SignedInViewer;
  forumSlug: string;
  editionSlug: string;
  ticketKindId: string;
  now: Date;
}): Promise<Outcome<{ ticketCode: string; already: boolean }>> {
  const { viewer, forumSlug, editionSlug, ticketKindId, now } = command;
  const edition = await editionBySlug(viewer, forumSlug, editionSlug);
  if (!edition) return refused("not_found", "forums.refusals.noSuchEdition");
  if (!mayTakePart(viewer)) return refused("forbidden", "registrations.refusals.unverified");
  if (edition.state !== "published") return refused("closed", "registrations.refusals.notOpen");
  if (!z.uuid().safeParse(ticketKindId).success)
    return refused("not_found", "registrations.refusals.noSuchKind", { field: "ticketKindId" });

  return db.transaction(async (tx) => {
    const [kind] = await tx
      .select({
        id: ticketKinds.id,
        capacity: ticketKinds.capacity,
        opensAt: ticketKinds.opensAt,
        closesAt: ticketKinds.closesAt,
      })
      .from(ticketKinds)
      .where(and(eq(ticketKinds.id, ticketKindId), eq(ticketKinds.editionId, edition.id)))
      .for("update");
    if (!kind) return refused("not_found", "registrations.refusals.noSuchKind", { field: "ticketKindId" });

    const mine = and(
      eq(registrations.editionId, edition.id),
      eq(registrations.personId, viewer.person.id),
      eq(registrations.state, "confirmed"),
    );
    const [had] = await tx.select({ ticketCode: registrations.ticketCode }).from(registrations).where(mine);
    if (had) return done({ ...had, already: true });

    const [sum] = await tx
      .select({ taken: count() })
      .from(registrations)
      .where(and(eq(registrations.ticketKindId, kind.id), eq(registrations.state, "confirmed")));
    switch (availability({ ...kind, taken: sum?.taken ?? 0 }, now)) {
      case "not_yet":
        return refused("closed", "registrations.refusals.notYet");
      case "over":
        return refused("closed", "registrations.refusals.over");
      case "sold_out":
        return refused("conflict", "registrations.refusals.soldOut");
      case "available":
    }
    const [made] = await tx
      .insert(registrations)
      .values({
        editionId: edition.id,
        ticketKindId: kind.id,
        personId: viewer.person.id,
        ticketCode: newTicketCode(),
        createdAt: now,
      })
      // The same person at two kinds at once: the index lets one through, the other hears of it.
      .onConflictDoNothing()
      .returning({ ticketCode: registrations.ticketCode });
    if (!made) {
      const [won] = await tx.select({ ticketCode: registrations.ticketCode }).from(registrations).where(mine);
      return won ? done({ ...won, already: true }) : refused("conflict", "registrations.refusals.soldOut");
    }
    await notify(tx, "places_changed", { editionId: edition.id });
    return done({ ticketCode: made.ticketCode, already: false });
  });
}
