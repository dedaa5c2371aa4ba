import { expect, test } from "vitest";
import { deadlineRush, percentile, simulate } from "./simulation.ts";

const trace = deadlineRush({ teams: 300, seed: 7 });
const slots = 5;
const fair = simulate(trace, { slots, policy: "fair" });
const fifo = simulate(trace, { slots, policy: "fifo" });

test("everything that was handed in before a deadline is judged, in either order", () => {
  expect(fair).toHaveLength(trace.length);
  expect(fifo).toHaveLength(trace.length);
});

test("in a rush most teams' first submissions wait a fraction of what they would wait in the order they came", () => {
  const first = (waits: typeof fair) =>
    percentile(
      waits.filter((one) => one.first),
      90,
    );
  expect(first(fair)).toBeLessThan(first(fifo) / 2);
});

test("a small competition does not wait for a rush in a large one", () => {
  const small = (waits: typeof fair) =>
    percentile(
      waits.filter((one) => one.competition === 1),
      50,
    );
  expect(small(fair)).toBeLessThan(small(fifo) / 2);
});

test("nobody starves: the longest wait is hardly longer than in the order they came", () => {
  expect(percentile(fair, 100)).toBeLessThan(percentile(fifo, 100) * 1.2);
});
