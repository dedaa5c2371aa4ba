import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { statisticsCsv } from "../../app/statistics/csv.server.ts";
import { statisticsOf } from "../../app/statistics/queries.server.ts";
import { provide } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { competitions, competitionTracks, entries, runs, submissions } from "../../db/schema/index.ts";
import { aBoard, anEntryOn, score } from "../factories/boards.ts";
import { aViewer } from "../factories/forums.ts";
import { aPerson } from "../factories/people.ts";

// Figures are counted afresh for each test, but for the one that says for how long they are kept.
provide({ STATISTICS_KEEP_MS: "1" });
const NOW = new Date("2026-11-24T12:00:00Z");
const ask = { days: new URLSearchParams("from=2026-11-20&to=2026-11-24"), locale: "en" as const, now: NOW };

async function played() {
  const board = await aBoard();
  await db
    .update(competitions)
    .set({ timeZone: "Asia/Shanghai" })
    .where(eq(competitions.id, board.competitionId));
  const { viewer } = await aPerson();
  const [a, b] = [await anEntryOn(board, "A", viewer.person.id), await anEntryOn(board, "B")];
  const track = { competitionId: board.competitionId, position: 0, code: "A", name: { en: "=1+1 Vision" } };
  const [made] = await db.insert(competitionTracks).values(track).returning();
  await db.update(entries).set({ trackId: made!.id }).where(eq(entries.id, a));
  // 17:00 UTC is the next day in Shanghai.
  await score(board, a, { accuracy: "0.5" }, new Date("2026-11-20T17:00:00Z"));
  const failed = await score(board, a, { accuracy: "0.9" }, new Date("2026-11-22T03:00:00Z"));
  await db.update(submissions).set({ state: "failed", cause: "timed_out" }).where(eq(submissions.id, failed));
  const slow = await score(board, a, { accuracy: "0.7" }, new Date("2026-11-23T03:00:00Z"));
  const at = (s: number) => new Date(Date.parse("2026-11-23T03:00:00Z") + s * 1000);
  await db
    .update(runs)
    .set({ startedAt: at(10), finishedAt: at(100) })
    .where(eq(runs.submissionId, slow));
  await score(board, a, { accuracy: "0.99" }, new Date("2026-10-01T03:00:00Z"));
  return { board, organiser: await aViewer({ role: "organiser" }), member: viewer, b };
}

test("a competition's figures are those of its days, in its own time zone", async () => {
  const { board, organiser } = await played();
  const figures = (await statisticsOf(organiser, board.slug, ask))!;
  expect(figures.perDay.map((d) => [d.key.slice(8), d.count])).toEqual([
    ["20", 0],
    ["21", 1],
    ["22", 1],
    ["23", 1],
    ["24", 0],
  ]);
  expect(figures.failures).toEqual([{ key: "timed_out", count: 1 }]);
  expect(figures.funnel.map((s) => s.count)).toEqual([2, 2, 1, 1, 1]);
  expect(figures.progress?.days.map((d) => d.best)).toEqual([0.5, 0.5, 0.7, 0.7]);
  expect(figures.waits).toMatchObject({ spans: [0, 1, 0, 0, 0, 0, 0], median: 10 });
  expect(figures.takes).toMatchObject({ spans: [0, 0, 0, 1, 0, 0, 0], median: 90 });
  expect(figures.tracks).toEqual([{ key: "=1+1 Vision", count: 1 }]);
});

test("the file says the same, and no name of a track becomes a formula", async () => {
  const { board, organiser } = await played();
  const csv = statisticsCsv((await statisticsOf(organiser, board.slug, ask))!);
  expect(csv).toContain("submissions_per_day,2026-11-21,1");
  expect(csv).toContain("failures,timed_out,1");
  expect(csv).toContain("tracks,'=1+1 Vision,1");
});

test("a rejudge that nobody approved changes no figure", async () => {
  const { board, organiser } = await played();
  const before = await statisticsOf(organiser, board.slug, ask);
  const [run] = await db.select().from(runs).where(eq(runs.competitionId, board.competitionId));
  const { id: _, ...copy } = run!;
  await db.insert(runs).values({ ...copy, official: false, startedAt: NOW, finishedAt: NOW });
  expect(await statisticsOf(organiser, board.slug, ask)).toEqual(before);
});

test("nobody but organisers sees the figures", async () => {
  const { board, member } = await played();
  expect(await statisticsOf(member, board.slug, ask)).toBeNull();
  expect(await statisticsOf(await aViewer(), board.slug, ask)).toBeNull();
});

test("figures are counted once for all who look, and again when they are old", async () => {
  const { board, organiser, b } = await played();
  const scored = async () => (await statisticsOf(organiser, board.slug, ask))!.funnel[3]!.count;
  provide({ STATISTICS_KEEP_MS: "3600000" });
  const before = await scored();
  await score(board, b, { accuracy: "0.6" }, new Date("2026-11-23T03:00:00Z"));
  expect(await scored()).toBe(before);
  provide({ STATISTICS_KEEP_MS: "1" });
  expect(await scored()).toBe(before + 1);
});
