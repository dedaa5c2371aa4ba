import { and, asc, eq } from "drizzle-orm";
import { db, type Executor } from "../../db/connect.ts";
import { competitions, entries, people, teamMembers, teams } from "../../db/schema/index.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";

const membersOf = (executor: Executor, teamId: string) =>
  executor
    .select({
      personId: people.id,
      name: people.name,
      role: teamMembers.role,
      joinedAt: teamMembers.joinedAt,
    })
    .from(teamMembers)
    .innerJoin(people, eq(people.id, teamMembers.personId))
    .where(eq(teamMembers.teamId, teamId))
    .orderBy(asc(teamMembers.joinedAt), asc(people.id));

/** The viewer's own entry in a competition, or null. */
export async function entryOf(viewer: Viewer, competitionId: string, executor: Executor = db) {
  if (!viewer.person) return null;
  const [row] = await executor
    .select({
      id: entries.id,
      teamId: teams.id,
      teamName: teams.name,
      inviteCode: teams.inviteCode,
      state: entries.state,
      stateReason: entries.stateReason,
      rulesVersion: entries.rulesVersion,
      role: teamMembers.role,
    })
    .from(entries)
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .innerJoin(teamMembers, eq(teamMembers.teamId, teams.id))
    .where(and(eq(entries.competitionId, competitionId), eq(teamMembers.personId, viewer.person.id)))
    .limit(1);
  return row ? { ...row, members: await membersOf(executor, row.teamId) } : null;
}

/** What an invite link leads to: whoever has the link may see it. Null when it was turned. */
export async function invitation(viewer: Viewer, inviteCode: string) {
  const [row] = await db
    .select({
      teamId: teams.id,
      teamName: teams.name,
      competitionId: competitions.id,
      slug: competitions.slug,
      title: competitions.title,
      rules: competitions.rules,
      rulesFormat: competitions.rulesFormat,
      maxTeamSize: competitions.maxTeamSize,
    })
    .from(teams)
    .innerJoin(entries, eq(entries.teamId, teams.id))
    .innerJoin(competitions, eq(competitions.id, entries.competitionId))
    .where(eq(teams.inviteCode, inviteCode))
    .limit(1);
  if (!row) return null;
  const members = await membersOf(db, row.teamId);
  return {
    ...row,
    members: members.map((m) => ({ name: m.name, role: m.role })),
    isMember: members.some((m) => m.personId === viewer.person?.id),
  };
}

/** Entries that wait for an organiser's word; empty for everybody else. */
export async function pendingEntries(viewer: Viewer, competitionId: string) {
  if (!organisesCompetition(viewer, competitionId)) return [];
  return db
    .select({ id: entries.id, teamName: teams.name, createdAt: entries.createdAt })
    .from(entries)
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .where(and(eq(entries.competitionId, competitionId), eq(entries.state, "pending")))
    .orderBy(asc(entries.createdAt));
}
