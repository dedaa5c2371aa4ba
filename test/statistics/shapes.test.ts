import { expect, test } from "vitest";
import { bestSoFar, daysFrom, everyDay, MOST_DAYS } from "../../app/statistics/shapes.ts";

const asked = (text: string) => daysFrom(new URLSearchParams(text), "2026-11-24");

test("without days asked for the last thirty are shown", () => {
  expect(asked("")).toEqual({ from: "2026-10-26", to: "2026-11-24" });
});

test.each(["from=x&to=y", "from=2026-13-45", "to=2026-02-30", "from=2026-12-01&to=2026-11-24"])(
  "days that make no sense (%s) give way to the last thirty",
  (text) => expect(asked(text)).toEqual({ from: "2026-10-26", to: "2026-11-24" }),
);

test("no more than a year is shown", () => {
  const { from, to } = asked("from=2001-01-01&to=2026-11-24");
  expect(everyDay(from, to)).toHaveLength(MOST_DAYS);
});

test("the best so far never gets worse, in either direction", () => {
  const days = everyDay("2026-11-01", "2026-11-04");
  const ofDay = new Map([
    ["2026-11-02", 5],
    ["2026-11-04", 3],
  ]);
  expect(bestSoFar(days, ofDay, true).map((d) => d.best)).toEqual([5, 5, 5]);
  expect(bestSoFar(days, ofDay, false).map((d) => d.best)).toEqual([5, 5, 3]);
});
