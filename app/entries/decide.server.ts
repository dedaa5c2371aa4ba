import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { entries } from "../../db/schema/index.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** Accepts or disqualifies an entry; an organiser's decision. */
export async function decideEntry(command: {
  viewer: SignedInViewer;
  entryId: string;
  state: "accepted" | "disqualified";
  reason?: string;
}): Promise<Outcome<{ id: string }>> {
  const [entry] = await db
    .select({ id: entries.id, competitionId: entries.competitionId })
    .from(entries)
    .where(eq(entries.id, command.entryId));
  if (!entry || !organisesCompetition(command.viewer, entry.competitionId))
    return refused("not_found", "entries.refusals.notFound");
  await db
    .update(entries)
    .set({ state: command.state, stateReason: command.reason?.trim() || null })
    .where(eq(entries.id, entry.id));
  return done({ id: entry.id });
}
