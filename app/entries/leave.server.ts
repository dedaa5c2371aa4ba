import { and, eq, inArray } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { competitions, entries, teamMembers, teams } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { lockFacts, mayChangeFreely } from "../teams/membership.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { acceptIfReady } from "./accept-if-ready.server.ts";
import { hasSubmitted, lockEntries } from "./facts.server.ts";

/**
 * Leaves the team. A captain hands over to whoever has been there longest; the last to go withdraws the
 * entry. Not once the team has submitted or is locked: a new team would mean a new quota.
 */
export async function leave(command: {
  viewer: SignedInViewer;
  teamId: string;
  now: Date;
}): Promise<Outcome<{ teamId: string }>> {
  const { viewer, teamId, now } = command;
  return db.transaction(async (tx) => {
    const team = await held(tx, teamId, now);
    if (!team.ok) return team;
    const { members, ids } = team.value;
    const me = members.find((m) => m.personId === viewer.person.id);
    if (!me) return refused("not_found", "teams.refusals.notIn");
    if (team.value.stays) return refused(team.value.stays.code, team.value.stays.reason);
    await takeOut(tx, teamId, viewer.person.id);
    const heir = members.find((m) => m.personId !== viewer.person.id && m.role === "member");
    if (me.role === "captain" && heir)
      await tx
        .update(teamMembers)
        .set({ role: "captain" })
        .where(and(eq(teamMembers.teamId, teamId), eq(teamMembers.personId, heir.personId)));
    // Advisors alone are no team.
    if (me.role !== "advisor" && !members.some((m) => m !== me && m.role !== "advisor") && ids.length > 0)
      await tx
        .update(entries)
        .set({ state: "withdrawn" })
        .where(and(inArray(entries.id, ids), inArray(entries.state, ["pending", "accepted"])));
    for (const id of ids) await acceptIfReady(tx, id, now);
    return done({ teamId });
  });
}

/** Takes another person out of the team; for its captain, under the same rules as leaving. */
export async function removeMember(command: {
  viewer: SignedInViewer;
  teamId: string;
  personId: string;
  now: Date;
}): Promise<Outcome<{ teamId: string }>> {
  const { viewer, teamId, personId, now } = command;
  return db.transaction(async (tx) => {
    const team = await held(tx, teamId, now);
    if (!team.ok) return team;
    const { members, ids, competitionIds } = team.value;
    const me = members.find((m) => m.personId === viewer.person.id);
    if (me?.role !== "captain") return refused("forbidden", "teams.refusals.captainOnly");
    const other = members.find((m) => m.personId === personId && m !== me);
    if (!other) return refused("not_found", "teams.refusals.noSuchMember");
    if (team.value.stays) return refused(team.value.stays.code, team.value.stays.reason);
    await takeOut(tx, teamId, personId);
    for (const [i, id] of ids.entries()) {
      await recordAct(tx, {
        viewer,
        act: "entry.member_removed",
        competitionId: competitionIds[i],
        subjectId: id,
        details: { personId },
        now,
      });
      await acceptIfReady(tx, id, now);
    }
    return done({ teamId });
  });
}

const takeOut = (tx: Transaction, teamId: string, personId: string) =>
  tx.delete(teamMembers).where(and(eq(teamMembers.teamId, teamId), eq(teamMembers.personId, personId)));

/** Holds the team and its entries, and says why its people have to stay, if so. */
async function held(tx: Transaction, teamId: string, now: Date) {
  if (!isUuid(teamId)) return refused("not_found", "teams.refusals.notIn");
  await tx.select({ id: teams.id }).from(teams).where(eq(teams.id, teamId)).for("update");
  const its = await tx
    .select({ entry: entries, competition: competitions })
    .from(entries)
    .innerJoin(competitions, eq(competitions.id, entries.competitionId))
    .where(eq(entries.teamId, teamId))
    .orderBy(competitions.id);
  for (const { competition } of its) await lockEntries(tx, competition.id);
  const ids = its.map((h) => h.entry.id);
  // Whoever submits holds the entry's row: after this there is no submission in flight.
  if (ids.length > 0)
    await tx.select({ id: entries.id }).from(entries).where(inArray(entries.id, ids)).for("update");
  const members = await tx
    .select({ personId: teamMembers.personId, role: teamMembers.role })
    .from(teamMembers)
    .where(eq(teamMembers.teamId, teamId))
    .orderBy(teamMembers.joinedAt, teamMembers.personId);
  const submitted = await hasSubmitted(tx, ids);
  const free = its.map(({ competition, entry }) =>
    mayChangeFreely(lockFacts(competition, entry, submitted), now),
  );
  const stays = free.flatMap((f) => (f.ok ? [] : [f.refusal]))[0];
  return done({ members, ids, competitionIds: its.map((h) => h.competition.id), stays });
}
