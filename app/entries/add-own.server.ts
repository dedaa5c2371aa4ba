import { and, eq } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { competitionTracks, entries, teamMembers, teams } from "../../db/schema/index.ts";
import type { EntryKind } from "../../db/vocabulary.ts";
import { competitionBySlug } from "../competitions/queries.server.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { newInviteCode } from "../teams/invite-code.server.ts";
import { nameKey, readTeamName } from "../teams/team-name.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { lockEntries } from "./facts.server.ts";
import { nameTaken, refuseName, unlessNameTaken } from "./name-taken.server.ts";

/** Adds an entry of the organisers' own, a baseline or a reference: shown on boards, marked, never ranked. */
export async function addOwnEntry(command: {
  viewer: SignedInViewer;
  slug: string;
  kind: Exclude<EntryKind, "team">;
  teamName: string;
  track?: string | undefined;
  now: Date;
}): Promise<Outcome<{ entryId: string }>> {
  const { viewer, kind, now } = command;
  const competition = await competitionBySlug(viewer, command.slug, now);
  if (!competition?.organises) return refused("not_found", "competitions.refusals.notFound");
  const name = readTeamName(command.teamName);
  if (!name.ok) return name;
  const add = async (tx: Transaction) => {
    await lockEntries(tx, competition.id);
    if (await nameTaken(tx, competition.id, name.value)) return refuseName();
    const [track] = command.track
      ? await tx
          .select({ id: competitionTracks.id })
          .from(competitionTracks)
          .where(
            and(
              eq(competitionTracks.competitionId, competition.id),
              eq(competitionTracks.code, command.track),
            ),
          )
      : [];
    if (command.track && !track)
      return refused("invalid", "entries.refusals.noSuchTrack", { field: "track" });
    const [team] = await tx
      .insert(teams)
      .values({ name: name.value, inviteCode: newInviteCode(), createdAt: now })
      .returning({ id: teams.id });
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
        kind,
        nameKey: nameKey(name.value),
        state: "accepted",
        rulesVersion: competition.rulesVersion,
        rulesAcceptedBy: viewer.person.id,
        decidedBy: viewer.person.id,
        decidedAt: now,
        createdAt: now,
      })
      .returning({ id: entries.id });
    if (!entry) throw new Error("the entry was not written");
    await recordAct(tx, {
      viewer,
      act: "entry.added",
      competitionId: competition.id,
      subjectId: entry.id,
      details: { kind, name: name.value },
      now,
    });
    return done({ entryId: entry.id });
  };
  return unlessNameTaken(() => db.transaction(add));
}
