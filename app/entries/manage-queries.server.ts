import { and, asc, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import {
  auditEvents,
  boards,
  competitions,
  competitionTracks,
  deliverableSlots,
  deliverables,
  entries,
  organisationMembers,
  organisations,
  people,
  standings,
  submissions,
  teamMembers,
  teams,
} from "../../db/schema/index.ts";
import type { DegreeLevel } from "../../db/vocabulary.ts";
import { mayVerify } from "../organisations/queries.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { type Lack, lacksOf } from "./eligibility.ts";
import type { EntryFilter } from "./entry-filter.ts";
import { participantsOf, trackOf } from "./facts.server.ts";

const whole = {
  id: entries.id,
  teamId: teams.id,
  code: entries.code,
  kind: entries.kind,
  state: entries.state,
  stateReason: entries.stateReason,
  teamName: teams.name,
  track: competitionTracks.code,
  organisation: organisations.name,
  organisationId: entries.organisationId,
  createdAt: entries.createdAt,
  members: sql<number>`(select count(*)::int from team_members m where m.team_id = ${entries.teamId} and m.role <> 'advisor')`,
};

const from = () =>
  db
    .select(whole)
    .from(entries)
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .leftJoin(competitionTracks, eq(competitionTracks.id, entries.trackId))
    .leftJoin(organisations, eq(organisations.id, entries.organisationId))
    .$dynamic();

function matching(competitionId: string, { words, state, track, organisationId }: EntryFilter) {
  const wanted = words?.trim();
  const like = wanted && `%${wanted.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
  const found: (SQL | undefined)[] = [
    eq(entries.competitionId, competitionId),
    state && eq(entries.state, state),
    track ? eq(competitionTracks.code, track) : undefined,
    organisationId && isUuid(organisationId) ? eq(entries.organisationId, organisationId) : undefined,
    like
      ? sql`(${teams.name} ilike ${like} or ${entries.code} ilike ${like} or exists (select 1 from team_members m join people p on p.id = m.person_id where m.team_id = ${entries.teamId} and (p.name ilike ${like} or p.email ilike ${like})))`
      : undefined,
  ];
  return and(...found);
}

/** A page of a competition's entries, those that wait first; null for whoever does not organise it. */
export async function entriesFor(viewer: Viewer, competitionId: string, filter: EntryFilter, page: number) {
  if (!organisesCompetition(viewer, competitionId)) return null;
  const size = webConfig().PAGE_ROWS;
  const where = matching(competitionId, filter);
  const [total] = await db
    .select({ n: count() })
    .from(entries)
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .leftJoin(competitionTracks, eq(competitionTracks.id, entries.trackId))
    .where(where);
  const pages = Math.max(1, Math.ceil((total?.n ?? 0) / size));
  const at = Math.min(Math.max(1, page), pages);
  const [rows, states, schools] = await Promise.all([
    from()
      .where(where)
      .orderBy(
        ...(filter.state ? [] : [desc(sql`(${entries.state} = 'pending')`)]),
        asc(entries.createdAt),
        asc(entries.id),
      )
      .limit(size)
      .offset((at - 1) * size),
    db
      .select({ state: entries.state, n: count() })
      .from(entries)
      .where(eq(entries.competitionId, competitionId))
      .groupBy(entries.state),
    db
      .select({ id: organisations.id, name: organisations.name, n: count() })
      .from(entries)
      .innerJoin(organisations, eq(organisations.id, entries.organisationId))
      .where(eq(entries.competitionId, competitionId))
      .groupBy(organisations.id)
      .orderBy(desc(count()), asc(organisations.searchName))
      .limit(500),
  ]);
  return { rows, page: at, pages, total: total?.n ?? 0, states, schools };
}

const EXPORT_MOST = 20_000;

/** Everything of the entries that match, one row a person, for a table that organisers take away. */
export async function exportEntries(viewer: Viewer, competitionId: string, filter: EntryFilter) {
  if (!organisesCompetition(viewer, competitionId)) return null;
  const rows = await from()
    .where(matching(competitionId, filter))
    .orderBy(asc(entries.createdAt), asc(entries.id))
    .limit(EXPORT_MOST);
  const members = await peopleOf(
    competitionId,
    rows.map((r) => r.teamId),
  );
  return rows.map((row) => ({ ...row, people: members.get(row.teamId) ?? [] }));
}

/** People of teams with where they belong, by team. */
async function peopleOf(competitionId: string, teamIds: string[]) {
  const found = new Map<string, MemberRow[]>();
  for (let i = 0; i < teamIds.length; i += 5_000) {
    const rows = await db
      .select(member)
      .from(teamMembers)
      .innerJoin(
        entries,
        and(eq(entries.teamId, teamMembers.teamId), eq(entries.competitionId, competitionId)),
      )
      .innerJoin(people, eq(people.id, teamMembers.personId))
      .leftJoin(
        organisationMembers,
        and(
          eq(organisationMembers.personId, people.id),
          eq(organisationMembers.organisationId, entries.organisationId),
        ),
      )
      .where(inArray(teamMembers.teamId, teamIds.slice(i, i + 5_000)))
      .orderBy(
        sql`array_position(array['captain','member','advisor'], ${teamMembers.role})`,
        asc(teamMembers.joinedAt),
        asc(people.id),
      );
    for (const row of rows) found.set(row.teamId, [...(found.get(row.teamId) ?? []), row]);
  }
  return found;
}

const member = {
  teamId: teamMembers.teamId,
  personId: people.id,
  name: people.name,
  email: people.email,
  role: teamMembers.role,
  membership: organisationMembers.state,
  degreeLevel: organisationMembers.degreeLevel,
  department: organisationMembers.department,
  memberNumber: organisationMembers.memberNumber,
  documentName: organisationMembers.documentName,
};
type MemberRow = {
  teamId: string;
  personId: string;
  name: string;
  email: string;
  role: "captain" | "member" | "advisor";
  membership: "pending" | "verified" | "refused" | null;
  degreeLevel: DegreeLevel | null;
  department: string | null;
  memberNumber: string | null;
  documentName: string | null;
};

/** One entry as its organiser reviews it: people, proofs, what it lacks, what it stands to lose, its history. */
export async function entryFor(viewer: Viewer, competitionId: string, entryId: string) {
  if (!organisesCompetition(viewer, competitionId) || !isUuid(entryId)) return null;
  const [row] = await from().where(and(eq(entries.id, entryId), eq(entries.competitionId, competitionId)));
  if (!row) return null;
  const [[more], byTeam, [handedIn], [waiting], [stands], proofs, history] = await Promise.all([
    db
      .select({ entry: entries, competition: competitions })
      .from(entries)
      .innerJoin(competitions, eq(competitions.id, entries.competitionId))
      .where(eq(entries.id, entryId)),
    peopleOf(competitionId, [row.teamId]),
    db.select({ n: count() }).from(submissions).where(eq(submissions.entryId, entryId)),
    db
      .select({ n: count() })
      .from(submissions)
      .where(
        and(eq(submissions.entryId, entryId), inArray(submissions.state, ["held", "queued", "running"])),
      ),
    db
      .select({ rows: count(), boards: sql<number>`count(distinct ${standings.boardId})::int` })
      .from(standings)
      .innerJoin(boards, and(eq(boards.id, standings.boardId), eq(boards.generation, standings.generation)))
      .where(eq(standings.entryId, entryId)),
    db
      .select({
        id: deliverables.id,
        slotId: deliverableSlots.id,
        title: deliverableSlots.title,
        version: deliverables.version,
        fileName: deliverables.fileName,
        createdAt: deliverables.createdAt,
      })
      .from(deliverables)
      .innerJoin(deliverableSlots, eq(deliverableSlots.id, deliverables.slotId))
      .where(and(eq(deliverables.entryId, entryId), eq(deliverableSlots.purpose, "eligibility")))
      .orderBy(asc(deliverableSlots.position), desc(deliverables.version)),
    historyOf(entryId),
  ]);
  if (!more) return null;
  const track = await trackOf(db, more.entry.trackId);
  const lacks: Lack[] =
    row.kind === "team"
      ? lacksOf(more.competition, track, more.entry.organisationId, await participantsOf(db, row.teamId))
      : [];
  return {
    ...row,
    people: byTeam.get(row.teamId) ?? [],
    submissions: handedIn?.n ?? 0,
    /** Submissions that are not judged yet: they are called off when the entry leaves. */
    waiting: waiting?.n ?? 0,
    stands: { rows: stands?.rows ?? 0, boards: stands?.boards ?? 0 },
    proofs: proofs.filter((p, i) => proofs.findIndex((q) => q.slotId === p.slotId) === i),
    rulesVersion: more.entry.rulesVersion,
    memberChangesUsed: more.entry.memberChangesUsed,
    memberChangesMost: more.competition.memberChanges + more.entry.memberChangesGranted,
    lacks,
    history,
    mayOpenProofs: mayVerify(viewer),
  };
}

/** What was done to an entry, newest first. */
async function historyOf(entryId: string) {
  return db
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      act: auditEvents.act,
      by: people.name,
      details: auditEvents.details,
    })
    .from(auditEvents)
    .leftJoin(people, eq(people.id, auditEvents.personId))
    .where(eq(auditEvents.subjectId, entryId))
    .orderBy(desc(auditEvents.at))
    .limit(100);
}
