import { and, asc, desc, eq, inArray, ne, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitions, entries, phases, submissions, teamMembers, teams } from "../../db/schema/index.ts";
import { competitionState, currentPhase, nextDeadline } from "../competitions/phase-at.ts";
import { holds } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { nextStep } from "./next-step.ts";

/** How many of either the home page shows, and among how many of the newest it looks for those that run. */
const SHOWN = 4;
const LOOKED_AT = 40;
/** Among how many of a competition's newest rejudges those that wait are looked for. */
const REJUDGES_LOOKED_AT = 20;

/**
 * What the viewer takes part in, for their home page: what runs first, the nearest deadline on top, and of what is
 * over the newest. Each has its latest submission and the next step.
 */
export async function takingPart(viewer: Viewer, now: Date) {
  if (!viewer.person) return [];
  const latest = db
    .select({ id: submissions.id, number: submissions.number, state: submissions.state })
    .from(submissions)
    .where(eq(submissions.entryId, entries.id))
    .orderBy(desc(submissions.submittedAt), desc(submissions.number))
    .limit(1)
    .as("latest");
  const rows = await db
    .select({
      entryId: entries.id,
      state: entries.state,
      teamName: teams.name,
      competitionId: competitions.id,
      slug: competitions.slug,
      title: competitions.title,
      timeZone: competitions.timeZone,
      competitionState: competitions.state,
      latest: { id: latest.id, number: latest.number, state: latest.state },
    })
    .from(teamMembers)
    .innerJoin(teams, eq(teams.id, teamMembers.teamId))
    .innerJoin(entries, eq(entries.teamId, teams.id))
    .innerJoin(competitions, eq(competitions.id, entries.competitionId))
    .leftJoinLateral(latest, sql`true`)
    .where(
      and(
        eq(teamMembers.personId, viewer.person.id),
        // Not the baselines that organisers keep.
        eq(entries.kind, "team"),
        inArray(entries.state, ["pending", "accepted"]),
        inArray(competitions.state, ["published", "closed"]),
      ),
    )
    .orderBy(desc(entries.createdAt))
    .limit(LOOKED_AT);
  if (rows.length === 0) return [];
  const spans = await db
    .select({
      competitionId: phases.competitionId,
      position: phases.position,
      name: phases.name,
      startsAt: phases.startsAt,
      endsAt: phases.endsAt,
    })
    .from(phases)
    .where(inArray(phases.competitionId, [...new Set(rows.map((row) => row.competitionId))]));
  const all = rows.map(({ competitionId, competitionState: state, ...row }) => {
    const own = spans.filter((span) => span.competitionId === competitionId);
    const standing = state === "closed" ? ("closed" as const) : competitionState(own, now);
    const phase = currentPhase(own, now);
    return {
      ...row,
      standing,
      phase: phase?.name ?? null,
      deadline: standing === "closed" ? null : nextDeadline(own, now),
      next: nextStep(row.state, standing, phase !== null),
    };
  });
  const at = (row: (typeof all)[number]) =>
    row.standing === "closed" ? Number.POSITIVE_INFINITY : (row.deadline?.getTime() ?? Number.MAX_VALUE);
  // Sorting keeps the order of equals: of what is over, the newest first.
  return all.sort((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b))).slice(0, SHOWN);
}

/** The newest competitions that the viewer organises and has not put away, with what waits there for their word. */
export async function organising(viewer: Viewer) {
  const own = viewer.grants.flatMap((g) =>
    g.scope === "competition" && (g.role === "owner" || g.role === "organiser") && g.scopeId
      ? [g.scopeId]
      : [],
  );
  const all = holds(viewer, ["owner", "organiser"]);
  if (!all && own.length === 0) return [];
  // Named in full: of a select from one table drizzle writes "id" alone, which inside would be the other table's.
  const here = sql`"competitions"."id"`;
  return db
    .select({
      slug: competitions.slug,
      title: competitions.title,
      state: competitions.state,
      pendingEntries: sql<number>`(select count(*)::int from entries e
        where e.competition_id = ${here} and e.state = 'pending')`,
      openQuestions: sql<number>`(select count(*)::int from clarifications c
        where c.competition_id = ${here} and c.answer is null)`,
      rejudges: sql<number>`(select count(*)::int from (select r.state from rejudges r
        where r.competition_id = ${here} order by r.created_at desc, r.id desc limit ${REJUDGES_LOOKED_AT}) j
        where j.state = 'ready')`,
    })
    .from(competitions)
    .where(and(ne(competitions.state, "archived"), all ? undefined : inArray(competitions.id, own)))
    .orderBy(desc(competitions.createdAt), asc(competitions.slug))
    .limit(SHOWN);
}
