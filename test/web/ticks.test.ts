import { expect, test } from "vitest";
import { ticks } from "../../app/web/ticks.ts";

test("an axis of counts begins at nothing and ends at or above the most, in whole steps", () => {
  expect(ticks(0, 3, { whole: true }).values).toEqual([0, 1, 2, 3]);
  expect(ticks(0, 21, { whole: true }).values).toEqual([0, 10, 20, 30]);
  expect(ticks(0, 1, { whole: true }).values).toEqual([0, 1]);
});

test("an axis of scores encloses them with as many digits as tell its numbers apart", () => {
  expect(ticks(0.8005, 0.9925)).toEqual({ values: [0.8, 0.85, 0.9, 0.95, 1], digits: 2 });
  expect(ticks(-30, 1200).values).toEqual([-500, 0, 500, 1000, 1500]);
});

test("scores that never change have room above and below", () => {
  const { values } = ticks(0.9925, 0.9925);
  expect(values[0]).toBeLessThan(0.9925);
  expect(values.at(-1)).toBeGreaterThan(0.9925);
  expect(ticks(0, 0).values).toEqual([-1, -0.5, 0, 0.5, 1]);
});
