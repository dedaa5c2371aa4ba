import { expect, test } from "vitest";
import { laidOut } from "../../app/competitions/timeline.ts";

const day = (n: number) => new Date(Date.UTC(2026, 2, n));

test("phases stand one after the other, with today's mark between them", () => {
  const { spans, today } = laidOut(
    [
      { startsAt: day(1), endsAt: day(6) },
      { startsAt: day(6), endsAt: day(11) },
    ],
    day(3),
  );
  expect(spans).toEqual([
    [
      { index: 0, from: 0, width: 50 },
      { index: 1, from: 50, width: 50 },
    ],
  ]);
  expect(today).toBe(20);
});

test("phases at the same time get rows of their own", () => {
  const { spans } = laidOut(
    [
      { startsAt: day(1), endsAt: day(11) },
      { startsAt: day(6), endsAt: day(11) },
    ],
    day(3),
  );
  expect(spans.map((row) => row.map((p) => p.index))).toEqual([[0], [1]]);
});

test("before the first phase and after the last there is no mark", () => {
  const phases = [{ startsAt: day(5), endsAt: day(6) }];
  expect(laidOut(phases, day(4)).today).toBeNull();
  expect(laidOut(phases, day(7)).today).toBeNull();
});

test("a phase without an end runs beyond today", () => {
  const { spans, today } = laidOut([{ startsAt: day(1), endsAt: null }], day(5));
  expect(spans).toEqual([[{ index: 0, from: 0, width: 100 }]]);
  expect(today).toBe(80);
});
