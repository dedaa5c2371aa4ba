import { and, asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import {
  boards,
  competitions,
  entries,
  metrics,
  phases,
  runs,
  scores,
  submissions,
  teams,
} from "../../db/schema/index.ts";
import type { RunState } from "../../db/vocabulary.ts";
import type { Cause } from "../../judge/contract/verdict.ts";
import { meantFirst, namedEntry } from "../entries/which-entry.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { seesScore } from "./sight.ts";
import { belongsTo } from "./visible.server.ts";

/** What a team narrows its list to. */
export type ListFilter = { state?: RunState; phase?: number };
/** Whose list it is: `own` leaves out what one only organises, `entryId` all but this entry of the viewer's. */
type Whose = { own?: boolean; entryId?: string | null };

/**
 * A competition's submissions, newest first: the viewer's teams', or all of them for an organiser; `own` gives
 * those of one entry of the viewer's. Null for anybody else. Pages count from 1. Each has the scores its viewer may see;
 * the one that ranks first on the board is `primary`.
 */
export async function submissionsOf(
  viewer: Viewer,
  slug: string,
  page: number,
  filter: ListFilter & Whose = {},
) {
  const [competition] = await db.select().from(competitions).where(eq(competitions.slug, slug));
  if (!viewer.person || !competition) return null;
  const organises = organisesCompetition(viewer, competition.id);
  const mine = belongsTo(viewer.person.id);
  const [entry] = await db
    .select({ id: entries.id })
    .from(entries)
    .where(and(eq(entries.competitionId, competition.id), mine, namedEntry(filter.entryId)))
    .orderBy(...meantFirst)
    .limit(1);
  if (!organises && !entry) return null;
  const which = and(
    eq(submissions.competitionId, competition.id),
    organises && !filter.own ? undefined : mine,
    filter.own && entry ? eq(entries.id, entry.id) : undefined,
    filter.state && eq(submissions.state, filter.state),
    filter.phase === undefined ? undefined : eq(phases.position, filter.phase),
  );
  const rows = webConfig().PAGE_ROWS;
  const [total] = await db
    .select({ count: count() })
    .from(submissions)
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(phases, eq(phases.id, submissions.phaseId))
    .where(which);
  const found = await db
    .select({
      id: submissions.id,
      number: submissions.number,
      teamName: teams.name,
      kind: submissions.kind,
      fileName: submissions.fileName,
      note: submissions.note,
      phase: phases.position,
      phaseName: phases.name,
      state: submissions.state,
      cause: submissions.cause,
      counts: submissions.counts,
      chosenFinalAt: submissions.chosenFinalAt,
      madePublicAt: submissions.madePublicAt,
      submittedAt: submissions.submittedAt,
      finishedAt: submissions.finishedAt,
    })
    .from(submissions)
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .innerJoin(phases, eq(phases.id, submissions.phaseId))
    .where(which)
    .orderBy(desc(submissions.submittedAt), desc(submissions.number))
    .limit(rows)
    .offset((page - 1) * rows);
  const values =
    found.length === 0
      ? []
      : await db
          .select({
            submissionId: runs.submissionId,
            key: metrics.key,
            title: metrics.title,
            precision: metrics.precision,
            hidden: metrics.hidden,
            split: metrics.split,
            primary: sql<boolean>`${metrics.position} = ${boards.primaryPosition}`,
            revealedAt: boards.revealedAt,
            value: scores.value,
          })
          .from(scores)
          .innerJoin(runs, and(eq(runs.id, scores.runId), eq(runs.official, true)))
          .innerJoin(submissions, eq(submissions.id, runs.submissionId))
          .innerJoin(metrics, eq(metrics.id, scores.metricId))
          .leftJoin(boards, eq(boards.phaseId, submissions.phaseId))
          .where(
            inArray(
              runs.submissionId,
              found.map((row) => row.id),
            ),
          )
          .orderBy(asc(runs.id), asc(metrics.position));
  const sight = organises ? "organiser" : "team";
  return {
    competition: { id: competition.id, slug, title: competition.title, timeZone: competition.timeZone },
    organises,
    entryId: entry?.id ?? null,
    submissions: found.map((row) => ({
      ...row,
      cause: row.cause as Cause | null,
      scores: values
        .filter((score) => score.submissionId === row.id && seesScore(score, sight, score.revealedAt))
        .map(({ key, title, precision, value, primary }) => ({ key, title, precision, value, primary })),
    })),
    page,
    pages: Math.max(1, Math.ceil((total?.count ?? 0) / rows)),
  };
}

/** The phases of a competition by name, for whoever narrows a list to one. */
export const phasesOf = (competitionId: string) =>
  db
    .select({ position: phases.position, name: phases.name })
    .from(phases)
    .where(eq(phases.competitionId, competitionId))
    .orderBy(asc(phases.position));
