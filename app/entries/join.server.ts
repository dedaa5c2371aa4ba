import { and, count, eq, inArray, sql } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { competitions, entries, submissions, teamMembers, teams } from "../../db/schema/index.ts";
import { competitionBySlug } from "../competitions/queries.server.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { newInviteCode } from "../teams/invite-code.server.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

const NAME_LENGTH = 60;

/** One person joins one competition at a time: two requests at once must not make two teams. */
async function lockPlace(tx: Transaction, competitionId: string, personId: string): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`join ${competitionId} ${personId}`}, 0))`,
  );
}

async function takesPart(tx: Transaction, competitionIds: string[], personId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: entries.id })
    .from(entries)
    .innerJoin(teamMembers, eq(teamMembers.teamId, entries.teamId))
    .where(and(inArray(entries.competitionId, competitionIds), eq(teamMembers.personId, personId)))
    .limit(1);
  return row !== undefined;
}

/** Enters a competition with a new team, of which the viewer is captain. Without a name it bears theirs. */
export async function join(command: {
  viewer: SignedInViewer;
  slug: string;
  teamName?: string;
  acceptRules: boolean;
  /** The version that was read; a newer one has to be read first. */
  rulesVersion?: number;
  now: Date;
}): Promise<Outcome<{ entryId: string; teamId: string; inviteCode: string }>> {
  const { viewer, slug, now } = command;
  const competition = await competitionBySlug(viewer, slug, now);
  if (!competition) return refused("not_found", "competitions.refusals.notFound");
  if (!mayTakePart(viewer)) return refused("forbidden", "entries.refusals.unverified");
  if (competition.state !== "published" || competition.standing === "closed")
    return refused("closed", "entries.refusals.closed");
  if (!command.acceptRules) return refused("invalid", "entries.refusals.rules", { field: "acceptRules" });
  if (command.rulesVersion !== undefined && command.rulesVersion !== competition.rulesVersion)
    return refused("conflict", "entries.refusals.rulesChanged");
  const name = command.teamName?.trim() || viewer.person.name;
  if (name.length > NAME_LENGTH)
    return refused("invalid", "teams.refusals.nameTooLong", {
      field: "teamName",
      values: { max: NAME_LENGTH },
    });
  return db.transaction(async (tx) => {
    await lockPlace(tx, competition.id, viewer.person.id);
    if (await takesPart(tx, [competition.id], viewer.person.id))
      return refused("conflict", "entries.refusals.alreadyIn");
    const [team] = await tx
      .insert(teams)
      .values({ name, inviteCode: newInviteCode(), createdAt: now })
      .returning({ id: teams.id, inviteCode: teams.inviteCode });
    await tx
      .insert(teamMembers)
      .values({ teamId: team!.id, personId: viewer.person.id, role: "captain", joinedAt: now });
    const [entry] = await tx
      .insert(entries)
      .values({
        competitionId: competition.id,
        teamId: team!.id,
        state: competition.autoAccept ? "accepted" : "pending",
        rulesVersion: competition.rulesVersion,
        rulesAcceptedBy: viewer.person.id,
        createdAt: now,
      })
      .returning({ id: entries.id });
    return done({ entryId: entry!.id, teamId: team!.id, inviteCode: team!.inviteCode });
  });
}

/** Joins the team whose invite link one has, with all the competitions it takes part in. */
export async function joinTeam(command: {
  viewer: SignedInViewer;
  inviteCode: string;
  acceptRules: boolean;
  now: Date;
}): Promise<Outcome<{ teamId: string; slug: string | null }>> {
  const { viewer, now } = command;
  if (!mayTakePart(viewer)) return refused("forbidden", "entries.refusals.unverified");
  if (!command.acceptRules) return refused("invalid", "entries.refusals.rules", { field: "acceptRules" });
  return db.transaction(async (tx) => {
    // The team's row is the lock under which its places are counted.
    const [team] = await tx
      .select({ id: teams.id })
      .from(teams)
      .where(eq(teams.inviteCode, command.inviteCode))
      .for("update");
    if (!team) return refused("not_found", "teams.refusals.noSuchInvite");
    const held = await tx
      .select({
        competitionId: competitions.id,
        slug: competitions.slug,
        state: competitions.state,
        entryState: entries.state,
        maxTeamSize: competitions.maxTeamSize,
      })
      .from(entries)
      .innerJoin(competitions, eq(competitions.id, entries.competitionId))
      .where(eq(entries.teamId, team.id))
      .orderBy(competitions.id);
    if (held.some((h) => h.state !== "published" || !["pending", "accepted"].includes(h.entryState)))
      return refused("closed", "entries.refusals.closed");
    for (const { competitionId } of held) await lockPlace(tx, competitionId, viewer.person.id);
    const ids = held.map((h) => h.competitionId);
    if (ids.length > 0 && (await takesPart(tx, ids, viewer.person.id)))
      return refused("conflict", "entries.refusals.alreadyIn");
    const [members] = await tx
      .select({ n: count() })
      .from(teamMembers)
      .where(and(eq(teamMembers.teamId, team.id), inArray(teamMembers.role, ["captain", "member"])));
    const max = Math.min(...held.map((h) => h.maxTeamSize));
    if (members!.n >= max) return refused("conflict", "teams.refusals.full", { values: { max } });
    await tx
      .insert(teamMembers)
      .values({ teamId: team.id, personId: viewer.person.id, role: "member", joinedAt: now });
    return done({ teamId: team.id, slug: held[0]?.slug ?? null });
  });
}

/**
 * Leaves the team. A captain hands over to whoever has been there longest; the last to go withdraws the
 * entry. Not once the team has submitted: a new team would mean a new quota.
 */
export async function leave(command: {
  viewer: SignedInViewer;
  teamId: string;
}): Promise<Outcome<{ teamId: string }>> {
  const { viewer, teamId } = command;
  return db.transaction(async (tx) => {
    await tx.select({ id: teams.id }).from(teams).where(eq(teams.id, teamId)).for("update");
    const held = await tx
      .select({ id: entries.id })
      .from(entries)
      .where(eq(entries.teamId, teamId))
      .for("update");
    const ids = held.map((h) => h.id);
    const members = await tx
      .select({ personId: teamMembers.personId, role: teamMembers.role })
      .from(teamMembers)
      .where(eq(teamMembers.teamId, teamId))
      .orderBy(teamMembers.joinedAt);
    const me = members.find((m) => m.personId === viewer.person.id);
    if (!me) return refused("not_found", "teams.refusals.notIn");
    if (ids.length > 0) {
      const [handedIn] = await tx
        .select({ id: submissions.id })
        .from(submissions)
        .where(inArray(submissions.entryId, ids))
        .limit(1);
      if (handedIn) return refused("conflict", "teams.refusals.hasSubmitted");
    }
    await tx
      .delete(teamMembers)
      .where(and(eq(teamMembers.teamId, teamId), eq(teamMembers.personId, viewer.person.id)));
    const heir = members.find((m) => m.personId !== viewer.person.id && m.role === "member");
    if (me.role === "captain" && heir)
      await tx
        .update(teamMembers)
        .set({ role: "captain" })
        .where(and(eq(teamMembers.teamId, teamId), eq(teamMembers.personId, heir.personId)));
    if (members.length === 1 && ids.length > 0)
      await tx.update(entries).set({ state: "withdrawn" }).where(inArray(entries.id, ids));
    return done({ teamId });
  });
}
