import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { entries } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { OnDecided } from "./decide.server.ts";
import { captainsEntry } from "./own-entry.server.ts";
import { tellTeam } from "./tell-team.server.ts";

/** Takes the team's entry out of the competition: its rows leave the boards. For its captain. */
export async function withdraw(command: {
  viewer: SignedInViewer;
  entryId: string;
  confirmed: boolean;
  now: Date;
  onDecided: OnDecided;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, entryId, now } = command;
  return db.transaction(async (tx) => {
    const own = await captainsEntry(tx, viewer, entryId);
    if (!own.ok) return own;
    const { entry } = own.value;
    if (entry.state !== "pending" && entry.state !== "accepted")
      return refused("conflict", "entries.refusals.otherState");
    if (!command.confirmed) return refused("invalid", "entries.refusals.confirm", { field: "confirmed" });
    await tx
      .update(entries)
      .set({ state: "withdrawn", stateReason: null, decidedBy: viewer.person.id, decidedAt: now })
      .where(eq(entries.id, entry.id));
    await recordAct(tx, {
      viewer,
      act: "entry.withdrawn",
      competitionId: entry.competitionId,
      subjectId: entry.id,
      details: { from: entry.state },
      now,
    });
    await command.onDecided(tx, entry.id, now);
    await tellTeam(tx, entry.id, {
      kind: "entry_withdrawn",
      subject: "entries.mail.withdrawn.subject",
      text: "entries.mail.withdrawn.text",
    });
    return done({ id: entry.id });
  });
}
