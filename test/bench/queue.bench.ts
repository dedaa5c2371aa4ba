import { expect, test } from "vitest";
import { deadlineRush, percentile, simulate, type Wait } from "../judging/simulation.ts";

const minutes = (seconds: number) => (seconds / 60).toFixed(1).padStart(7);
const row = (what: string, waits: readonly Wait[]) =>
  `${what.padEnd(34)}${[50, 90, 99, 100].map((percent) => minutes(percentile(waits, percent))).join("")}`;

// Waiting times in a deadline's rush, in minutes, against taking runs in the order they came.
test("2,000 teams before a deadline wait less for their first submission than first come, first served", () => {
  const trace = deadlineRush({ teams: 2_000, seed: 2026 });
  const [fair, fifo] = (["fair", "fifo"] as const).map((policy) =>
    simulate(trace, { slots: 40, policy }),
  ) as [Wait[], Wait[]];
  const first = (waits: Wait[]) => waits.filter((one) => one.first);
  const small = (waits: Wait[]) => waits.filter((one) => one.competition === 1);
  console.log(
    [
      `queue, ${trace.length} runs of 2,000 teams on 40 slots, minutes   median  90 %  99 %  longest`,
      row("  first submissions, in turns", first(fair)),
      row("  first submissions, as they came", first(fifo)),
      row("  the small competition, in turns", small(fair)),
      row("  the small competition, as it came", small(fifo)),
      row("  all, in turns", fair),
      row("  all, as they came", fifo),
    ].join("\n"),
  );
  expect(percentile(first(fair), 90)).toBeLessThan(percentile(first(fifo), 90));
});
