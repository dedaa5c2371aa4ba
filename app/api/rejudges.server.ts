import { discardRejudge, retryRejudge } from "../judging/end-rejudge.server.ts";
import { rejudge } from "../judging/rejudge.server.ts";
import { fatesOf, type RejudgePage, rejudgeById, rejudgesOf } from "../judging/rejudge-queries.server.ts";
import { Selection } from "../judging/rejudge-selection.ts";
import { approveRejudge } from "../leaderboards/approve-rejudge.server.ts";
import { draftProgress } from "../leaderboards/board-drafts.server.ts";
import { rejudgePreview } from "../leaderboards/rejudge-preview.server.ts";
import type { Viewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { operation } from "./operation.ts";
import { PageQuery, Rejudge, RejudgeBody, Rejudges } from "./shapes.ts";
import { signedInHere } from "./signed-in.ts";

const tag = "Rejudges";
const noSuch = refused("not_found", "judging.refusals.noRejudge");

const brief = (found: Omit<RejudgePage, "slug">, slug: string) => ({
  id: found.id,
  competition: slug,
  state: found.state,
  reason: found.reason,
  createdAt: found.createdAt.toISOString(),
  decidedAt: found.decidedAt?.toISOString() ?? null,
  selected: found.selected,
  runs: found.progress.runs,
  ended: found.progress.ended,
});

async function one(viewer: Viewer, id: string, page: number, now: Date) {
  const found = await rejudgeById(viewer, id);
  if (!found) return noSuch;
  const { boards = [], computing = false } = (await rejudgePreview(viewer, id, { page, now })) ?? {};
  return done({
    ...brief(found, found.slug),
    fates: (await fatesOf(id)) ?? {},
    becomingOfficial: found.state === "approving" ? await draftProgress(id) : null,
    comparing: computing,
    boards: boards.map((board) => ({
      phase: board.phase.position,
      title: board.title,
      changed: board.changed,
      unchanged: board.unchanged,
      rows: board.rows.map(({ team, before, after }) => ({
        teamName: team,
        before: before && { rank: before.rank, values: before.values },
        after: after && { rank: after.rank, values: after.values },
      })),
      pages: board.pages,
    })),
  });
}

type Decide = typeof approveRejudge | typeof discardRejudge | typeof retryRejudge;

/** A decision on a rejudge, answered with what it is now. */
const decision = (id: string, path: `/rejudges/{id}/${string}`, summary: string, decide: Decide) =>
  operation({
    method: "POST",
    path,
    id,
    tag,
    summary,
    scope: "organise",
    answer: Rejudge,
    handle: async ({ viewer, params, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const rejudgeId = (params as { id: string }).id;
      const decided: Outcome<unknown> = await decide({ viewer: me.value, rejudgeId, now });
      return decided.ok ? one(viewer, rejudgeId, 1, now) : decided;
    },
  });

export const rejudgeOperations = [
  operation({
    method: "POST",
    path: "/competitions/{slug}/rejudges",
    id: "beginRejudge",
    tag,
    summary: "Judge submissions that have ended again; all that is said must hold. Nothing is official yet",
    scope: "organise",
    body: RejudgeBody,
    answer: Rejudge,
    status: 201,
    handle: async ({ viewer, params, body, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const { reason, ...rest } = body;
      const selection = Selection.safeParse(rest);
      if (!selection.success)
        return refused("invalid", "judging.refusals.nothingSelected", { field: "ending" });
      const begun = await rejudge({
        viewer: me.value,
        slug: params.slug,
        selection: selection.data,
        reason,
        now,
      });
      return begun.ok ? one(viewer, begun.value.id, 1, now) : begun;
    },
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/rejudges",
    id: "listRejudges",
    tag,
    summary: "A competition's rejudges, newest first, for its organisers",
    scope: "organise",
    query: PageQuery,
    answer: Rejudges,
    handle: async ({ viewer, params, query }) => {
      const found = await rejudgesOf(viewer, params.slug, query.page);
      return found
        ? done({ ...found, rejudges: found.rejudges.map((row) => brief(row, params.slug)) })
        : refused("not_found", "judging.refusals.noCompetition");
    },
  }),
  operation({
    method: "GET",
    path: "/rejudges/{id}",
    id: "showRejudge",
    tag,
    summary: "How far a rejudge is, and every score and rank that approving it changes",
    scope: "organise",
    query: PageQuery,
    answer: Rejudge,
    handle: ({ viewer, params, query, now }) => one(viewer, params.id, query.page, now),
  }),
  decision(
    "approveRejudge",
    "/rejudges/{id}/approve",
    "Make all its results official: of a large one in a moment, then all at once",
    approveRejudge,
  ),
  decision("discardRejudge", "/rejudges/{id}/discard", "Drop it: nothing changes", discardRejudge),
  decision("retryRejudge", "/rejudges/{id}/retry", "Judge again what the platform failed", retryRejudge),
];
