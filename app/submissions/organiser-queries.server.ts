import { and, asc, count, desc, eq, gt, ilike, inArray, lt, not, type SQL, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import {
  boards,
  entries,
  metrics,
  people,
  phases,
  quotaGrants,
  runs,
  scores,
  submissions,
  teams,
} from "../../db/schema/index.ts";
import { RUN_STATES, type RunState } from "../../db/vocabulary.ts";
import { CAUSES, type Cause } from "../../judge/contract/verdict.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";

/** What an organiser narrows the list to; whatever is unknown narrows nothing. */
export type Filter = {
  state?: RunState;
  cause?: Cause;
  /** Position of the phase. */
  phase?: number;
  /** A piece of the team's name or its code. */
  team?: string;
  number?: number;
  /** Only what an organiser's refund or a fault of the platform made free. */
  free?: boolean;
};
/** Where a page begins: after the submission with this number, looking to older or to newer ones. */
export type Cursor = { before?: number; after?: number };

const whole = (text: string | null) => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined);

/** The filter and the place in the list that a URL names. */
export function readFilter(query: URLSearchParams): { filter: Filter; cursor: Cursor } {
  const state = RUN_STATES.find((known) => known === query.get("state"));
  const cause = CAUSES.find((known) => known === query.get("cause"));
  const phase = whole(query.get("phase"));
  const number = whole(query.get("number")?.trim().replace(/^#/, "") ?? null);
  const team = query.get("team")?.trim().slice(0, 100);
  const before = whole(query.get("before"));
  const after = whole(query.get("after"));
  return {
    filter: {
      ...(state && { state }),
      ...(cause && { cause }),
      ...(phase !== undefined && { phase }),
      ...(team && { team }),
      ...(number !== undefined && { number }),
      ...(query.get("free") === "1" && { free: true }),
    },
    cursor: { ...(before !== undefined && { before }), ...(after !== undefined && { after }) },
  };
}

const narrowed = (competitionId: string, filter: Filter): (SQL | undefined)[] => [
  eq(submissions.competitionId, competitionId),
  filter.state && eq(submissions.state, filter.state),
  filter.cause && eq(submissions.cause, filter.cause),
  filter.phase === undefined ? undefined : eq(phases.position, filter.phase),
  filter.number === undefined ? undefined : eq(submissions.number, filter.number),
  filter.free ? not(submissions.counts) : undefined,
  filter.team
    ? sql`(${ilike(teams.name, `%${likeWord(filter.team)}%`)} or ${ilike(entries.code, likeWord(filter.team))})`
    : undefined,
];

const likeWord = (text: string) => text.replace(/[\\%_]/g, "\\$&");

/**
 * A page of a competition's submissions for its organisers, newest first; null for anybody else. Goes on
 * from a number instead of counting rows, so that the last page costs what the first does.
 */
export async function submissionsForOrganiser(
  viewer: Viewer,
  competitionId: string,
  { filter, cursor }: { filter: Filter; cursor: Cursor },
) {
  if (!organisesCompetition(viewer, competitionId)) return null;
  const size = webConfig().PAGE_ROWS;
  const back = cursor.after !== undefined;
  const found = await db
    .select({
      id: submissions.id,
      number: submissions.number,
      entryId: submissions.entryId,
      teamName: teams.name,
      teamCode: entries.code,
      phaseId: submissions.phaseId,
      phase: phases.position,
      phaseName: phases.name,
      kind: submissions.kind,
      fileName: submissions.fileName,
      state: submissions.state,
      cause: submissions.cause,
      counts: submissions.counts,
      refundReason: submissions.refundReason,
      chosenFinalAt: submissions.chosenFinalAt,
      submittedAt: submissions.submittedAt,
      finishedAt: submissions.finishedAt,
    })
    .from(submissions)
    .innerJoin(phases, eq(phases.id, submissions.phaseId))
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .where(
      and(
        ...narrowed(competitionId, filter),
        cursor.before === undefined ? undefined : lt(submissions.number, cursor.before),
        cursor.after === undefined ? undefined : gt(submissions.number, cursor.after),
      ),
    )
    .orderBy(back ? asc(submissions.number) : desc(submissions.number))
    .limit(size + 1);
  const more = found.length > size;
  const page = found.slice(0, size);
  if (back) page.reverse();
  const values = await primaryScores(page.map(({ id }) => id));
  return {
    submissions: page.map((row) => ({
      ...row,
      cause: row.cause as Cause | null,
      score: values.get(row.id) ?? null,
    })),
    /** Where the neighbouring pages begin; null at the ends. */
    older: (back ? cursor.after !== undefined : more) ? (page.at(-1)?.number ?? null) : null,
    newer: (back ? more : cursor.before !== undefined) ? (page[0]?.number ?? null) : null,
  };
}

/** The score that ranks first on the board, of each of these submissions that has one: its first task's. */
async function primaryScores(ids: string[]) {
  const values = new Map<string, { value: string; precision: number; title: string }>();
  if (ids.length === 0) return values;
  const rows = await db
    .select({
      submissionId: runs.submissionId,
      value: scores.value,
      precision: metrics.precision,
      title: metrics.title,
    })
    .from(runs)
    .innerJoin(submissions, eq(submissions.id, runs.submissionId))
    .innerJoin(boards, eq(boards.phaseId, submissions.phaseId))
    .innerJoin(scores, eq(scores.runId, runs.id))
    .innerJoin(metrics, and(eq(metrics.id, scores.metricId), eq(metrics.position, boards.primaryPosition)))
    .where(and(inArray(runs.submissionId, ids), eq(runs.official, true)))
    .orderBy(desc(runs.id));
  for (const { submissionId, ...score } of rows) values.set(submissionId, score);
  return values;
}

/** How many submissions wait for an organiser to start them. */
export async function heldCount(competitionId: string): Promise<number> {
  const [held] = await db
    .select({ n: count() })
    .from(submissions)
    .where(and(eq(submissions.competitionId, competitionId), eq(submissions.state, "held")));
  return held?.n ?? 0;
}

/** What was granted beyond the quotas of a competition's phases, newest first, for its organisers. */
export async function grantsFor(viewer: Viewer, competitionId: string, page: number) {
  if (!organisesCompetition(viewer, competitionId)) return null;
  const size = webConfig().PAGE_ROWS;
  // Asked first, so that the database knows which grants are meant before it plans.
  const its = await db.select({ id: phases.id }).from(phases).where(eq(phases.competitionId, competitionId));
  if (its.length === 0) return { grants: [], page, pages: page };
  const found = await db
    .select({
      id: quotaGrants.id,
      teamName: teams.name,
      teamCode: entries.code,
      phaseName: phases.name,
      morePerDay: quotaGrants.morePerDay,
      moreTotal: quotaGrants.moreTotal,
      reason: quotaGrants.reason,
      grantedBy: people.name,
      createdAt: quotaGrants.createdAt,
    })
    .from(quotaGrants)
    .innerJoin(phases, eq(phases.id, quotaGrants.phaseId))
    .innerJoin(entries, eq(entries.id, quotaGrants.entryId))
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .leftJoin(people, eq(people.id, quotaGrants.grantedBy))
    .where(
      inArray(
        quotaGrants.phaseId,
        its.map(({ id }) => id),
      ),
    )
    .orderBy(desc(quotaGrants.createdAt), desc(quotaGrants.id))
    .limit(size + 1)
    .offset((page - 1) * size);
  return { grants: found.slice(0, size), page, pages: found.length > size ? page + 1 : page };
}

/** Accepted teams of a competition whose name or code holds these words: for whoever grants them something. */
export async function teamsNamed(viewer: Viewer, competitionId: string, words: string) {
  if (!organisesCompetition(viewer, competitionId)) return [];
  const word = likeWord(words.trim().slice(0, 100));
  return db
    .select({ entryId: entries.id, teamName: teams.name, teamCode: entries.code })
    .from(entries)
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .where(
      and(
        eq(entries.competitionId, competitionId),
        eq(entries.state, "accepted"),
        word === "" ? undefined : sql`(${ilike(teams.name, `%${word}%`)} or ${ilike(entries.code, word)})`,
      ),
    )
    .orderBy(asc(teams.name), asc(entries.id))
    .limit(50);
}
