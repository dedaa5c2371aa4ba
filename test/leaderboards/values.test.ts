import { expect, test } from "vitest";
import { scaled, unscaled, withComputed } from "../../app/leaderboards/values.ts";
import { aColumn } from "../factories/boards.ts";

test("a decimal survives being scaled and unscaled", () => {
  for (const text of ["0", "-0.5", "12345678901234567890.0123456789", "7", "-42.1"])
    expect(unscaled(scaled(text))).toBe(text);
});

test.each([
  ["sum", "0.3"],
  ["avg", "0.15"],
  ["min", "0.1"],
  ["max", "0.2"],
] as const)("a column computed as %s of 0.1 and 0.2 is exactly %s", (computation, expected) => {
  const columns = [
    aColumn({ key: "a", position: 0 }),
    aColumn({ key: "b", position: 1 }),
    aColumn({ key: "c", position: 2, computation, computedFrom: [0, 1] }),
  ];
  expect(withComputed(columns, { a: "0.1", b: "0.2" }).c).toBe(expected);
});

test("an average that does not end is rounded half away from zero at the tenth digit", () => {
  const columns = [
    ...["a", "b", "c"].map((key, position) => aColumn({ key, position })),
    aColumn({ key: "mean", position: 3, computation: "avg", computedFrom: [0, 1, 2] }),
  ];
  expect(withComputed(columns, { a: "1", b: "1", c: "0" }).mean).toBe("0.6666666667");
  expect(withComputed(columns, { a: "-1", b: "-1", c: "0" }).mean).toBe("-0.6666666667");
});

test("a computed column takes what there is, stays empty of nothing, and is not the program's to write", () => {
  const columns = [
    aColumn({ key: "a", position: 0 }),
    aColumn({ key: "b", position: 1 }),
    aColumn({ key: "c", position: 2, computation: "sum", computedFrom: [0, 1] }),
  ];
  expect(withComputed(columns, { a: "1", c: "99" })).toEqual({ a: "1", c: "1" });
  expect(withComputed(columns, { c: "99" })).toEqual({});
});

test("a column computed from a computed column follows it, and a circle stays empty", () => {
  const columns = [
    aColumn({ key: "twice", position: 0, computation: "sum", computedFrom: [1, 2] }),
    aColumn({ key: "sum", position: 1, computation: "sum", computedFrom: [2] }),
    aColumn({ key: "a", position: 2 }),
    aColumn({ key: "x", position: 3, computation: "sum", computedFrom: [4] }),
    aColumn({ key: "y", position: 4, computation: "sum", computedFrom: [3] }),
  ];
  expect(withComputed(columns, { a: "2" })).toEqual({ a: "2", sum: "2", twice: "4" });
});

test("a weighted column is the sum of value × weight, and empty while one of its columns is", () => {
  const columns = [
    aColumn({ key: "total", computation: "weighted", computedFrom: [1, 2] }),
    aColumn({ key: "accuracy", position: 1, weight: "0.7" }),
    aColumn({ key: "speed", position: 2, weight: "0.300000" }),
  ];
  expect(withComputed(columns, { accuracy: "0.9", speed: "0.5" }).total).toBe("0.78");
  expect(withComputed(columns, { accuracy: "-0.9", speed: "0.1" }).total).toBe("-0.6");
  expect(withComputed(columns, { accuracy: "0.9" })).toEqual({ accuracy: "0.9" });
});
