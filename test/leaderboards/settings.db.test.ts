import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import type { BoardValues } from "../../app/leaderboards/board-form.ts";
import { previewBoard } from "../../app/leaderboards/board-preview.server.ts";
import { freezeBoard } from "../../app/leaderboards/freeze.server.ts";
import { boardHistory } from "../../app/leaderboards/history.server.ts";
import { deleteMetric, moveMetric, saveMetric } from "../../app/leaderboards/metrics.server.ts";
import { boardFor } from "../../app/leaderboards/queries.server.ts";
import { revealBoard } from "../../app/leaderboards/reveal.server.ts";
import { saveBoard } from "../../app/leaderboards/save-board.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import {
  auditEvents,
  competitionTracks,
  entries,
  metrics,
  phases,
  submissions,
} from "../../db/schema/index.ts";
import { aBoard, aColumn, anEntryOn, score } from "../factories/boards.ts";
import { aViewer } from "../factories/forums.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 9, minute));
type Board = Awaited<ReturnType<typeof aBoard>>;

const seen = async (board: Board, viewer = GUEST, asked = {}) => {
  const view = await boardFor(viewer, board.slug, 0, at(59), asked);
  return view?.rows.map((row) => [row.team, row.values.accuracy]);
};
const values = (more: Partial<BoardValues> = {}): BoardValues => ({
  title: "Results",
  submissionRule: "Force_Best",
  primaryPosition: 0,
  finalPosition: null,
  medals: null,
  hidden: false,
  embeddable: false,
  ...more,
});
const form = (fields: Record<string, string | string[]>) => {
  const body = new FormData();
  for (const [name, given] of Object.entries(fields))
    for (const value of [given].flat()) body.append(name, value);
  return body;
};
const column = (more: Record<string, string | string[]> = {}) =>
  form({ key: "speed", title: "Speed", sorting: "asc", precision: "1", split: "public", ...more });

test("an organiser freezes a board now, the public sees nothing newer, and sees it all when the freeze ends", async () => {
  const board = await aBoard();
  const viewer = await aViewer({ role: "organiser" });
  const entry = await anEntryOn(board, "A");
  await score(board, entry, { accuracy: "0.5" }, at(1));
  const { boardId } = board;
  expect(await freezeBoard({ viewer, boardId, at: at(2), now: at(2) })).toMatchObject({ ok: true });
  await score(board, entry, { accuracy: "0.9" }, at(3));
  expect(await seen(board)).toEqual([["A", "0.5"]]);
  expect(await seen(board, viewer)).toEqual([["A", "0.9"]]);
  expect(await seen(board, viewer, { asPublic: true })).toEqual([["A", "0.5"]]);
  expect(await freezeBoard({ viewer, boardId, at: null, now: at(4) })).toMatchObject({ ok: true });
  expect(await seen(board)).toEqual([["A", "0.9"]]);
  const acts = await db.select().from(auditEvents).where(eq(auditEvents.subjectId, boardId));
  expect(acts.map((a) => a.act).sort()).toEqual(["board.frozen", "board.unfrozen"]);
});

test("a freeze in the past, by a stranger or after the reveal is refused, and so is an unconfirmed reveal", async () => {
  const { boardId } = await aBoard();
  const viewer = await aViewer({ role: "organiser" });
  const stranger = await aViewer();
  const reasons = async (outcome: Promise<{ ok: boolean; refusal?: { reason: string } }>) =>
    (await outcome).refusal?.reason;
  expect(await reasons(freezeBoard({ viewer, boardId, at: at(1), now: at(2) }))).toBe(
    "leaderboards.refusals.freezePast",
  );
  expect(await reasons(freezeBoard({ viewer: stranger, boardId, at: at(3), now: at(2) }))).toBe(
    "leaderboards.refusals.noBoard",
  );
  expect(await reasons(revealBoard({ viewer, boardId, confirmed: false, now: at(2) }))).toBe(
    "leaderboards.refusals.confirmReveal",
  );
  expect(await reasons(revealBoard({ viewer: stranger, boardId, confirmed: true, now: at(2) }))).toBe(
    "leaderboards.refusals.noBoard",
  );
  await revealBoard({ viewer, boardId, confirmed: true, now: at(2) });
  expect(await reasons(revealBoard({ viewer, boardId, confirmed: true, now: at(3) }))).toBe(
    "leaderboards.refusals.revealed",
  );
  expect(await reasons(freezeBoard({ viewer, boardId, at: at(4), now: at(3) }))).toBe(
    "leaderboards.refusals.revealed",
  );
});

test("at the reveal final choices stand and the private column ranks", async () => {
  const board = await aBoard({ columns: [aColumn(), aColumn({ key: "final", position: 1 })] });
  const viewer = await aViewer({ role: "organiser" });
  await db.update(metrics).set({ split: "private" }).where(eq(metrics.id, board.columns[1]!.id));
  await db.update(phases).set({ maxFinal: 2 }).where(eq(phases.id, board.phaseId));
  const [a, b] = [await anEntryOn(board, "A"), await anEntryOn(board, "B")];
  await score(board, a, { accuracy: "0.9", final: "0.1" }, at(1));
  const careful = await score(board, a, { accuracy: "0.7", final: "0.8" }, at(2));
  await score(board, b, { accuracy: "0.8", final: "0.5" }, at(3));
  await db
    .update(submissions)
    .set({ chosenFinalAt: at(4) })
    .where(eq(submissions.id, careful));
  await saveBoard({ viewer, boardId: board.boardId, values: values({ finalPosition: 1 }), now: at(5) });
  expect(await seen(board)).toEqual([
    ["A", "0.9"],
    ["B", "0.8"],
  ]);
  await revealBoard({ viewer, boardId: board.boardId, confirmed: true, now: at(6) });
  const view = await boardFor(GUEST, board.slug, 0, at(7));
  expect(view?.rows.map((r) => [r.team, r.values])).toEqual([
    ["A", { accuracy: "0.7", final: "0.8" }],
    ["B", { accuracy: "0.8", final: "0.5" }],
  ]);
});

test("a new column, its order and its removal change the board at once; one with scores stays", async () => {
  const board = await aBoard({ columns: [aColumn(), aColumn({ key: "recall", position: 1 })] });
  const viewer = await aViewer({ role: "organiser" });
  const { competitionId } = board;
  await score(board, await anEntryOn(board, "A"), { accuracy: "0.5", recall: "0.25" }, at(1));
  const fields = { key: "total", title: "Total", computation: "weighted", computedFrom: ["0", "1"] };
  const saved = await saveMetric({ viewer, competitionId, metricId: null, form: column(fields), now: at(2) });
  if (!saved.ok) throw new Error(saved.refusals[0]?.reason);
  const values = async () => (await boardFor(GUEST, board.slug, 0, at(3)))?.rows[0]?.values;
  expect(await values()).toEqual({ accuracy: "0.5", recall: "0.25", total: "0.75" });

  await moveMetric({ viewer, competitionId, metricId: saved.value.id, by: -1, now: at(4) });
  const view = await boardFor(GUEST, board.slug, 0, at(5));
  expect(view?.columns.map((c) => c.key)).toEqual(["accuracy", "total", "recall"]);
  expect(await values()).toEqual({ accuracy: "0.5", recall: "0.25", total: "0.75" });

  const gone = (metricId: string) => deleteMetric({ viewer, competitionId, metricId, now: at(6) });
  expect(await gone(board.columns[0]!.id)).toMatchObject({
    refusal: { reason: "leaderboards.refusals.metricRanks" },
  });
  expect(await gone(board.columns[1]!.id)).toMatchObject({
    refusal: { reason: "leaderboards.refusals.metricUsed" },
  });
  expect(await gone(saved.value.id)).toMatchObject({ ok: true });
  expect(await gone(board.columns[1]!.id)).toMatchObject({
    refusal: { reason: "leaderboards.refusals.metricScored" },
  });
  expect(await values()).toEqual({ accuracy: "0.5", recall: "0.25" });
});

test.each([
  [{ key: "a:b" }, "metricKey"],
  [{ key: "accuracy" }, "metricTaken"],
  [{ title: " " }, "boardTitle"],
  [{ precision: "11" }, "digits"],
  [{ weight: "much" }, "weight"],
  [{ computation: "sum" }, "noSources"],
])("a column with %o is refused at its field", async (fields, reason) => {
  const { competitionId } = await aBoard();
  const viewer = await aViewer({ role: "organiser" });
  const saved = await saveMetric({ viewer, competitionId, metricId: null, form: column(fields), now: at(1) });
  expect(saved).toMatchObject({ ok: false, refusals: [{ reason: `leaderboards.refusals.${reason}` }] });
});

test("the column that ranks cannot become private, and strangers change nothing", async () => {
  const board = await aBoard();
  const { competitionId } = board;
  const metricId = board.columns[0]!.id;
  const given = column({ key: "accuracy", split: "private" });
  const viewer = await aViewer({ role: "organiser" });
  expect(await saveMetric({ viewer, competitionId, metricId, form: given, now: at(1) })).toMatchObject({
    refusals: [{ field: "split", reason: "leaderboards.refusals.primaryPrivate" }],
  });
  const stranger = await aViewer();
  expect(
    await saveMetric({ viewer: stranger, competitionId, metricId: null, form: column(), now: at(1) }),
  ).toMatchObject({ refusals: [{ code: "not_found" }] });
  expect(
    await saveBoard({ viewer: stranger, boardId: board.boardId, values: values(), now: at(1) }),
  ).toMatchObject({ refusal: { code: "not_found" } });
  expect(await previewBoard(stranger, board.boardId, values())).toBeNull();
});

test("the preview tells which ranks would change, and changes none", async () => {
  const board = await aBoard({ columns: [aColumn(), aColumn({ key: "recall", position: 1 })] });
  const viewer = await aViewer({ role: "organiser" });
  await score(board, await anEntryOn(board, "A"), { accuracy: "0.9", recall: "0.1" }, at(1));
  await score(board, await anEntryOn(board, "B"), { accuracy: "0.5", recall: "0.7" }, at(2));
  const preview = await previewBoard(viewer, board.boardId, values({ primaryPosition: 1 }));
  expect(preview?.rows.map(({ team, before, after }) => [team, before, after])).toEqual([
    ["B", 2, 1],
    ["A", 1, 2],
  ]);
  expect((await seen(board))?.map(([team]) => team)).toEqual(["A", "B"]);
});

test("a track's board has ranks of its own, and baselines take none on either", async () => {
  const board = await aBoard();
  const [track] = await db
    .insert(competitionTracks)
    .values({ competitionId: board.competitionId, position: 0, code: "A1", name: { en: "First" } })
    .returning();
  const ids = await Promise.all(["A", "B", "Base"].map((name) => anEntryOn(board, name)));
  await db.update(entries).set({ trackId: track!.id }).where(eq(entries.id, ids[1]!));
  await db.update(entries).set({ kind: "baseline" }).where(eq(entries.id, ids[2]!));
  for (const [i, id] of ids.entries())
    await score(board, id, { accuracy: `0.${7 + (i % 2 === 0 ? i : 0)}` }, at(i));
  const ranks = async (asked = {}) => {
    const view = await boardFor(GUEST, board.slug, 0, at(9), asked);
    return { rows: view?.rows.map((r) => [r.team, r.kind, r.ranked]), ranked: view?.ranked };
  };
  expect(await ranks()).toEqual({
    rows: [
      ["Base", "baseline", false],
      ["A", "team", true],
      ["B", "team", true],
    ],
    ranked: 2,
  });
  expect(await ranks({ track: "A1" })).toEqual({ rows: [["B", "team", true]], ranked: 1 });
  expect(await boardFor(GUEST, board.slug, 0, at(9), { track: "none" })).toBeNull();
  const found = await boardFor(GUEST, board.slug, 0, at(9), { find: "b" });
  expect(found?.found?.rows.map((r) => [r.team, r.rank])).toEqual([
    ["Base", null],
    ["B", 2],
  ]);
});

test("a chart tells the public nothing after the freeze, and organisers all of it", async () => {
  const board = await aBoard({ freezeAt: at(10) });
  const viewer = await aViewer({ role: "organiser" });
  const [a, b] = [await anEntryOn(board, "A"), await anEntryOn(board, "B")];
  await score(board, a, { accuracy: "0.5" }, at(1));
  await score(board, b, { accuracy: "0.6" }, at(2));
  await score(board, a, { accuracy: "0.7123" }, at(12));
  const told = await boardHistory(GUEST, board.slug, { entries: [] }, at(20));
  expect(told?.history.entries).toEqual([
    {
      entryId: b,
      team: "B",
      points: [
        { rank: null, value: null },
        { rank: 1, value: "0.6" },
      ],
    },
    {
      entryId: a,
      team: "A",
      points: [
        { rank: 1, value: "0.5" },
        { rank: 2, value: "0.5" },
      ],
    },
  ]);
  const all = await boardHistory(viewer, board.slug, { entries: [] }, at(20));
  expect(all?.history.entries[0]?.points.map((p) => [p.rank, p.value])).toEqual([
    [1, "0.5"],
    [2, "0.5"],
    [1, "0.7123"],
  ]);
});
