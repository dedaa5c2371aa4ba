import { and, eq, inArray } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { competitions, entries, teamInvitations, teamMembers, teams } from "../../db/schema/index.ts";
import { addressFits } from "../competitions/email-lists.ts";
import { belongingsOf } from "../organisations/queries.server.ts";
import { recordAct } from "../people/audit.server.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { invitationHash } from "../teams/invitation-secret.server.ts";
import { lockFacts, mayCome, mayReplace, roomFor, type TeamRole } from "../teams/membership.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { acceptIfReady } from "./accept-if-ready.server.ts";
import { mayTakeRole, schoolFits } from "./eligibility.ts";
import {
  belongsTo,
  hasSubmitted,
  LEFT_AFTER_SUBMITTING,
  lockEntries,
  participantsOf,
  placesOf,
  trackOf,
} from "./facts.server.ts";

type Joining = { viewer: SignedInViewer; acceptRules: boolean; now: Date };
type Joined = { teamId: string; slug: string | null };
type Came = { role: TeamRole; invited: boolean; replaces: string | null };

/** Joins the team whose invite link one has, as a member, with all the competitions it takes part in. */
export async function joinTeam(command: Joining & { inviteCode: string }): Promise<Outcome<Joined>> {
  const may = mayAtAll(command);
  if (!may.ok) return may;
  return db.transaction(async (tx) => {
    // The team's row is the lock under which its places are counted.
    const [team] = await tx
      .select({ id: teams.id })
      .from(teams)
      .where(eq(teams.inviteCode, command.inviteCode))
      .for("update");
    if (!team) return refused("not_found", "teams.refusals.noSuchInvite");
    return come(tx, command, team.id, { role: "member", invited: false, replaces: null });
  });
}

/** Takes the place that was offered by mail: once, before it expires, unless it was taken back. */
export async function acceptInvitation(command: Joining & { secret: string }): Promise<Outcome<Joined>> {
  const may = mayAtAll(command);
  if (!may.ok) return may;
  const hash = invitationHash(command.secret);
  return db.transaction(async (tx) => {
    const [asked] = await tx
      .select({ teamId: teamInvitations.teamId })
      .from(teamInvitations)
      .where(eq(teamInvitations.tokenHash, hash));
    if (!asked) return refused("not_found", "teams.refusals.noSuchInvitation");
    await tx.select({ id: teams.id }).from(teams).where(eq(teams.id, asked.teamId)).for("update");
    const [invitation] = await tx
      .select()
      .from(teamInvitations)
      .where(eq(teamInvitations.tokenHash, hash))
      .for("update");
    if (!invitation || invitation.revokedAt) return refused("not_found", "teams.refusals.noSuchInvitation");
    if (invitation.acceptedAt) return refused("conflict", "teams.refusals.invitationUsed");
    if (invitation.expiresAt <= command.now) return refused("closed", "teams.refusals.invitationExpired");
    const joined = await come(tx, command, asked.teamId, {
      role: invitation.role,
      invited: true,
      replaces: invitation.replaces,
    });
    if (joined.ok)
      await tx
        .update(teamInvitations)
        .set({ acceptedAt: command.now })
        .where(eq(teamInvitations.id, invitation.id));
    return joined;
  });
}

function mayAtAll({ viewer, acceptRules }: Joining): Outcome<null> {
  if (!mayTakePart(viewer)) return refused("forbidden", "entries.refusals.unverified");
  return acceptRules ? done(null) : refused("invalid", "entries.refusals.rules", { field: "acceptRules" });
}

/** With the team's row held: looks at every rule of every competition, then writes. */
async function come(
  tx: Transaction,
  { viewer, now }: Joining,
  teamId: string,
  { role, invited, replaces }: Came,
): Promise<Outcome<Joined>> {
  const personId = viewer.person.id;
  const held = await tx
    .select({ entry: entries, competition: competitions })
    .from(entries)
    .innerJoin(competitions, eq(competitions.id, entries.competitionId))
    .where(eq(entries.teamId, teamId))
    .orderBy(competitions.id);
  if (held.some((h) => h.competition.state !== "published" || !isActive(h.entry.state)))
    return refused("closed", "entries.refusals.closed");
  const team = await participantsOf(tx, teamId);
  if (team.some((p) => p.personId === personId)) return refused("conflict", "entries.refusals.alreadyIn");
  const leaves = team.find((p) => p.personId === replaces);
  const stay = team.filter((p) => p !== leaves);
  const belongs = belongsTo(await belongingsOf(tx, [personId]), personId);
  const ids = held.map((h) => h.entry.id);
  for (const { competition } of held) await lockEntries(tx, competition.id);
  // Whoever submits holds the entry's row: after this there is no submission in flight.
  if (ids.length > 0)
    await tx.select({ id: entries.id }).from(entries).where(inArray(entries.id, ids)).for("update");
  const submitted = await hasSubmitted(tx, ids);

  const costs: string[] = [];
  for (const { competition, entry } of held) {
    const facts = lockFacts(competition, entry, submitted);
    const change = leaves ? mayReplace(facts, now) : mayCome(facts, invited, now);
    if (!change.ok) return change;
    if (change.value.costsChange) costs.push(entry.id);
    const address = addressFits(competition, viewer.person.email);
    if (!address.ok) return address;
    const places = mayTakeRole(competition, role, await placesOf(tx, competition.id, personId));
    if (!places.ok) return places;
    const room = roomFor(
      role,
      stay.map((p) => p.role),
      competition,
    );
    if (!room.ok) return room;
    const track = await trackOf(tx, entry.trackId);
    const fits = schoolFits(competition, track, entry.organisationId, { role, belongs });
    if (!fits.ok) return fits;
  }

  if (leaves) {
    await tx
      .delete(teamMembers)
      .where(and(eq(teamMembers.teamId, teamId), eq(teamMembers.personId, leaves.personId)));
    if (submitted)
      for (const { competition } of held)
        await recordAct(tx, {
          viewer,
          act: LEFT_AFTER_SUBMITTING,
          competitionId: competition.id,
          subjectId: leaves.personId,
          details: { teamId },
          now,
        });
  }
  await tx.insert(teamMembers).values({ teamId, personId, role, joinedAt: now });
  for (const { competition, entry } of held) {
    const costsChange = costs.includes(entry.id);
    if (costsChange)
      await tx
        .update(entries)
        .set({ memberChangesUsed: entry.memberChangesUsed + 1 })
        .where(eq(entries.id, entry.id));
    if (costsChange || leaves)
      await recordAct(tx, {
        viewer,
        act: "entry.members_changed",
        competitionId: competition.id,
        subjectId: entry.id,
        details: { came: viewer.person.name, role, ...(leaves && { went: leaves.name }) },
        now,
      });
    await acceptIfReady(tx, entry.id, now);
  }
  return done({ teamId, slug: held[0]?.competition.slug ?? null });
}

const isActive = (state: string) => state === "pending" || state === "accepted";
