import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { entries } from "../../db/schema/index.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { membersEntry } from "./own-entry.server.ts";

/** Accepts, for the team, the rules as they are now. Any member may: each has accepted an earlier version. */
export async function acceptRules(command: {
  viewer: SignedInViewer;
  entryId: string;
  /** The version that was read. */
  rulesVersion: number;
}): Promise<Outcome<{ rulesVersion: number }>> {
  const { viewer, rulesVersion } = command;
  return db.transaction(async (tx) => {
    const own = await membersEntry(tx, viewer, command.entryId);
    if (!own.ok) return own;
    const { entry, competition } = own.value;
    if (competition.rulesVersion !== rulesVersion)
      return refused("conflict", "entries.refusals.rulesChanged");
    await tx
      .update(entries)
      .set({ rulesVersion, rulesAcceptedBy: viewer.person.id })
      .where(eq(entries.id, entry.id));
    return done({ rulesVersion });
  });
}
