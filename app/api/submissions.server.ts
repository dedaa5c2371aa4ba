import { webConfig } from "../../config.ts";
import type { Locale } from "../../db/vocabulary.ts";
import { addToBoard, takeOffBoard } from "../leaderboards/add-to-board.server.ts";
import type { Viewer } from "../people/viewer.ts";
import { cancel } from "../submissions/cancel.server.ts";
import { changeNote, makePublic } from "../submissions/change-submission.server.ts";
import { chooseFinal } from "../submissions/choose-final.server.ts";
import { submitFacts } from "../submissions/form-queries.server.ts";
import { grantQuota } from "../submissions/grant-quota.server.ts";
import { submissionsOf } from "../submissions/list-queries.server.ts";
import { logAfter } from "../submissions/log-queries.server.ts";
import { type SubmissionPage, submissionById } from "../submissions/queries.server.ts";
import { refund } from "../submissions/refund.server.ts";
import { startHeld } from "../submissions/start-held.server.ts";
import { submit } from "../submissions/submit.server.ts";
import { finishedUpload } from "../submissions/uploads.server.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { withBody } from "./archive-body.server.ts";
import { operation } from "./operation.ts";
import { sentence } from "./sentence.ts";
import {
  BoardWish,
  Created,
  EntryQuery,
  FinalWish,
  GrantBody,
  ImageBody,
  Logs,
  LogsQuery,
  NoteBody,
  PageQuery,
  PublicWish,
  Quotas,
  RefundBody,
  StartBody,
  Started,
  Submission,
  Submissions,
  SubmitQuery,
  Submitted,
  UploadBody,
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
    final: page.chosenFinalAt !== null,
    submittedAt: page.submittedAt.toISOString(),
    finishedAt: page.finishedAt?.toISOString() ?? null,
    scores: page.runs.flatMap((run) => run.scores.map(({ key, title, value }) => ({ key, title, value }))),
  };
}

/** The answers in a query, or null for what is no JSON object. */
function readFacts(text: string | undefined): Record<string, unknown> | null {
  if (text === undefined) return {};
  try {
    const facts: unknown = JSON.parse(text);
    return typeof facts === "object" && facts !== null && !Array.isArray(facts)
      ? (facts as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
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
      const facts = readFacts(query.facts);
      if (!facts) return refused("invalid", "submissions.refusals.factsNoJson", { field: "facts" });
      const fileName = query.fileName ?? "submission.zip";
      const maxBytes = webConfig().SUBMISSION_MAX_BYTES;
      return withBody({ viewer: me.value, body, maxBytes, fileName, now }, (blob, uploadId) =>
        submit({
          viewer: me.value,
          slug: params.slug,
          entryId: query.entry,
          phasePosition: query.phase,
          kind: query.kind,
          factSheet: facts,
          blob,
          fileName,
          uploadId,
          note: query.note,
          now,
        }),
      );
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/submissions/upload",
    id: "submitUpload",
    tag,
    summary: "Hand in a file that was brought in pieces: a whole upload of your own below /uploads",
    scope: "take_part",
    body: UploadBody,
    answer: Submitted,
    status: 201,
    handle: async ({ viewer, params, body, now }) => {
      const { uploadId, entry, phase, kind, note, facts } = body;
      const file = await finishedUpload(viewer, uploadId);
      if (!file) return refused("invalid", "submissions.refusals.uploadUnfinished", { field: "uploadId" });
      return submit({
        viewer,
        slug: params.slug,
        entryId: entry,
        phasePosition: phase,
        kind,
        factSheet: facts,
        note,
        uploadId,
        ...file,
        now,
      });
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/submissions/image",
    id: "submitImage",
    tag,
    summary: "Hand in a container image by its name, where the phase takes it",
    scope: "take_part",
    body: ImageBody,
    answer: Submitted,
    status: 201,
    handle: async ({ viewer, params, body, now }) =>
      submit({
        viewer,
        slug: params.slug,
        kind: "image_reference",
        reference: body.reference,
        entryId: body.entry,
        phasePosition: body.phase,
        note: body.note,
        factSheet: body.facts,
        now,
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/quotas",
    id: "showQuotas",
    tag,
    summary: "What your team may still hand in to the phases that are open, and when their day turns",
    scope: "read",
    query: EntryQuery,
    answer: Quotas,
    handle: async ({ viewer, params, query, now }) => {
      const facts = await submitFacts(viewer, params.slug, now, query.entry);
      if (!facts?.entry) return refused("not_found", "submissions.refusals.noEntry");
      return done({
        phases: facts.phases.map(({ position, quota, left, dayEndsAt }) => ({
          phase: position,
          ...quota,
          leftToday: left.today,
          leftMonth: left.month,
          leftTotal: left.total,
          leftWaiting: left.waiting,
          dayEndsAt: dayEndsAt.toISOString(),
        })),
      });
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/quotas/grants",
    id: "grantQuota",
    tag,
    summary: "Let one team hand in more than a phase allows",
    scope: "organise",
    body: GrantBody,
    answer: Created,
    status: 201,
    handle: async ({ viewer, params, body: { phase, ...grant }, now }) => {
      const me = signedInHere(viewer);
      return me.ok
        ? grantQuota({ viewer: me.value, slug: params.slug, grant: { ...grant, phasePosition: phase }, now })
        : me;
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/submissions/start",
    id: "startSubmissions",
    tag,
    summary: "Start held submissions, where organisers start them themselves",
    scope: "organise",
    body: StartBody,
    answer: Started,
    handle: async ({ viewer, params, body, now }) => {
      const me = signedInHere(viewer);
      return me.ok ? startHeld({ viewer: me.value, slug: params.slug, ...body, now }) : me;
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
        submissions: found.submissions.map(({ phaseName: _, chosenFinalAt, ...s }) => ({
          ...s,
          final: chosenFinalAt !== null,
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
    method: "POST",
    path: "/submissions/{id}/refund",
    id: "refundSubmission",
    tag,
    summary: "Give a team its turn back, with a reason that it reads",
    scope: "organise",
    body: RefundBody,
    answer: Submission,
    handle: async ({ viewer, params, body, now, locale }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      if (!(await submissionById(viewer, params.id))) return noSuch;
      const refunded = await refund({ viewer: me.value, submissionId: params.id, ...body, now });
      return refunded.ok ? one(viewer, params.id, locale) : refunded;
    },
  }),
  operation({
    method: "PUT",
    path: "/submissions/{id}/note",
    id: "changeNote",
    tag,
    summary: "Change a submission's note; an empty one is none",
    scope: "take_part",
    body: NoteBody,
    answer: Submission,
    handle: async ({ viewer, params, body, now, locale }) => {
      const changed = await changeNote({ viewer, submissionId: params.id, ...body, now });
      return changed.ok ? one(viewer, params.id, locale) : changed;
    },
  }),
  operation({
    method: "PUT",
    path: "/submissions/{id}/final",
    id: "chooseFinal",
    tag,
    summary: "Choose a scored submission as final, or take the choice back, until the phase ends",
    scope: "take_part",
    body: FinalWish,
    answer: Submission,
    handle: async ({ viewer, params, body, now, locale }) => {
      const chosen = await chooseFinal({ viewer, submissionId: params.id, ...body, now });
      return chosen.ok ? one(viewer, params.id, locale) : chosen;
    },
  }),
  operation({
    method: "PUT",
    path: "/submissions/{id}/public",
    id: "makePublic",
    tag,
    summary: "Open a scored submission to everybody, or close it again",
    scope: "take_part",
    body: PublicWish,
    answer: Submission,
    handle: async ({ viewer, params, body, now, locale }) => {
      const opened = await makePublic({ viewer, submissionId: params.id, open: body.public, now });
      return opened.ok ? one(viewer, params.id, locale) : opened;
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
