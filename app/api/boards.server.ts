import { readBoard } from "../leaderboards/board-form.ts";
import { previewBoard } from "../leaderboards/board-preview.server.ts";
import { exportBoard } from "../leaderboards/export.server.ts";
import { freezeBoard } from "../leaderboards/freeze.server.ts";
import { boardHistory } from "../leaderboards/history.server.ts";
import { deleteMetric, moveMetric, saveMetric } from "../leaderboards/metrics.server.ts";
import { revealBoard } from "../leaderboards/reveal.server.ts";
import { saveBoard } from "../leaderboards/save-board.server.ts";
import { boardSettings } from "../leaderboards/settings-queries.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, type Refusal, refused } from "../web/outcome.ts";
import {
  BoardBody,
  BoardFileQuery,
  BoardHistory,
  BoardPreview,
  BoardSettings,
  ColumnBody,
  FreezeBody,
  HistoryQuery,
  RevealBody,
} from "./board-shapes.ts";
import { Id } from "./editor-shapes.ts";
import { formOf } from "./form-of.ts";
import { moveAndRemove } from "./move-and-remove.server.ts";
import { operation } from "./operation.ts";
import { organisedHere } from "./organised-here.server.ts";

const tag = "Leaderboards";
const noBoard = refused("not_found", "leaderboards.refusals.noBoard");

type Here = { viewer: SignedInViewer; params: { slug: string; phase: string }; now: Date };
type Found = { boardId: string; settings: NonNullable<Awaited<ReturnType<typeof boardSettings>>> };

/** Works with the board of one of this competition's phases. */
const withBoard = <T>(call: Here, work: (found: Found) => Promise<Outcome<T>>) =>
  organisedHere(call, async ({ id }, { viewer }) => {
    const settings = await boardSettings(viewer, id);
    const board = settings?.boards.find(({ phase }) => String(phase.position) === call.params.phase);
    if (!settings || !board) return noBoard;
    return work({ boardId: board.id, settings });
  });

/** Changes that board. */
const onBoard = (call: Here, work: (found: Found) => Promise<Outcome<unknown>>) =>
  withBoard(call, async (found) => {
    const outcome = await work(found);
    return outcome.ok ? done({ id: found.boardId }) : outcome;
  });

function readBody({ medals, ...rest }: (typeof BoardBody)["_output"], { settings }: Found) {
  const { by: medalsBy, ...counts } = medals ?? {};
  return readBoard(formOf({ ...rest, medalsBy, ...counts }), settings.metrics);
}

const first = (refusals: readonly Refusal[]) => ({ ok: false as const, refusal: refusals[0]! });

type Writing = {
  viewer: SignedInViewer;
  params: { slug: string };
  body: (typeof ColumnBody)["_output"];
  now: Date;
};
const writeColumn = (call: Writing, metricId: string | null) =>
  organisedHere(call, async ({ id: competitionId }, { viewer, now }) => {
    const saved = await saveMetric({ viewer, competitionId, metricId, form: formOf(call.body), now });
    return saved.ok ? saved : first(saved.refusals);
  });

/** How boards rank, what they keep back and when they tell it; tables and history of what one may see. */
export const boardOperations = [
  operation({
    method: "GET",
    path: "/competitions/{slug}/boards",
    id: "showBoardSettings",
    tag,
    summary: "Columns and boards as organisers set them up",
    scope: "organise",
    answer: BoardSettings,
    handle: (call) =>
      organisedHere(call, async ({ id }, { viewer }) => {
        const found = await boardSettings(viewer, id);
        if (!found) return noBoard;
        return done({
          columns: found.metrics,
          boards: found.boards.map(({ phase, revealedAt, ...board }) => ({
            ...board,
            phase: phase.position,
            freezeAt: phase.freezeAt?.toISOString() ?? null,
            revealedAt: revealedAt?.toISOString() ?? null,
          })),
        });
      }),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/boards/{phase}",
    id: "changeBoard",
    tag,
    summary: "Change how the board of a phase ranks and who sees it",
    scope: "organise",
    body: BoardBody,
    answer: Id,
    handle: (call) =>
      onBoard(call, async (found) => {
        const read = readBody(call.body, found);
        const { viewer, now } = call;
        const { boardId } = found;
        return read.ok ? saveBoard({ viewer, boardId, values: read.value, now }) : first(read.refusals);
      }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/boards/{phase}/preview",
    id: "previewBoard",
    tag,
    summary: "Whose rank these settings would change, were they saved; nothing is",
    scope: "organise",
    body: BoardBody,
    answer: BoardPreview,
    handle: (call) =>
      withBoard(call, async (found) => {
        const read = readBody(call.body, found);
        if (!read.ok) return first(read.refusals);
        const preview = await previewBoard(call.viewer, found.boardId, read.value);
        return preview ? done(preview) : noBoard;
      }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/boards/{phase}/freeze",
    id: "freezeBoard",
    tag,
    summary: "Show the public no newer scores, from now or a time to come; or end that",
    scope: "organise",
    body: FreezeBody,
    answer: Id,
    handle: (call) =>
      onBoard(call, ({ boardId }) => {
        const { viewer, now, body } = call;
        const at = body.at === undefined ? now : body.at === null ? null : new Date(body.at);
        return freezeBoard({ viewer, boardId, at, now });
      }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/boards/{phase}/reveal",
    id: "revealBoard",
    tag,
    summary: "Tell everybody what was kept from them: the freeze ends and private columns show",
    scope: "organise",
    body: RevealBody,
    answer: Id,
    handle: (call) =>
      onBoard(call, ({ boardId }) =>
        revealBoard({ viewer: call.viewer, boardId, ...call.body, now: call.now }),
      ),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/columns",
    id: "createColumn",
    tag,
    summary: "Add a column: a score by its key, or one computed from others",
    scope: "organise",
    body: ColumnBody,
    answer: Id,
    status: 201,
    handle: (call) => writeColumn(call, null),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/columns/{id}",
    id: "changeColumn",
    tag,
    summary: "Write a column anew; every board follows",
    scope: "organise",
    body: ColumnBody,
    answer: Id,
    handle: (call) => writeColumn(call, call.params.id),
  }),
  ...moveAndRemove("column", "columns", tag, {
    move: ({ id, ...command }) => moveMetric({ ...command, metricId: id }),
    remove: ({ id, ...command }) => deleteMetric({ ...command, metricId: id }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/leaderboard/export",
    id: "exportLeaderboard",
    tag,
    summary: "A board as a table with all digits that you may see",
    scope: "read",
    query: BoardFileQuery,
    answer: "table",
    handle: async ({ viewer, params, query, locale, now }) => {
      const found = await exportBoard(viewer, params.slug, query, { locale, now });
      return found ? done(found) : refused("not_found", "api.refusals.noSuchBoard");
    },
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/leaderboard/history",
    id: "showHistory",
    tag,
    summary: "How the first ten and your own team came to where they are, by what you may see",
    scope: "read",
    query: HistoryQuery,
    answer: BoardHistory,
    handle: async ({ viewer, params, query, now }) => {
      const entries = query.entry ? [query.entry] : [];
      const found = await boardHistory(viewer, params.slug, { ...query, entries }, now);
      if (!found) return refused("not_found", "api.refusals.noSuchBoard");
      const { competition, phase, column, history } = found;
      return done({
        competition: competition.slug,
        phase: phase.position,
        column,
        moments: history.moments,
        entries: history.entries.map(({ entryId, team, points }) => ({ entryId, teamName: team, points })),
      });
    },
  }),
];
