import { expect, test } from "vitest";
import type { Standing } from "../../app/leaderboards/board.ts";
import { CountedList } from "../../app/leaderboards/counted-list.ts";
import { liveRow, takesRank } from "../../app/leaderboards/live-row.ts";
import { rank } from "../../app/leaderboards/rank.ts";
import { type Move, Ranking } from "../../app/leaderboards/ranking.ts";
import { standingOf } from "../../app/leaderboards/submission-rule.ts";
import { cutFor, visibleStanding } from "../../app/leaderboards/visibility.ts";
import { applyFrame, type BoardWindow, ranksOf } from "../../app/live/apply-frame.ts";
import type { EntryKind, SubmissionRule } from "../../db/vocabulary.ts";
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
    { seq: 4, from: 2, counted: true, to: 1, standing: better },
  ]);
});

test("browsers that follow 2,000 random changes on any page see what the server sees", () => {
  const roll = dice(7);
  const teams = new Map(
    Array.from({ length: 40 }, (_, i) => {
      const kind: EntryKind = i % 9 === 0 ? "baseline" : i % 11 === 0 ? "reference" : "team";
      return [`e${i}`, { name: `Team ${i}`, scored: 1, kind, trackId: null }];
    }),
  );
  const server = new Ranking(shape, [], takesRank(teams));
  const limit = 10;
  const asRow = (standing: Standing) => liveRow(shape, "public", standing, teams.get(standing.entryId));
  const shown = (offset: number) => server.window(offset, limit).map((r) => asRow(r.standing));
  const load = (offset: number, seq: number): BoardWindow => ({
    rows: shown(offset),
    above: offset === 0 ? null : (server.window(offset - 1, 1).map((r) => asRow(r.standing))[0] ?? null),
    before: server.rankedBefore(offset),
    offset,
    limit,
    total: server.total,
    ranked: server.ranked,
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
    untold.push(...server.apply(seq, goes ? removal : [...removal, { put }])!);
    if (roll() < 0.5) continue;
    const ops = untold.map(({ standing: s, ...op }) => ({ ...op, row: s && asRow(s) }));
    const { total, ranked } = server;
    const frame = { boardId: "b", trackId: null, after: told, seq, total, ranked, ops };
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
        expect(window).toEqual(load(window.offset, seq));
        expect(ranksOf(window)).toEqual(server.window(window.offset, limit).map((r) => r.rank));
      }
  }
  expect(followed).toBeGreaterThan(500);
});

test("a frame told twice changes nothing, and a gap asks for the board again", () => {
  const window: BoardWindow = {
    rows: [],
    above: null,
    offset: 0,
    before: 0,
    limit: 10,
    total: 0,
    ranked: 0,
    seq: 5,
  };
  const frame = { boardId: "b", trackId: null, after: 3, seq: 5, total: 0, ranked: 0, ops: [] };
  expect(applyFrame(window, frame)).toBe(window);
  expect(applyFrame(window, { ...frame, after: 6, seq: 7 })).toBeNull();
});

test("Force_Best keeps the best, Force_Last the last handed in, Force_Latest_Multiple all, Add what is chosen", () => {
  const first = row("first", "0.9");
  const second = row("second", "0.5");
  const scored = [second, first];
  const ids = (rule: SubmissionRule, chosen: string[] = []) =>
    standingOf({ rule, shape, before: null }, scored, new Set(chosen)).map((s) => s.submissionId);
  expect(ids("Force_Best")).toEqual(["first"]);
  expect(ids("Force_Last")).toEqual(["second"]);
  expect(ids("Force_Latest_Multiple").sort()).toEqual(["first", "second"]);
  expect(ids("Add")).toEqual([]);
  expect(ids("Add", ["second"])).toEqual(["second"]);
});

test("between an entry's own submissions hidden columns break ties, private ones never", () => {
  const own = [
    aStanding("early", { accuracy: "1", noise: "1", time: "9", private: "9" }),
    aStanding("late", { accuracy: "1", noise: "1", time: "2", private: "1" }, { submittedAt: "2026-12-01" }),
  ];
  const board = (more: Partial<ReturnType<typeof aColumn>>) =>
    aShape({
      columns: [
        aColumn(),
        aColumn({ key: "private", position: 1, secret: true }),
        aColumn({ key: "time", position: 2, sorting: "asc", ...more }),
      ],
    });
  const best = (shape: ReturnType<typeof aShape>) =>
    standingOf({ rule: "Force_Best", shape, before: null }, own, new Set()).map((s) => s.submissionId);
  expect(best(board({ hidden: true }))).toEqual(["late"]);
  expect(best(board({ secret: true }))).toEqual(["early"]);
  expect(rank(board({ hidden: true }), own)[0]?.standing.submissionId).toBe("early");
});

test("the public is not shown the values of hidden columns, nor anything after the freeze", () => {
  const withSecret = aShape({ columns: [aColumn(), aColumn({ key: "secret", position: 1, hidden: true })] });
  const standing = aStanding("s", { accuracy: "1", secret: "2", "1:secret": "3" });
  expect(visibleStanding(withSecret, "public", standing).values).toEqual({ accuracy: "1" });
  expect(visibleStanding(withSecret, "staff", standing).values).toEqual({ accuracy: "1", secret: "2" });
  const phase = { freezeAt: new Date("2026-11-30T00:00:00Z") };
  const board = { revealedAt: null };
  expect(cutFor("public", { phase, board })).toBe(phase.freezeAt);
  expect(cutFor("staff", { phase, board })).toBeNull();
  expect(cutFor("public", { phase, board: { revealedAt: new Date() } })).toBeNull();
});

test("secret columns are shown to organisers and have no say in any order, not even as a tie-break", () => {
  const withSecret = aShape({ columns: [aColumn(), aColumn({ key: "private", position: 1, secret: true })] });
  const rows = [
    aStanding("first", { accuracy: "1", private: "0.1" }),
    aStanding("second", { accuracy: "1", private: "0.9" }),
  ];
  expect(visibleStanding(withSecret, "public", rows[0]!).values).toEqual({ accuracy: "1" });
  expect(visibleStanding(withSecret, "staff", rows[0]!).values).toEqual({ accuracy: "1", private: "0.1" });
  expect(rank(withSecret, rows).map((r) => r.standing.submissionId)).toEqual(["first", "second"]);
});

test("a baseline stands where its score puts it, without a rank, and pushes nobody down", () => {
  const takes = (entryId: string) => entryId !== "baseline";
  const rows = [row("a", "0.9"), row("baseline", "0.8"), row("b", "0.7"), row("none", undefined)];
  const ranking = new Ranking(shape, rows, takes);
  const told = ranking.window(0, 9).map((r) => [r.standing.submissionId, r.rank]);
  expect(told).toEqual([
    ["a", 1],
    ["baseline", null],
    ["b", 2],
    ["none", null],
  ]);
  expect(ranking.ranked).toBe(2);
  expect(ranking.placeOfEntry("b")).toEqual({ place: 2, rank: 2 });
  expect(rank(shape, rows, takes).map((r) => [r.standing.submissionId, r.rank])).toEqual(told);
});

test("with ranks of ranks one score changes other rows, and the change is not told as moves", () => {
  const overall = aShape({
    columns: [
      aColumn({ key: "left", position: 0 }),
      aColumn({ key: "right", position: 1, sorting: "asc" }),
      aColumn({ key: "mean", position: 2, sorting: "asc", computation: "rank_avg", computedFrom: [0, 1] }),
    ],
    primaryPosition: 2,
  });
  const ranking = new Ranking(overall, [
    aStanding("a", { left: "0.9", right: "5" }),
    aStanding("b", { left: "0.8", right: "1" }),
  ]);
  const means = () => ranking.all().map((r) => [r.standing.submissionId, r.standing.values.mean]);
  expect(means()).toEqual([
    ["a", "1.5"],
    ["b", "1.5"],
  ]);
  expect(ranking.apply(1, [{ put: aStanding("c", { left: "0.85", right: "2" }) }])).toBeNull();
  expect(means()).toEqual([
    ["a", "2"],
    ["c", "2"],
    ["b", "2"],
  ]);
  ranking.apply(2, [{ remove: { submissionId: "a" } }]);
  expect(means()).toEqual([
    ["c", "1.5"],
    ["b", "1.5"],
  ]);
});

test("the blocks of a large board keep every place right through 20,000 changes", () => {
  const roll = dice(3);
  const list = new CountedList<number>(
    [],
    (a, b) => a - b,
    (n) => n % 3 === 0,
  );
  const plain: number[] = [];
  for (let i = 0; i < 20_000; i++) {
    if (plain.length > 0 && roll() < 0.4) {
      const at = Math.floor(roll() * plain.length);
      expect(list.take(plain[at]!)).toBe(at);
      plain.splice(at, 1);
    } else {
      const n = Math.floor(roll() * 1e9);
      const at = list.put(n);
      plain.splice(at, 0, n);
      expect((plain[at - 1] ?? -1) <= n && n <= (plain[at + 1] ?? 1e9)).toBe(true);
    }
  }
  expect(list.slice(0, plain.length)).toEqual(plain);
  expect(list.slice(1_000, 1_010)).toEqual(plain.slice(1_000, 1_010));
  expect(list.counted).toBe(plain.filter((n) => n % 3 === 0).length);
  expect(list.countedBefore(1_234)).toBe(plain.slice(0, 1_234).filter((n) => n % 3 === 0).length);
  const before = plain.slice(0, 777).filter((n) => n % 3 === 0).length;
  expect(list.standOf(plain[777]!)).toEqual({ place: 777, countedBefore: before });
  expect(list.take(-1)).toBe(-1);
});

test("after the reveal the best of the final choices stands, else the best public submission", () => {
  const columns = [aColumn(), aColumn({ key: "final", position: 1 })];
  const before = aShape({ columns: columns.map((c) => ({ ...c, secret: c.position === 1 })) });
  const after = aShape({ columns, primaryPosition: 1 });
  const scored = [
    aStanding("best public", { accuracy: "0.9", final: "0.1" }),
    aStanding("careful", { accuracy: "0.7", final: "0.8" }),
    aStanding("never chosen", { accuracy: "0.6", final: "0.99" }),
  ];
  const stands = (finals: string[]) =>
    standingOf(
      { rule: "Force_Best", shape: after, before },
      scored.map((s) => ({ ...s, isFinal: finals.includes(s.submissionId) })),
      new Set(),
    ).map((s) => s.submissionId);
  expect(stands([])).toEqual(["best public"]);
  expect(stands(["best public", "careful"])).toEqual(["careful"]);
  expect(stands(["gone"])).toEqual(["best public"]);
});
