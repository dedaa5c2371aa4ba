import { expect, test } from "vitest";
import type { RowTeam } from "../../app/leaderboards/board.ts";
import { rank } from "../../app/leaderboards/rank.ts";
import type { Change } from "../../app/leaderboards/ranking.ts";
import { SampledHistory } from "../../app/leaderboards/sampled-history.ts";
import { aShape, aStanding } from "../factories/boards.ts";

const shape = aShape();
const when = (seq: number) => new Date(seq * 1_000);
const team = (more: Partial<RowTeam> = {}): RowTeam => ({
  name: "T",
  scored: 1,
  kind: "team",
  trackId: null,
  ...more,
});

/** Entries that hand in again and again, tie often, and now and then leave the board. */
function* events(many: number, entries: number) {
  const standing = new Map<string, string>();
  for (let seq = 1; seq <= many; seq++) {
    const entryId = `e${(seq * 7) % entries}`;
    const old = standing.get(entryId);
    const changes: Change[] = old ? [{ remove: { submissionId: old } }] : [];
    standing.delete(entryId);
    if (seq % 5 !== 0 || !old) {
      const put = aStanding(`s${seq}`, { accuracy: String((seq * 31) % 17) }, { entryId });
      changes.push({ put });
      standing.set(entryId, put.submissionId);
    }
    yield { seq, at: when(seq), changes };
  }
}

const none = new Map<string, RowTeam>();
const limits = { moments: 12, cells: 1_000_000 };

test("each moment of a long history says what a board ranked at that event says, the last one among them", () => {
  const history = new SampledHistory(shape, { limits, trackId: null });
  const rows = new Map<string, ReturnType<typeof aStanding>>();
  const truth = new Map<number, ReturnType<typeof rank>>();
  for (const event of events(1_003, 13)) {
    expect(history.apply(event, none)).toBe(true);
    for (const change of event.changes)
      if ("put" in change) rows.set(change.put.submissionId, change.put as ReturnType<typeof aStanding>);
      else rows.delete(change.remove.submissionId);
    truth.set(event.seq, rank(shape, [...rows.values()]));
  }
  const seqs = history.moments().map((at) => at.getTime() / 1_000);
  expect(seqs.at(-1)).toBe(1_003);
  expect(seqs.length).toBeGreaterThan(limits.moments / 2);
  expect(seqs.length).toBeLessThanOrEqual(limits.moments + 1);
  for (let e = 0; e < 13; e++)
    expect(history.of(`e${e}`).map((stood) => stood && [stood.rank, stood.standing.submissionId])).toEqual(
      seqs.map((seq) => {
        const row = truth.get(seq)!.find((r) => r.standing.entryId === `e${e}`);
        return row ? [row.rank, row.standing.submissionId] : null;
      }),
    );
  expect(history.of("stranger").every((stood) => stood === null)).toBe(true);
});

test("with more entries fewer moments are kept", () => {
  const history = new SampledHistory(shape, { limits: { moments: 120, cells: 800 }, trackId: null });
  for (const event of events(500, 100)) history.apply(event, none);
  expect(history.moments().length).toBeLessThanOrEqual(9);
});

test("an entry that became a baseline or changed its track has the history told afresh", () => {
  const [first, second] = [1, 2].map((seq) => ({
    seq,
    at: when(seq),
    changes: [{ put: aStanding(`s${seq}`, { accuracy: "1" }, { entryId: "e" }) }],
  }));
  const history = new SampledHistory(shape, { limits, trackId: null });
  expect(history.apply(first!, new Map([["e", team()]]))).toBe(true);
  expect(history.apply(second!, new Map([["e", team({ kind: "baseline" })]]))).toBe(false);
  expect(history.apply(second!, new Map([["e", team({ trackId: "t" })]]))).toBe(false);
  expect(history.seq).toBe(1);
});

test("a track's history has its entries alone", () => {
  const teams = new Map([
    ["in", team({ trackId: "t" })],
    ["out", team({ trackId: "u" })],
  ]);
  const history = new SampledHistory(shape, { limits, trackId: "t" });
  const changes = ["out", "in"].map((entryId) => ({
    put: aStanding(`s ${entryId}`, { accuracy: entryId === "in" ? "1" : "2" }, { entryId }),
  }));
  history.apply({ seq: 1, at: when(1), changes }, teams);
  expect(history.of("in").map((stood) => stood?.rank)).toEqual([1]);
  expect(history.of("out")).toEqual([null]);
});
