import { eq, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { entries } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { heldEntry } from "./decide.server.ts";
import { readReason } from "./decisions.ts";
import { tellTeam } from "./tell-team.server.ts";

/** Lets a team change one member more than the rules give, e.g. after an illness; an organiser's act. */
export async function allowChange(command: {
  viewer: SignedInViewer;
  entryId: string;
  reason: string;
  now: Date;
}): Promise<Outcome<{ granted: number }>> {
  const { viewer, now } = command;
  return db.transaction(async (tx) => {
    const entry = await heldEntry(tx, viewer, command.entryId);
    if (!entry) return refused("not_found", "entries.refusals.notFound");
    const reason = readReason(command.reason, "changeReason");
    if (!reason.ok) return reason;
    if (entry.kind !== "team" || (entry.state !== "pending" && entry.state !== "accepted"))
      return refused("conflict", "entries.refusals.otherState");
    const [after] = await tx
      .update(entries)
      .set({ memberChangesGranted: sql`${entries.memberChangesGranted} + 1` })
      .where(eq(entries.id, entry.id))
      .returning({ granted: entries.memberChangesGranted });
    if (!after) throw new Error("an entry that was held is gone");
    await recordAct(tx, {
      viewer,
      act: "entry.change_allowed",
      competitionId: entry.competitionId,
      subjectId: entry.id,
      details: { reason: reason.value, granted: after.granted },
      now,
    });
    await tellTeam(tx, entry.id, {
      kind: "member_change_allowed",
      subject: "entries.mail.changeAllowed.subject",
      text: "entries.mail.changeAllowed.text",
      values: { reason: reason.value },
    });
    return done(after);
  });
}
