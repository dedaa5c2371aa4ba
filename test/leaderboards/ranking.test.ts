import { expect, test } from "vitest";
import { liveRow } from "../../app/leaderboards/live-row.ts";
import { type Move, Ranking } from "../../app/leaderboards/ranking.ts";
import { standingOf } from "../../app/leaderboards/submission-rule.ts";
import { cutFor, visibleStanding } from "../../app/leaderboards/visibility.ts";
import { applyFrame, type BoardWindow } from "../../app/live/apply-frame.ts";
import { aColumn, aShape, aStanding } from "../factories/boards.ts";

/** A repeatable stream of numbers from 0 to 1 (mulberry32). */
function dice(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const shape = aShape();
const row = (id: string, accuracy: string | undefined, entryId = id) =>
  aStanding(id, accuracy === undefined ? {} : { accuracy }, { entryId });

test("a better submission of the same entry is one move from its old place to its new one", () => {
  const ranking = new Ranking(shape, [row("a", "0.9"), row("b", "0.8"), row("c", "0.1")]);
  const better = row("c2", "0.85", "c");
  expect(ranking.apply(4, [{ remove: { submissionId: "c" } }, { put: better }])).toEqual([
    { seq: 4, from: 2, to: 1, standing: better },
  ]);
});

test("browsers that follow 2,000 random changes on any page see what the server sees", () => {
  const roll = dice(7);
  const server = new Ranking(shape, []);
  const limit = 10;
  const shown = (offset: number) =>
    server.window(offset, limit).map((r) => liveRow(shape, "public", r.standing, undefined));
  const load = (offset: number, seq: number): BoardWindow => ({
    rows: shown(offset),
    offset,
    limit,
    total: server.total,
    seq,
  });
  const pages = [0, 10, 20];
  let windows = pages.map((offset) => load(offset, 0));
  let followed = 0;
  const standing = new Map<string, string>();
  let told = 0;
  let untold: Move[] = [];
  for (let seq = 1; seq <= 2_000; seq++) {
    const entry = `e${Math.floor(roll() * 40)}`;
    const old = standing.get(entry);
    const put = row(`s${seq}`, roll() < 0.1 ? undefined : String(Math.floor(roll() * 30)), entry);
    const removal = old ? [{ remove: { submissionId: old } }] : [];
    const goes = old && roll() < 0.2;
    if (goes) standing.delete(entry);
    else standing.set(entry, put.submissionId);
    untold.push(...server.apply(seq, goes ? removal : [...removal, { put }]));
    if (roll() < 0.5) continue;
    const ops = untold.map(({ standing: s, ...op }) => ({
      ...op,
      row: s && liveRow(shape, "public", s, undefined),
    }));
    const frame = { boardId: "b", after: told, seq, total: server.total, ops };
    told = seq;
    untold = [];
    windows = windows.map((window) => {
      if (roll() < 0.1) return window;
      const next = applyFrame(window, frame);
      if (next) followed++;
      return next ?? load(window.offset, seq);
    });
    for (const window of windows)
      if (window.seq === seq) {
        expect(window.rows).toEqual(shown(window.offset));
        expect(window.total).toBe(server.total);
      }
  }
  expect(followed).toBeGreaterThan(500);
});

test("a frame told twice changes nothing, and a gap asks for the board again", () => {
  const window: BoardWindow = { rows: [], offset: 0, limit: 10, total: 0, seq: 5 };
  const frame = { boardId: "b", after: 3, seq: 5, total: 0, ops: [] };
  expect(applyFrame(window, frame)).toBe(window);
  expect(applyFrame(window, { ...frame, after: 6, seq: 7 })).toBeNull();
});

test("Force_Best keeps the best, Force_Last the last handed in, Force_Latest_Multiple all, Add what is chosen", () => {
  const first = row("first", "0.9");
  const second = row("second", "0.5");
  const scored = [second, first];
  const ids = (rule: Parameters<typeof standingOf>[0], chosen: string[] = []) =>
    standingOf(rule, shape, scored, new Set(chosen)).map((s) => s.submissionId);
  expect(ids("Force_Best")).toEqual(["first"]);
  expect(ids("Force_Last")).toEqual(["second"]);
  expect(ids("Force_Latest_Multiple").sort()).toEqual(["first", "second"]);
  expect(ids("Add")).toEqual([]);
  expect(ids("Add", ["second"])).toEqual(["second"]);
});

test("the public is not shown the values of hidden columns, nor anything after the freeze", () => {
  const withSecret = aShape({ columns: [aColumn(), aColumn({ key: "secret", position: 1, hidden: true })] });
  const standing = aStanding("s", { accuracy: "1", secret: "2", "1:secret": "3" });
  expect(visibleStanding(withSecret, "public", standing).values).toEqual({ accuracy: "1" });
  expect(visibleStanding(withSecret, "staff", standing).values).toEqual({ accuracy: "1", secret: "2" });
  const freezeAt = new Date("2026-11-30T00:00:00Z");
  expect(cutFor("public", { freezeAt })).toBe(freezeAt);
  expect(cutFor("staff", { freezeAt })).toBeNull();
});
