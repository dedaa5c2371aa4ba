import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { teamMembers } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { mayTakeRole } from "./eligibility.ts";
import { placesOf } from "./facts.server.ts";
import { captainsEntry } from "./own-entry.server.ts";

/** Makes another member the captain; the old one stays as a member. */
export async function handOver(command: {
  viewer: SignedInViewer;
  entryId: string;
  personId: string;
  now: Date;
}): Promise<Outcome<{ personId: string }>> {
  const { viewer, personId, now } = command;
  return db.transaction(async (tx) => {
    const own = await captainsEntry(tx, viewer, command.entryId);
    if (!own.ok) return own;
    const { entry, competition } = own.value;
    const inTeam = (id: string) => and(eq(teamMembers.teamId, entry.teamId), eq(teamMembers.personId, id));
    const members = await tx
      .select({ personId: teamMembers.personId })
      .from(teamMembers)
      .where(and(eq(teamMembers.teamId, entry.teamId), eq(teamMembers.role, "member")));
    if (!members.some((m) => m.personId === personId))
      return refused("not_found", "teams.refusals.noSuchMember");
    const places = await placesOf(tx, competition.id, personId, entry.id);
    const may = mayTakeRole(competition, "captain", places);
    if (!may.ok) return may;
    await tx.update(teamMembers).set({ role: "member" }).where(inTeam(viewer.person.id));
    await tx.update(teamMembers).set({ role: "captain" }).where(inTeam(personId));
    await recordAct(tx, {
      viewer,
      act: "entry.captain_changed",
      competitionId: competition.id,
      subjectId: entry.id,
      details: { from: viewer.person.id, to: personId },
      now,
    });
    return done({ personId });
  });
}
