import { and, eq, inArray, isNotNull, ne, or, sql } from "drizzle-orm";
import type { Executor, Transaction } from "../../db/connect.ts";
import {
  auditEvents,
  type competitions,
  competitionTracks,
  entries,
  people,
  submissions,
  teamMembers,
} from "../../db/schema/index.ts";
import { belongingsOf } from "../organisations/queries.server.ts";
import type { Participant, Places, Track } from "./eligibility.ts";
import { nextTeamCode } from "./team-code.ts";

/** Noted when a person goes from a team that has submitted: they do not get a new quota elsewhere. */
export const LEFT_AFTER_SUBMITTING = "team.left_after_submitting";

/**
 * The lock under which a competition's places are counted: teams a person, teams a school, names, codes.
 * Always taken after the rows of teams and before those of entries.
 */
export async function lockEntries(tx: Transaction, competitionId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`entries ${competitionId}`}, 0))`);
}

const submitted = sql`exists (select 1 from submissions s where s.entry_id = ${entries.id} and s.counts)`;

/** In how many teams of a competition a person is, those included that they left after submitting. */
export async function placesOf(
  executor: Executor,
  competitionId: string,
  personId: string,
  butEntryId?: string,
): Promise<Places> {
  const rows = await executor
    .select({ role: teamMembers.role })
    .from(entries)
    .innerJoin(teamMembers, eq(teamMembers.teamId, entries.teamId))
    .where(
      and(
        eq(entries.competitionId, competitionId),
        eq(entries.kind, "team"),
        eq(teamMembers.personId, personId),
        butEntryId ? ne(entries.id, butEntryId) : undefined,
        // A withdrawn or refused entry frees its people unless it has used quota.
        or(inArray(entries.state, ["pending", "accepted", "disqualified"]), submitted),
      ),
    );
  const left = await executor
    .select({ id: auditEvents.id })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.competitionId, competitionId),
        eq(auditEvents.subjectId, personId),
        eq(auditEvents.act, LEFT_AFTER_SUBMITTING),
      ),
    );
  const n = (role: string) => rows.filter((r) => r.role === role).length;
  return { captain: n("captain"), member: n("member") + left.length, advisor: n("advisor") };
}

export async function trackOf(executor: Executor, trackId: string | null): Promise<Track | null> {
  if (!trackId) return null;
  const [track] = await executor.select().from(competitionTracks).where(eq(competitionTracks.id, trackId));
  return track ?? null;
}

/** How many teams a school has in the competition and in the track. */
export async function sentBy(
  executor: Executor,
  asked: { competitionId: string; organisationId: string; trackId: string | null; butEntryId?: string },
) {
  const rows = await executor
    .select({ trackId: entries.trackId })
    .from(entries)
    .where(
      and(
        eq(entries.competitionId, asked.competitionId),
        eq(entries.organisationId, asked.organisationId),
        eq(entries.kind, "team"),
        inArray(entries.state, ["pending", "accepted"]),
        asked.butEntryId ? ne(entries.id, asked.butEntryId) : undefined,
      ),
    );
  return { inCompetition: rows.length, inTrack: rows.filter((r) => r.trackId === asked.trackId).length };
}

/** The people of a team with where they belong, captain first. */
export async function participantsOf(
  executor: Executor,
  teamId: string,
): Promise<(Participant & { personId: string; email: string; locale: string | null })[]> {
  const members = await executor
    .select({
      personId: people.id,
      name: people.name,
      email: people.email,
      locale: people.locale,
      role: teamMembers.role,
    })
    .from(teamMembers)
    .innerJoin(people, eq(people.id, teamMembers.personId))
    .where(eq(teamMembers.teamId, teamId))
    .orderBy(
      sql`array_position(array['captain','member','advisor'], ${teamMembers.role})`,
      teamMembers.joinedAt,
      people.id,
    );
  const belongings = await belongingsOf(
    executor,
    members.map((m) => m.personId),
  );
  return members.map((m) => ({ ...m, belongs: belongsTo(belongings, m.personId) }));
}

export const belongsTo = (
  belongings: Awaited<ReturnType<typeof belongingsOf>>,
  personId: string,
): Participant["belongs"] =>
  belongings
    .filter((b) => b.personId === personId)
    .map((b) => ({
      organisationId: b.organisationId,
      verified: b.state === "verified",
      degreeLevel: b.degreeLevel,
    }));

/** Whether the entry has used any of its quota. */
export async function hasSubmitted(executor: Executor, entryIds: string[]): Promise<boolean> {
  if (entryIds.length === 0) return false;
  const [row] = await executor
    .select({ id: submissions.id })
    .from(submissions)
    .where(inArray(submissions.entryId, entryIds))
    .limit(1);
  return row !== undefined;
}

/** The code of the next team of the track; under the lock of the competition's entries. */
export async function newTeamCode(
  tx: Transaction,
  competition: Pick<typeof competitions.$inferSelect, "id" | "teamCodePrefix">,
  trackId: string | null,
): Promise<string> {
  const [track] = trackId
    ? await tx
        .select({ code: competitionTracks.code })
        .from(competitionTracks)
        .where(eq(competitionTracks.id, trackId))
    : [];
  const given = await tx
    .select({ code: entries.code })
    .from(entries)
    .where(and(eq(entries.competitionId, competition.id), isNotNull(entries.code)));
  return nextTeamCode(
    track?.code ?? competition.teamCodePrefix,
    given.flatMap((g) => g.code ?? []),
  );
}
