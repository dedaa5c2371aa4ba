import { asc, eq } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { competitions, competitionTracks, entries, teamMembers, teams } from "../../db/schema/index.ts";
import { addressFits } from "../competitions/email-lists.ts";
import { type CompetitionDetail, competitionBySlug } from "../competitions/queries.server.ts";
import { belongingsOf } from "../organisations/queries.server.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { newInviteCode } from "../teams/invite-code.server.ts";
import { nameKey, readTeamName } from "../teams/team-name.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { acceptIfReady } from "./accept-if-ready.server.ts";
import { capAllows, mayTakeRole, needsOrganisation, schoolFits, windowOpen } from "./eligibility.ts";
import { belongsTo, lockEntries, placesOf, sentBy } from "./facts.server.ts";
import { nameTaken, refuseName, unlessNameTaken } from "./name-taken.server.ts";

type Joining = {
  viewer: SignedInViewer;
  slug: string;
  /** Without one the team bears the viewer's own name. */
  teamName?: string | undefined;
  /** The code of the track, where the competition has some. */
  track?: string | undefined;
  /** The school or company they take part for. */
  organisationId?: string | undefined;
  acceptRules: boolean;
  /** The version that was read; a newer one has to be read first. */
  rulesVersion?: number;
  now: Date;
};
type Joined = { entryId: string; teamId: string; inviteCode: string };

/** Enters a competition with a new team, of which the viewer is captain. */
export async function join(command: Joining): Promise<Outcome<Joined>> {
  const { viewer, slug, now } = command;
  const competition = await competitionBySlug(viewer, slug, now);
  if (!competition) return refused("not_found", "competitions.refusals.notFound");
  if (!mayTakePart(viewer)) return refused("forbidden", "entries.refusals.unverified");
  if (competition.state !== "published" || competition.standing === "closed")
    return refused("closed", "entries.refusals.closed");
  const open = windowOpen(competition, now);
  if (!open.ok) return open;
  const named = command.teamName?.trim() ? readTeamName(command.teamName) : null;
  if (named && !named.ok) return named;
  if (!command.acceptRules) return refused("invalid", "entries.refusals.rules", { field: "acceptRules" });
  if (command.rulesVersion !== undefined && command.rulesVersion !== competition.rulesVersion)
    return refused("conflict", "entries.refusals.rulesChanged");
  return unlessNameTaken(() => db.transaction((tx) => enter(tx, command, competition, named?.value ?? null)));
}

async function enter(
  tx: Transaction,
  command: Joining,
  competition: CompetitionDetail,
  named: string | null,
): Promise<Outcome<Joined>> {
  const { viewer, now } = command;
  await lockEntries(tx, competition.id);
  const mine = await addressAllowed(tx, competition.id, viewer);
  if (!mine.ok) return mine;
  const role = mayTakeRole(competition, "captain", await placesOf(tx, competition.id, viewer.person.id));
  if (!role.ok) return role;
  const chosen = await trackChosen(tx, competition.id, command.track);
  if (!chosen.ok) return chosen;
  const track = chosen.value;

  const belongs = belongsTo(await belongingsOf(tx, [viewer.person.id]), viewer.person.id);
  const organisationId = command.organisationId || null;
  if (organisationId && !belongs.some((b) => b.organisationId === organisationId))
    return refused("invalid", "entries.refusals.notYourSchool", { field: "organisationId" });
  if (!organisationId && needsOrganisation(competition, track))
    return refused("invalid", "entries.refusals.schoolNeeded", { field: "organisationId" });
  const fits = schoolFits(competition, track, organisationId, { role: "captain", belongs });
  if (!fits.ok) return fits;
  if (organisationId) {
    const sent = await sentBy(tx, {
      competitionId: competition.id,
      organisationId,
      trackId: track?.id ?? null,
    });
    const cap = capAllows(competition, track, sent);
    if (!cap.ok) return cap;
  }
  if (named && (await nameTaken(tx, competition.id, named))) return refuseName();
  const name = named ?? (await ownName(tx, competition.id, viewer.person.name));

  const [team] = await tx
    .insert(teams)
    .values({ name, inviteCode: newInviteCode(), createdAt: now })
    .returning({ id: teams.id, inviteCode: teams.inviteCode });
  if (!team) throw new Error("the team was not written");
  await tx
    .insert(teamMembers)
    .values({ teamId: team.id, personId: viewer.person.id, role: "captain", joinedAt: now });
  const [entry] = await tx
    .insert(entries)
    .values({
      competitionId: competition.id,
      teamId: team.id,
      trackId: track?.id ?? null,
      organisationId,
      nameKey: nameKey(name),
      state: "pending",
      rulesVersion: competition.rulesVersion,
      rulesAcceptedBy: viewer.person.id,
      createdAt: now,
    })
    .returning({ id: entries.id });
  if (!entry) throw new Error("the entry was not written");
  await acceptIfReady(tx, entry.id, now);
  return done({ entryId: entry.id, teamId: team.id, inviteCode: team.inviteCode });
}

/** The lists themselves are the organisers' alone: a competition as its viewer sees it has none. */
async function addressAllowed(
  tx: Transaction,
  competitionId: string,
  viewer: SignedInViewer,
): Promise<Outcome<null>> {
  const [lists] = await tx
    .select({ allowedEmails: competitions.allowedEmails, blockedEmails: competitions.blockedEmails })
    .from(competitions)
    .where(eq(competitions.id, competitionId));
  return lists ? addressFits(lists, viewer.person.email) : done(null);
}

type ChosenTrack = typeof competitionTracks.$inferSelect | null;

/** The track of this code; the only one there is needs no choice. */
async function trackChosen(
  tx: Transaction,
  competitionId: string,
  code: string | undefined,
): Promise<Outcome<ChosenTrack>> {
  const tracks = await tx
    .select()
    .from(competitionTracks)
    .where(eq(competitionTracks.competitionId, competitionId))
    .orderBy(asc(competitionTracks.position));
  const wanted = code?.trim() || undefined;
  if (wanted === undefined && tracks.length <= 1) return done(tracks[0] ?? null);
  const track = tracks.find((t) => t.code === wanted);
  if (track) return done(track);
  return refused("invalid", wanted ? "entries.refusals.noSuchTrack" : "entries.refusals.trackNeeded", {
    field: "track",
  });
}

/** Whoever takes part alone bears their own name; the second Li Wei is "Li Wei 2". */
async function ownName(tx: Transaction, competitionId: string, own: string): Promise<string> {
  let name = own;
  for (let n = 2; await nameTaken(tx, competitionId, name); n++) name = `${own} ${n}`;
  return name;
}
