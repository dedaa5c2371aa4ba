import { eq } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { entries } from "../../db/schema/index.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** Called in the same transaction once an entry's state has changed: its boards follow. */
export type OnDecided = (tx: Transaction, entryId: string, now: Date) => Promise<unknown>;

/** Accepts or disqualifies an entry; an organiser's decision. */
export async function decideEntry(command: {
  viewer: SignedInViewer;
  entryId: string;
  state: "accepted" | "disqualified";
  reason?: string;
  now: Date;
  onDecided: OnDecided;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, entryId, state, now } = command;
  return db.transaction(async (tx) => {
    const [entry] = await tx
      .select({ id: entries.id, competitionId: entries.competitionId })
      .from(entries)
      .where(eq(entries.id, entryId))
      .for("no key update");
    if (!entry || !organisesCompetition(viewer, entry.competitionId))
      return refused("not_found", "entries.refusals.notFound");
    await tx
      .update(entries)
      .set({ state, stateReason: command.reason?.trim() || null })
      .where(eq(entries.id, entry.id));
    await command.onDecided(tx, entry.id, now);
    return done({ id: entry.id });
  });
}
