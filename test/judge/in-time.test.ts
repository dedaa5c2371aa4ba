import { expect, test } from "vitest";
import { inTime, TookTooLong } from "../../judge/work/in-time.ts";

test("what takes too long is ended, whoever's functions it calls", () => {
  const forEver = () => {
    for (;;);
  };
  expect(() => inTime(forEver, 50)).toThrow(TookTooLong);
  const slowPattern = () => /^(a+)+$/.test(`${"a".repeat(60)}b`);
  expect(() => inTime(slowPattern, 50)).toThrow(TookTooLong);
});

test("what is done in time is answered, and its own faults are thrown on", () => {
  expect(inTime(() => 7)).toBe(7);
  expect(() =>
    inTime(() => {
      throw new RangeError("mine");
    }),
  ).toThrow(RangeError);
});
