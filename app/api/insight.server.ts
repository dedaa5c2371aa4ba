import { similarityOf } from "../similarity/queries.server.ts";
import { beginReport } from "../similarity/report.server.ts";
import { reviewPair } from "../similarity/review.server.ts";
import { statisticsOf } from "../statistics/queries.server.ts";
import { comparison } from "../submissions/compare.server.ts";
import { takeBackGrant } from "../submissions/grant-quota.server.ts";
import { openDownload } from "../submissions/open-download.server.ts";
import { grantsFor, heldCount, submissionsForOrganiser } from "../submissions/organiser-queries.server.ts";
import { done, refused } from "../web/outcome.ts";
import { Id } from "./editor-shapes.ts";
import {
  AllSubmissions,
  AllSubmissionsQuery,
  CompareQuery,
  Comparison,
  DaysQuery,
  Grants,
  ReportBody,
  ReviewBody,
  Similarity,
  SimilarityQuery,
  Statistics,
} from "./insight-shapes.ts";
import { operation } from "./operation.ts";
import { organisedHere } from "./organised-here.server.ts";
import { PageQuery } from "./shapes.ts";

const noSubmission = refused("not_found", "submissions.refusals.notFound");
const noCompetition = refused("not_found", "competitions.refusals.notFound");
const iso = (at: Date) => at.toISOString();
const isoOrNull = (at: Date | null) => at?.toISOString() ?? null;

/** What organisers look through, and what a team compares of its own. */
export const insightOperations = [
  operation({
    method: "GET",
    path: "/competitions/{slug}/all-submissions",
    id: "listAllSubmissions",
    tag: "Submissions",
    summary: "Every team's submissions that match, newest first, a page at a time by cursor; for organisers",
    scope: "organise",
    query: AllSubmissionsQuery,
    answer: AllSubmissions,
    handle: (call) =>
      organisedHere(call, async ({ id }, { viewer }) => {
        const { before, after, ...filter } = call.query;
        const [found, held] = await Promise.all([
          submissionsForOrganiser(viewer, id, {
            filter: filter as object,
            cursor: { before, after } as object,
          }),
          heldCount(id),
        ]);
        if (!found) return noCompetition;
        return done({
          submissions: found.submissions.map(({ chosenFinalAt, score, ...row }) => ({
            ...row,
            final: chosenFinalAt !== null,
            score: score?.value ?? null,
            submittedAt: iso(row.submittedAt),
            finishedAt: isoOrNull(row.finishedAt),
          })),
          held,
          older: found.older,
          newer: found.newer,
        });
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/quotas/grants",
    id: "listGrants",
    tag: "Submissions",
    summary: "What was granted beyond the quotas, newest first; for organisers",
    scope: "organise",
    query: PageQuery,
    answer: Grants,
    handle: (call) =>
      organisedHere(call, async ({ id }, { viewer }) => {
        const found = await grantsFor(viewer, id, call.query.page);
        if (!found) return noCompetition;
        const grants = found.grants.map(({ phaseName, ...grant }) => ({
          ...grant,
          phase: phaseName,
          createdAt: iso(grant.createdAt),
        }));
        return done({ ...found, grants });
      }),
  }),
  operation({
    method: "DELETE",
    path: "/competitions/{slug}/quotas/grants/{id}",
    id: "takeBackGrant",
    tag: "Submissions",
    summary: "Take back what was granted",
    scope: "organise",
    answer: Id,
    handle: (call) =>
      organisedHere(call, async (_, command) => {
        const { id } = call.params;
        const taken = await takeBackGrant({ ...command, grantId: id });
        return taken.ok ? done({ id }) : taken;
      }),
  }),
  operation({
    method: "GET",
    path: "/submissions/{id}/compare",
    id: "compareSubmissions",
    tag: "Submissions",
    summary: "Another submission beside this one: scores, and which files and lines are others",
    scope: "read",
    query: CompareQuery,
    answer: Comparison,
    handle: async ({ viewer, params, query }) => {
      const found = await comparison(viewer, params.id, query.with);
      if (!found) return noSubmission;
      return done({
        a: found.a,
        b: found.b,
        scores: found.scores.map(({ taskName, ...row }) => ({ ...row, task: taskName })),
        files: found.files,
      });
    },
  }),
  operation({
    method: "GET",
    path: "/submissions/{id}/files/{what}",
    id: "openSubmissionFile",
    tag: "Submissions",
    summary: "What was handed in (`submission`), or what its run left, where the rules allow it",
    scope: "read",
    answer: "file",
    handle: async ({ viewer, params }) => {
      const found = await openDownload(viewer, params.id, params.what);
      return found ? done(found) : noSubmission;
    },
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/similarity",
    id: "showSimilarity",
    tag: "Similarity",
    summary: "Reports on likeness of sources, and the pairs of one of them, most alike first",
    scope: "organise",
    query: SimilarityQuery,
    answer: Similarity,
    handle: (call) =>
      organisedHere(call, async (_, { viewer, slug }) => {
        const found = await similarityOf(viewer, slug, call.query.report ?? null, call.query.page);
        if (!found) return noCompetition;
        const brief = (report: (typeof found.reports)[number]) => ({
          ...report,
          createdAt: iso(report.createdAt),
        });
        return done({
          ...found,
          reports: found.reports.map(brief),
          report: found.report && brief(found.report),
          pairs: found.pairs.map((pair) => ({ ...pair, reviewedAt: isoOrNull(pair.reviewedAt) })),
        });
      }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/similarity",
    id: "beginSimilarity",
    tag: "Similarity",
    summary: "Begin to compare the sources of a phase between teams",
    scope: "organise",
    body: ReportBody,
    answer: Id,
    status: 201,
    handle: (call) => organisedHere(call, (_, command) => beginReport({ ...command, ...call.body })),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/similarity/{pair}",
    id: "reviewPair",
    tag: "Similarity",
    summary: "Note what you made of a pair; nothing else follows from it",
    scope: "organise",
    body: ReviewBody,
    answer: Id,
    handle: (call) =>
      organisedHere(call, async (_, command) => {
        const { pair } = call.params;
        const saved = await reviewPair({ ...command, pairId: pair, ...call.body });
        return saved.ok ? done({ id: pair }) : saved;
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/statistics",
    id: "showStatistics",
    tag: "Statistics",
    summary: "A competition in figures: submissions by day, funnel, failures, waiting and run times",
    scope: "organise",
    query: DaysQuery,
    answer: Statistics,
    handle: (call) =>
      organisedHere(call, async (_, { viewer, slug, now }) => {
        const given = Object.entries(call.query).filter((pair): pair is [string, string] => !!pair[1]);
        const days = new URLSearchParams(given);
        const found = await statisticsOf(viewer, slug, { days, locale: call.locale, now });
        return found ? done(found) : noCompetition;
      }),
  }),
];
