import { and, eq, exists, type SQL, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import {
  boards,
  competitions,
  entries,
  metrics,
  people,
  phases,
  rejudges,
  submissions,
  teamMembers,
  teams,
} from "../../db/schema/index.ts";
import type { ArtifactKind } from "../../db/vocabulary.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { isFrozen, keepsScoringBack, type Sight } from "./sight.ts";

/** The entry is of a team that the person is in. */
export const belongsTo = (personId: string): SQL =>
  exists(
    db
      .select({ one: sql`1` })
      .from(teamMembers)
      .where(and(eq(teamMembers.teamId, entries.teamId), eq(teamMembers.personId, personId))),
  );

/** The submission with what it hangs on, if the viewer is of its team, organises the competition, or it is public. */
export async function visible(viewer: Viewer, id: string) {
  if (!isUuid(id)) return null;
  const [found] = await db
    .select({
      submission: submissions,
      phase: phases,
      competition: competitions,
      teamName: teams.name,
      personName: people.name,
      own: viewer.person ? sql<boolean>`${belongsTo(viewer.person.id)}` : sql<boolean>`false`,
      revealedAt: boards.revealedAt,
      // A rejudge leaves the submission's own end as it was.
      rejudgedAt:
        sql<Date | null>`(select max(j.decided_at) from runs r join rejudges j on j.id = r.rejudge_id
        where r.submission_id = ${submissions.id} and r.official)`.mapWith(rejudges.decidedAt),
      hasPrivate: sql<boolean>`exists (select 1 from ${metrics} where ${metrics.competitionId} = ${submissions.competitionId} and ${metrics.split} = 'private')`,
    })
    .from(submissions)
    .innerJoin(phases, eq(phases.id, submissions.phaseId))
    .innerJoin(competitions, eq(competitions.id, submissions.competitionId))
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .leftJoin(people, eq(people.id, submissions.personId))
    .leftJoin(boards, eq(boards.phaseId, submissions.phaseId))
    .where(eq(submissions.id, id));
  if (!found) return null;
  const organises = organisesCompetition(viewer, found.competition.id);
  const { madePublicAt } = found.submission;
  const isPublic = madePublicAt !== null && found.competition.publicSubmissionsAllowed;
  const sight: Sight | null = organises
    ? "organiser"
    : found.own
      ? "team"
      : isPublic && found.competition.state !== "draft"
        ? "public"
        : null;
  if (!sight) return null;
  const { revealedAt, rejudgedAt } = found;
  const { finishedAt } = found.submission;
  const resultAt = finishedAt && rejudgedAt && rejudgedAt > finishedAt ? rejudgedAt : finishedAt;
  return {
    ...found,
    organises,
    sight,
    isPublic,
    scoringHidden: keepsScoringBack(found.hasPrivate, sight, revealedAt),
    frozen: isFrozen({ freezeAt: found.phase.freezeAt, revealedAt }, resultAt, sight),
  };
}

export type Visible = NonNullable<Awaited<ReturnType<typeof visible>>>;

/** Whether the viewer reads no log of it. */
export const hidesLogs = ({ phase, sight }: Visible): boolean =>
  sight === "public" || (sight === "team" && phase.hideLogs);

/** Whether the viewer may have a file of this kind that its runs left. */
export function mayDownload(
  kind: ArtifactKind,
  { phase, competition, sight, scoringHidden }: Visible,
): boolean {
  if (sight === "organiser") return true;
  if (sight === "public") return false;
  if (kind === "prediction_output") return !phase.hidePredictionOutput;
  if (scoringHidden) return false;
  return kind === "detailed_results" ? competition.detailedResultsInPanel : !phase.hideScoringOutput;
}

/** What the viewer may follow of a submission as it happens: the predicate of its page, for the socket. */
export async function submissionDoor(viewer: Viewer, id: string): Promise<{ watch: boolean; logs: boolean }> {
  const found = await visible(viewer, id);
  if (!found || found.sight === "public") return { watch: false, logs: false };
  // Where scoring's lines are kept back, the page reads the others itself.
  return { watch: true, logs: found.organises || (!found.phase.hideLogs && !found.scoringHidden) };
}
