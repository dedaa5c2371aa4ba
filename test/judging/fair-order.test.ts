import { expect, test } from "vitest";
import { compareTurns, type Served, type Waiting } from "../../app/judging/fair-order.ts";
import { keepWithin } from "../../app/judging/log-room.ts";
import { submissionAfter } from "../../app/judging/submission-after.ts";

const run = (runId: string, minute: number, more: Partial<Waiting> = {}): Waiting => ({
  runId,
  competitionId: "one",
  priority: 0,
  turn: 0,
  queuedAt: new Date(60_000 * minute),
  ...more,
});
const order = (runs: Waiting[], served: Record<string, Served> = {}) =>
  runs
    .toSorted((a, b) => compareTurns(a, b, (run) => served[run.competitionId]))
    .map((r) => r.runId)
    .join("");

test("a team's first submission goes before another team's second, however late it came", () => {
  expect(order([run("a", 0), run("b", 1, { turn: 1 }), run("c", 2, { turn: 2 }), run("d", 9)])).toBe("adbc");
});

test("a higher priority goes first, whatever the turn", () => {
  expect(order([run("a", 0), run("b", 5, { priority: 1, turn: 3 })])).toBe("ba");
});

test("a competition with fewer runs at work goes before a rush in another", () => {
  const served = {
    one: { working: 3, lastStartedAt: new Date(0) },
    two: { working: 1, lastStartedAt: new Date(9) },
  };
  expect(order([run("a", 0), run("b", 5, { competitionId: "two" })], served)).toBe("ba");
});

test("competitions with as many runs at work take turns", () => {
  const served = {
    one: { working: 1, lastStartedAt: new Date(9) },
    two: { working: 1, lastStartedAt: new Date(5) },
  };
  expect(order([run("a", 0), run("b", 5, { competitionId: "two" })], served)).toBe("ba");
});

test("no competition's first turns overtake another's earlier ones by being served less", () => {
  const served = { one: { working: 9, lastStartedAt: new Date(9) } };
  expect(order([run("a", 0), run("b", 5, { competitionId: "two", turn: 1 })], served)).toBe("ab");
});

test("a log keeps what fits of each stream and cuts the chunk that crosses the limit", () => {
  const chunks = [
    { seq: 0, stream: "out", text: "12345" },
    { seq: 1, stream: "err", text: "12" },
    { seq: 2, stream: "out", text: "漢字" },
    { seq: 3, stream: "out", text: "more" },
  ];
  expect(keepWithin(chunks, new Map([["err", 1]]), 9).map((chunk) => chunk.text)).toEqual([
    "12345",
    "12",
    "漢",
    "m",
  ]);
});

test("a NUL in a log becomes a character the database can keep", () => {
  expect(keepWithin([{ seq: 0, stream: "out", text: "a\0b" }], new Map(), 99)[0]?.text).toBe("a\uFFFDb");
});

test("a submission is scored only when each of its runs is", () => {
  const scored = { state: "scored", cause: "accepted" } as const;
  expect(submissionAfter([scored, scored])).toEqual({ state: "scored", cause: "accepted", counts: true });
  expect(submissionAfter([scored, { state: "queued", cause: null }]).state).toBe("running");
  expect(submissionAfter([scored, { state: "failed", cause: "timed_out" }])).toMatchObject({
    state: "failed",
    cause: "timed_out",
    counts: true,
  });
});

test("a fault of the platform costs no quota unless the team's own run failed too", () => {
  const broke = { state: "failed", cause: "judge_broke" } as const;
  expect(submissionAfter([broke])).toMatchObject({ state: "failed", counts: false });
  expect(submissionAfter([broke, { state: "failed", cause: "exit_nonzero" }])).toMatchObject({
    cause: "exit_nonzero",
    counts: true,
  });
});
