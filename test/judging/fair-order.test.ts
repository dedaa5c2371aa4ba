import { expect, test } from "vitest";
import { fairOrder, type Waiting } from "../../app/judging/fair-order.ts";
import { keepWithin } from "../../app/judging/log-room.ts";
import { submissionAfter } from "../../app/judging/submission-after.ts";

const run = (runId: string, entryId: string, minute: number, more: Partial<Waiting> = {}): Waiting => ({
  runId,
  submissionId: `s-${runId}`,
  entryId,
  priority: 0,
  queuedAt: new Date(60_000 * minute),
  ...more,
});
const names = (runs: Waiting[]) => runs.map((r) => r.runId).join("");

test("a team's first submission goes before another team's second, however late it came", () => {
  expect(names(fairOrder([run("a", "A", 0), run("b", "A", 1), run("c", "A", 2), run("d", "B", 9)], []))).toBe(
    "adbc",
  );
});

test("a submission at work counts as one before it", () => {
  const working = [{ entryId: "A", submissionId: "x" }];
  expect(names(fairOrder([run("a", "A", 0), run("b", "B", 5)], working))).toBe("ba");
});

test("the runs of one submission stay together", () => {
  const several = [run("a", "A", 0, { submissionId: "s" }), run("b", "A", 0, { submissionId: "s" })];
  expect(names(fairOrder([...several, run("c", "B", 1)], []))).toBe("abc");
});

test("a higher priority goes first", () => {
  expect(names(fairOrder([run("a", "A", 0), run("b", "B", 5, { priority: 1 })], []))).toBe("ba");
});

test("what a team waits for at a lower priority does not put off its own submission", () => {
  const rejudged = [run("x", "A", 0, { priority: -10 }), run("y", "A", 1, { priority: -10 })];
  expect(names(fairOrder([...rejudged, run("a", "A", 5), run("b", "B", 6)], []))).toBe("abxy");
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
