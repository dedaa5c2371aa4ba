import { webConfig } from "../../config.ts";
import type { Locale } from "../../db/vocabulary.ts";
import { addToBoard, takeOffBoard } from "../leaderboards/add-to-board.server.ts";
import type { Viewer } from "../people/viewer.ts";
import { cancel } from "../submissions/cancel.server.ts";
import {
  logAfter,
  type SubmissionPage,
  submissionById,
  submissionsOf,
} from "../submissions/queries.server.ts";
import { submit } from "../submissions/submit.server.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { keepArchive } from "./archive-body.server.ts";
import { operation } from "./operation.ts";
import { sentence } from "./sentence.ts";
import {
  BoardWish,
  Logs,
  LogsQuery,
  PageQuery,
  Submission,
  Submissions,
  SubmitQuery,
  Submitted,
} from "./shapes.ts";
import { signedInHere } from "./signed-in.ts";

const tag = "Submissions";
const noSuch = refused("not_found", "submissions.refusals.notFound");

const why = (cause: string | null, locale: Locale) =>
  cause === null ? null : sentence(locale, `submissions.causes.${cause}`);

function shown(page: SubmissionPage, locale: Locale) {
  return {
    id: page.id,
    number: page.number,
    competition: page.competition.slug,
    phase: page.phase.position,
    teamName: page.teamName,
    fileName: page.fileName,
    note: page.note,
    state: page.state,
    cause: page.cause,
    explanation: why(page.cause, locale),
    counts: page.counts,
    submittedAt: page.submittedAt.toISOString(),
    finishedAt: page.finishedAt?.toISOString() ?? null,
    scores: page.runs.flatMap((run) => run.scores.map(({ key, title, value }) => ({ key, title, value }))),
  };
}

async function one(viewer: Viewer, id: string, locale: Locale): Promise<Outcome<ReturnType<typeof shown>>> {
  const found = await submissionById(viewer, id);
  return found ? done(shown(found, locale)) : noSuch;
}

export const submissionOperations = [
  operation({
    method: "POST",
    path: "/competitions/{slug}/submissions",
    id: "submit",
    tag,
    summary: "Hand in a zip for your team; the body is the zip itself",
    scope: "take_part",
    query: SubmitQuery,
    body: "zip",
    answer: Submitted,
    status: 201,
    handle: async ({ viewer, params, query, body, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const blob = await keepArchive(body, webConfig().SUBMISSION_MAX_BYTES);
      if (!blob.ok) return blob;
      return submit({
        viewer: me.value,
        slug: params.slug,
        phasePosition: query.phase,
        blob: blob.value,
        fileName: query.fileName ?? "submission.zip",
        note: query.note,
        now,
      });
    },
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/submissions",
    id: "listSubmissions",
    tag,
    summary: "Your team's submissions, newest first; all of them for an organiser",
    scope: "read",
    query: PageQuery,
    answer: Submissions,
    handle: async ({ viewer, params, query, locale }) => {
      const found = await submissionsOf(viewer, params.slug, query.page);
      if (!found) return noSuch;
      return done({
        submissions: found.submissions.map(({ phaseName: _, ...s }) => ({
          ...s,
          competition: params.slug,
          explanation: why(s.cause, locale),
          submittedAt: s.submittedAt.toISOString(),
          finishedAt: s.finishedAt?.toISOString() ?? null,
          scores: s.scores.map(({ key, title, value }) => ({ key, title, value })),
        })),
        page: found.page,
        pages: found.pages,
      });
    },
  }),
  operation({
    method: "GET",
    path: "/submissions/{id}",
    id: "showSubmission",
    tag,
    summary: "A submission's state, its scores or why it failed",
    scope: "read",
    answer: Submission,
    handle: ({ viewer, params, locale }) => one(viewer, params.id, locale),
  }),
  operation({
    method: "GET",
    path: "/submissions/{id}/logs",
    id: "readLogs",
    tag,
    summary: "What a submission's programs wrote, from a sequence number on",
    scope: "read",
    query: LogsQuery,
    answer: Logs,
    handle: async ({ viewer, params, query }) => {
      const found = await logAfter(viewer, params.id, query.after);
      return found
        ? done({ ...found, chunks: found.chunks.map((c) => ({ ...c, at: c.at.toISOString() })) })
        : noSuch;
    },
  }),
  operation({
    method: "POST",
    path: "/submissions/{id}/cancel",
    id: "cancelSubmission",
    tag,
    summary: "Take a submission back before it is judged, or stop its run",
    scope: "take_part",
    answer: Submission,
    handle: async ({ viewer, params, now, locale }) => {
      // Its reader answers null for an id that is none; the command would trip over it.
      if (!(await submissionById(viewer, params.id))) return noSuch;
      const cancelled = await cancel({ viewer, submissionId: params.id, now });
      return cancelled.ok ? one(viewer, params.id, locale) : cancelled;
    },
  }),
  operation({
    method: "PUT",
    path: "/submissions/{id}/board",
    id: "chooseForBoard",
    tag,
    summary:
      "Put a scored submission on the board or take it off, where the board leaves the choice to teams",
    scope: "take_part",
    body: BoardWish,
    answer: Submission,
    handle: async ({ viewer, params, body, now, locale }) => {
      if (!(await submissionById(viewer, params.id))) return noSuch;
      const chosen = await (body.stands ? addToBoard : takeOffBoard)({
        viewer,
        submissionId: params.id,
        now,
      });
      return chosen.ok ? one(viewer, params.id, locale) : chosen;
    },
  }),
];
