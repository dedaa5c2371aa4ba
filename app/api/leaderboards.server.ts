import { medalOf } from "../leaderboards/medal.ts";
import { boardFor } from "../leaderboards/queries.server.ts";
import { ranksOf } from "../live/apply-frame.ts";
import { done, refused } from "../web/outcome.ts";
import { operation } from "./operation.ts";
import { BoardQuery, Leaderboard } from "./shapes.ts";

export const leaderboardOperations = [
  operation({
    method: "GET",
    path: "/competitions/{slug}/leaderboard",
    id: "showLeaderboard",
    tag: "Leaderboards",
    summary: "A phase's leaderboard as you may see it; without a phase, the one that is open",
    scope: "read",
    query: BoardQuery,
    answer: Leaderboard,
    handle: async ({ viewer, params, query, now }) => {
      const view = await boardFor(viewer, params.slug, query.phase, now, query);
      if (!view) return refused("not_found", "api.refusals.noSuchBoard");
      const ranks = ranksOf(view);
      return done({
        competition: view.competition.slug,
        phase: view.phase.position,
        title: view.board.title,
        seq: view.seq,
        frozen: view.frozen,
        metrics: view.columns.map(({ key, title, sorting, precision, valueKeys }) => ({
          key,
          title,
          sorting,
          precision,
          valueKeys,
        })),
        rows: view.rows.map((row, i) => ({
          rank: ranks[i] ?? null,
          medal: medalOf(ranks[i] ?? null, view.ranked, view.board.medals),
          kind: row.kind,
          track: view.tracks.find((t) => t.id === row.trackId)?.code ?? null,
          teamName: row.team,
          submissionId: row.submissionId,
          submittedAt: row.submittedAt,
          values: row.values,
        })),
        page: view.page,
        pages: view.pages,
        total: view.total,
      });
    },
  }),
];
