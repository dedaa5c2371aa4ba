import { and, asc, count, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { db, type Executor } from "../../db/connect.ts";
import {
  competitions,
  competitionTracks,
  entries,
  organisations,
  people,
  rulesVersions,
  teamInvitations,
  teamMembers,
  teamMerges,
  teams,
} from "../../db/schema/index.ts";
import { MAX_TRACKS } from "../competitions/limits.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer, Viewer } from "../people/viewer.ts";
import { invitationHash } from "../teams/invitation-secret.server.ts";
import { lacksOf } from "./eligibility.ts";
import { participantsOf } from "./facts.server.ts";
import { belongings } from "./merge-belongings.server.ts";
import { meantFirst, namedEntry } from "./which-entry.server.ts";

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

/**
 * The viewer's own entry in a competition, or null. Whoever is in several gets the one that takes part,
 * the newest first, unless they name another of theirs.
 */
export async function entryOf(
  viewer: Viewer,
  competitionId: string,
  executor: Executor = db,
  entryId?: string | null,
) {
  if (!viewer.person) return null;
  const [row] = await executor
    .select({
      id: entries.id,
      teamId: teams.id,
      teamName: teams.name,
      inviteCode: teams.inviteCode,
      state: entries.state,
      stateReason: entries.stateReason,
      kind: entries.kind,
      code: entries.code,
      trackId: entries.trackId,
      organisationId: entries.organisationId,
      memberChangesUsed: entries.memberChangesUsed,
      memberChangesGranted: entries.memberChangesGranted,
      rulesVersion: entries.rulesVersion,
      role: teamMembers.role,
    })
    .from(entries)
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .innerJoin(teamMembers, eq(teamMembers.teamId, teams.id))
    .where(
      and(
        eq(entries.competitionId, competitionId),
        eq(teamMembers.personId, viewer.person.id),
        namedEntry(entryId),
      ),
    )
    .orderBy(...meantFirst)
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

/** How many entries wait for an organiser's word; none for everybody else. */
export async function pendingEntries(viewer: Viewer, competitionId: string): Promise<number> {
  if (!organisesCompetition(viewer, competitionId)) return 0;
  const [row] = await db
    .select({ n: count() })
    .from(entries)
    .where(and(eq(entries.competitionId, competitionId), eq(entries.state, "pending")));
  return row?.n ?? 0;
}

/** The competition's tracks in their order: what a team chooses from. */
export async function tracksOf(competitionId: string) {
  return db
    .select()
    .from(competitionTracks)
    .where(eq(competitionTracks.competitionId, competitionId))
    .orderBy(asc(competitionTracks.position))
    .limit(MAX_TRACKS);
}

/** All entries of the viewer's in a competition, for those who are in several teams. */
export async function entriesOf(viewer: SignedInViewer, competitionId: string) {
  return db
    .select({ id: entries.id, teamName: teams.name, state: entries.state, track: competitionTracks.code })
    .from(entries)
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .leftJoin(competitionTracks, eq(competitionTracks.id, entries.trackId))
    .innerJoin(teamMembers, eq(teamMembers.teamId, teams.id))
    .where(and(eq(entries.competitionId, competitionId), eq(teamMembers.personId, viewer.person.id)))
    .orderBy(desc(entries.createdAt));
}

/**
 * The rules that an entry of the viewer's has not accepted yet, with what changed since; null when it has
 * accepted those in force. Ask before a submission is taken.
 */
export async function rulesToAccept(viewer: Viewer, competitionId: string, entryId?: string) {
  const entry = await entryOf(viewer, competitionId, db, entryId);
  const [competition] = await db
    .select({ version: competitions.rulesVersion })
    .from(competitions)
    .where(eq(competitions.id, competitionId));
  if (!entry || !competition || entry.rulesVersion >= competition.version) return null;
  const notes = await db
    .select({ version: rulesVersions.version, note: rulesVersions.note })
    .from(rulesVersions)
    .where(and(eq(rulesVersions.competitionId, competitionId), gt(rulesVersions.version, entry.rulesVersion)))
    .orderBy(asc(rulesVersions.version))
    .limit(20);
  return {
    entryId: entry.id,
    accepted: entry.rulesVersion,
    version: competition.version,
    notes: notes.flatMap(({ note }) => note ?? []),
  };
}

/** What only a team sees of its own entry: track, school, what it lacks, open invitations and proposals. */
export async function teamDetails(
  entry: NonNullable<Awaited<ReturnType<typeof entryOf>>>,
  competition: Parameters<typeof lacksOf>[0],
  now: Date,
) {
  const [track] = entry.trackId
    ? await db.select().from(competitionTracks).where(eq(competitionTracks.id, entry.trackId))
    : [];
  const [school] = entry.organisationId
    ? await db
        .select({ name: organisations.name, slug: organisations.slug })
        .from(organisations)
        .where(eq(organisations.id, entry.organisationId))
    : [];
  const participants = await participantsOf(db, entry.teamId);
  const invitations =
    entry.role === "captain"
      ? await db
          .select({
            id: teamInvitations.id,
            email: teamInvitations.email,
            role: teamInvitations.role,
            replaces: people.name,
            expiresAt: teamInvitations.expiresAt,
          })
          .from(teamInvitations)
          .leftJoin(people, eq(people.id, teamInvitations.replaces))
          .where(
            and(
              eq(teamInvitations.teamId, entry.teamId),
              isNull(teamInvitations.acceptedAt),
              isNull(teamInvitations.revokedAt),
              gt(teamInvitations.expiresAt, now),
            ),
          )
          .orderBy(asc(teamInvitations.createdAt))
      : [];
  const merges = await db
    .select({
      id: teamMerges.id,
      fromEntryId: teamMerges.fromEntryId,
      toEntryId: teamMerges.toEntryId,
      other: teams.name,
      code: entries.code,
    })
    .from(teamMerges)
    .innerJoin(
      entries,
      sql`${entries.id} = case when ${teamMerges.fromEntryId} = ${entry.id} then ${teamMerges.toEntryId} else ${teamMerges.fromEntryId} end`,
    )
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .where(
      and(
        eq(teamMerges.state, "proposed"),
        or(eq(teamMerges.fromEntryId, entry.id), eq(teamMerges.toEntryId, entry.id)),
      ),
    )
    .orderBy(asc(teamMerges.createdAt));
  return {
    track: track ? { code: track.code, name: track.name } : null,
    school: school ?? null,
    lacks:
      entry.state === "pending"
        ? lacksOf(competition, track ?? null, entry.organisationId, participants)
        : [],
    verified: participants
      .filter((p) =>
        p.belongs.some(
          (b) => b.verified && (!entry.organisationId || b.organisationId === entry.organisationId),
        ),
      )
      .map((p) => p.personId),
    invitations,
    merges: await Promise.all(
      merges.map(async ({ fromEntryId, toEntryId, ...m }) => ({
        ...m,
        mine: fromEntryId === entry.id,
        goes: await belongings(db, { stays: toEntryId, ends: fromEntryId }),
      })),
    ),
  };
}

/** What a mailed invitation leads to: whoever has its secret may see it. Null when there is none. */
export async function mailedInvitation(viewer: Viewer, secret: string, now: Date) {
  const [row] = await db
    .select({
      teamId: teams.id,
      teamName: teams.name,
      role: teamInvitations.role,
      acceptedAt: teamInvitations.acceptedAt,
      revokedAt: teamInvitations.revokedAt,
      expiresAt: teamInvitations.expiresAt,
      slug: competitions.slug,
      title: competitions.title,
      rules: competitions.rules,
      rulesFormat: competitions.rulesFormat,
      sameSchool: competitions.sameSchool,
      school: organisations.name,
    })
    .from(teamInvitations)
    .innerJoin(teams, eq(teams.id, teamInvitations.teamId))
    .innerJoin(entries, eq(entries.teamId, teams.id))
    .innerJoin(competitions, eq(competitions.id, entries.competitionId))
    .leftJoin(organisations, eq(organisations.id, entries.organisationId))
    .where(eq(teamInvitations.tokenHash, invitationHash(secret)))
    .limit(1);
  if (!row || row.revokedAt) return null;
  const members = await membersOf(db, row.teamId);
  const { acceptedAt, expiresAt, revokedAt: _revokedAt, ...shown } = row;
  return {
    ...shown,
    members: members.map((m) => ({ name: m.name, role: m.role })),
    isMember: members.some((m) => m.personId === viewer.person?.id),
    over: acceptedAt ? ("used" as const) : expiresAt <= now ? ("expired" as const) : null,
  };
}
