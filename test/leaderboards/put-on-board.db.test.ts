import { asc, eq, sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { decideEntry } from "../../app/entries/decide.server.ts";
import { renameTeam } from "../../app/entries/rename.server.ts";
import { followEntry } from "../../app/leaderboards/follow-entry.server.ts";
import { lockBoard, putOnBoard, settleEntry } from "../../app/leaderboards/put-on-board.server.ts";
import { boardFor } from "../../app/leaderboards/queries.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { db, type Transaction } from "../../db/connect.ts";
import { boardEvents, boards, runs, scores, standings, submissions } from "../../db/schema/index.ts";
import { aBoard, aColumn, anEntryOn, score } from "../factories/boards.ts";
import { aViewer } from "../factories/forums.ts";
import { aPerson } from "../factories/people.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute));
const seen = async (slug: string, now: Date, viewer = GUEST) =>
  (await boardFor(viewer, slug, undefined, now))?.rows.map((r) => [r.team, r.values.accuracy]);

const submissionOf = async (tx: Transaction, id: string) =>
  (await tx.select().from(submissions).where(eq(submissions.id, id)))[0]!;

test("scores that come at once get sequence numbers without a gap, and the board ends right", async () => {
  const board = await aBoard();
  const teams = await Promise.all(Array.from({ length: 20 }, (_, i) => anEntryOn(board, `T${i}`)));

  await Promise.all(
    teams.flatMap((entry, i) =>
      [0, 1].map((n) => score(board, entry, { accuracy: `0.${10 + i + n}` }, at(i))),
    ),
  );

  const events = await db
    .select()
    .from(boardEvents)
    .where(eq(boardEvents.boardId, board.boardId))
    .orderBy(asc(boardEvents.seq));
  const [row] = await db.select({ seq: boards.seq }).from(boards).where(eq(boards.id, board.boardId));
  expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i + 1));
  expect(row?.seq).toBe(events.length);
  const times = events.map((e) => e.at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const rows = await seen(board.slug, at(59));
  expect(rows).toEqual(teams.map((_, i) => [`T${19 - i}`, `${(30 - i) / 100}`]));
});

test("a score that waits for the board sees what was scored while it waited", async () => {
  const board = await aBoard();
  const entry = await anEntryOn(board, "A");
  const first = await score(board, entry, { accuracy: "0.9" }, at(1));
  const second = await score(board, entry, { accuracy: "0.8" }, at(2));
  let waits!: Promise<void>;
  await db.transaction(async (tx) => {
    await lockBoard(tx, board);
    waits = db.transaction(async (other) => {
      await putOnBoard(other, { submission: await submissionOf(other, second), now: at(3) });
    });
    await vi.waitUntil(async () => {
      const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n from pg_locks l
        join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`);
      return row!.n > 0;
    });
    const [run] = await tx.select().from(runs).where(eq(runs.submissionId, first));
    await tx.update(scores).set({ value: "0.1" }).where(eq(scores.runId, run!.id));
  });
  await waits;
  expect(await seen(board.slug, at(4))).toEqual([["A", "0.8"]]);
});

test("a page held in memory follows every later score", async () => {
  const board = await aBoard();
  const entry = await anEntryOn(board, "A");
  expect(await seen(board.slug, at(0))).toEqual([]);
  await score(board, entry, { accuracy: "0.5" }, at(1));
  expect(await seen(board.slug, at(1))).toEqual([["A", "0.5"]]);
  await score(board, entry, { accuracy: "0.4" }, at(2));
  expect(await seen(board.slug, at(2))).toEqual([["A", "0.5"]]);
  await score(board, entry, { accuracy: "0.75" }, at(3));
  const view = await boardFor(GUEST, board.slug, undefined, at(3));
  expect(view).toMatchObject({ seq: 2, rows: [{ values: { accuracy: "0.75" }, scored: 3 }] });
});

test("a rejudge that scores lower lets the entry's next best stand", async () => {
  const board = await aBoard();
  const entry = await anEntryOn(board, "A");
  await score(board, entry, { accuracy: "0.5" }, at(1));
  const best = await score(board, entry, { accuracy: "0.9" }, at(2));

  await db.transaction(async (tx) => {
    const [run] = await tx.select().from(runs).where(eq(runs.submissionId, best));
    await tx.update(scores).set({ value: "0.1" }).where(eq(scores.runId, run!.id));
    await putOnBoard(tx, { submission: await submissionOf(tx, best), now: at(3) });
  });

  expect(await seen(board.slug, at(4))).toEqual([["A", "0.5"]]);
});

test("a disqualified entry leaves the board, and comes back when it is accepted again", async () => {
  const board = await aBoard();
  const entry = await anEntryOn(board, "A", (await aPerson()).id);
  await score(board, entry, { accuracy: "0.5" }, at(1));
  const { viewer } = await aPerson({ role: "organiser" });
  const decide = (state: "accepted" | "disqualified", now: Date) =>
    decideEntry({
      viewer,
      entryId: entry,
      state,
      reason: "copied",
      confirmed: true,
      now,
      onDecided: settleEntry,
    });

  expect(await decide("disqualified", at(2))).toMatchObject({ ok: true });
  expect(await seen(board.slug, at(3))).toEqual([]);
  expect(await decide("accepted", at(4))).toMatchObject({ ok: true });
  expect(await seen(board.slug, at(5))).toEqual([["A", "0.5"]]);
});

test("a renamed team has its new name on the board at once, and on a frozen one, where no later score shows", async () => {
  const frozen = await aBoard({ freezeAt: at(10) });
  for (const board of [await aBoard(), frozen]) {
    const { viewer } = await aPerson();
    const entryId = await anEntryOn(board, "Old", viewer.person.id);
    await anEntryOn(board, "Other");
    await score(board, entryId, { accuracy: "0.5" }, at(1));
    expect(await seen(board.slug, at(20))).toEqual([["Old", "0.5"]]);
    await score(board, entryId, { accuracy: "0.9" }, at(21));
    const renaming = { viewer, entryId, teamName: "New", now: at(22), onDecided: followEntry };
    expect(await renameTeam(renaming)).toMatchObject({ ok: true });
    expect(await seen(board.slug, at(23))).toEqual([["New", board === frozen ? "0.5" : "0.9"]]);
  }
});

test("a team that stands on a frozen board alone has its new name there, and stands nowhere else for it", async () => {
  const board = await aBoard({ freezeAt: at(10) });
  const { viewer } = await aPerson();
  const entryId = await anEntryOn(board, "Old", viewer.person.id);
  const other = await anEntryOn(board, "Other");
  await score(board, other, { accuracy: "0.4" }, at(1));
  const id = await score(board, entryId, { accuracy: "0.5" }, at(2));
  const before = [
    ["Old", "0.5"],
    ["Other", "0.4"],
  ];
  expect(await seen(board.slug, at(20))).toEqual(before);
  await db.update(submissions).set({ state: "failed" }).where(eq(submissions.id, id));
  await db.transaction((tx) => settleEntry(tx, entryId, at(21)));
  const organiser = await aViewer({ role: "organiser" });
  expect(await seen(board.slug, at(22), organiser)).toEqual([["Other", "0.4"]]);
  expect(await seen(board.slug, at(22))).toEqual(before);
  const renaming = { viewer, entryId, teamName: "New", now: at(23), onDecided: followEntry };
  expect(await renameTeam(renaming)).toMatchObject({ ok: true });
  expect(await seen(board.slug, at(24))).toEqual([["New", "0.5"], before[1]]);
  expect(await seen(board.slug, at(24), organiser)).toEqual([["Other", "0.4"]]);
});

test("under Add nothing stands until the participant adds it", async () => {
  const board = await aBoard({ rule: "Add" });
  const entry = await anEntryOn(board, "A");
  const first = await score(board, entry, { accuracy: "0.5" }, at(1));
  expect(await seen(board.slug, at(1))).toEqual([]);
  await db.transaction(async (tx) =>
    putOnBoard(tx, { submission: await submissionOf(tx, first), now: at(2), choice: { add: first } }),
  );
  await score(board, entry, { accuracy: "0.9" }, at(3));
  expect(await seen(board.slug, at(3))).toEqual([["A", "0.5"]]);
});

test("the public sees a frozen board as it stood, organisers see it as it is", async () => {
  const board = await aBoard({ freezeAt: at(10) });
  const [a, b] = [await anEntryOn(board, "A"), await anEntryOn(board, "B")];
  await score(board, a, { accuracy: "0.5" }, at(5));
  await score(board, a, { accuracy: "0.6" }, at(11));
  await score(board, b, { accuracy: "0.9" }, at(12));
  const organiser = await aViewer({ role: "organiser" });

  const view = await boardFor(GUEST, board.slug, undefined, at(13));
  expect(view).toMatchObject({ frozen: true, seq: 1, total: 1 });
  expect(view?.rows).toMatchObject([{ team: "A", values: { accuracy: "0.5" }, scored: 1 }]);
  expect(JSON.stringify(view)).not.toContain("0.9");
  expect(await seen(board.slug, at(13), organiser)).toEqual([
    ["B", "0.9"],
    ["A", "0.6"],
  ]);
});

test("a hidden board and a draft's board do not exist for the public", async () => {
  for (const options of [{ hidden: true }, { state: "draft" as const }]) {
    const { slug } = await aBoard(options);
    expect(await boardFor(GUEST, slug, undefined, at(0))).toBeNull();
    expect(await boardFor(await aViewer({ role: "organiser" }), slug, undefined, at(0))).not.toBeNull();
  }
});

test("hidden columns are computed and kept but not shown to the public", async () => {
  const board = await aBoard({
    columns: [
      aColumn({ key: "accuracy", computation: "avg", computedFrom: [1, 2] }),
      aColumn({ key: "left", position: 1, hidden: true }),
      aColumn({ key: "right", position: 2, hidden: true }),
    ],
  });
  await score(board, await anEntryOn(board, "A"), { left: "0.1", right: "0.2" }, at(1));
  const [standing] = await db.select().from(standings).where(eq(standings.boardId, board.boardId));
  expect(standing?.values).toEqual({ accuracy: "0.15", left: "0.1", right: "0.2" });
  const view = await boardFor(GUEST, board.slug, undefined, at(2));
  expect(view?.columns.map((c) => c.key)).toEqual(["accuracy"]);
  expect(view?.rows[0]?.values).toEqual({ accuracy: "0.15" });
});
