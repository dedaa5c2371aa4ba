import { expect, test } from "vitest";
import { secretPositions } from "../../app/competitions/secret-metrics.ts";
import { withRanksOfRanks } from "../../app/leaderboards/ranks-of-ranks.ts";
import { aColumn, aShape, aStanding } from "../factories/boards.ts";

const shape = aShape({
  columns: [
    aColumn({ key: "high", position: 0 }),
    aColumn({ key: "low", position: 1, sorting: "asc" }),
    aColumn({ key: "mean", position: 2, sorting: "asc", computation: "rank_avg", computedFrom: [0, 1] }),
  ],
});
const means = (rows: ReturnType<typeof aStanding>[], takes = (_: string) => true) =>
  Object.fromEntries(withRanksOfRanks(shape, rows, takes).map((s) => [s.submissionId, s.values.mean]));

test("each column ranks in its own direction, and equal values share the mean of their ranks", () => {
  const rows = [
    aStanding("a", { high: "3", low: "1" }),
    aStanding("b", { high: "2.0", low: "2" }),
    aStanding("c", { high: "2", low: "3" }),
    aStanding("d", { high: "1", low: "4" }),
  ];
  // In `high` b and c take up the places 2 and 3.
  expect(means(rows)).toEqual({ a: "1", b: "2.25", c: "2.75", d: "4" });
});

test("without a value in one column a row ranks last there; without any it has none", () => {
  const rows = [
    aStanding("a", { high: "3", low: "1" }),
    aStanding("half", { high: "4" }),
    aStanding("none", { other: "1" }),
  ];
  expect(means(rows)).toEqual({ a: "1.5", half: "2", none: undefined });
});

test("a column that nobody has a value in does not count", () => {
  expect(means([aStanding("a", { high: "3" }), aStanding("b", { high: "2" })])).toEqual({ a: "1", b: "2" });
});

test("Codabench's means are rounded to the column's digits, halves to even, and so make ties", () => {
  const coarse = {
    ...shape,
    columns: shape.columns.map((c) => (c.key === "mean" ? { ...c, precision: 0 } : c)),
  };
  const rows = [
    aStanding("a", { high: "4", low: "2" }),
    aStanding("b", { high: "3", low: "1" }),
    aStanding("c", { high: "2", low: "4" }),
    aStanding("d", { high: "1", low: "3" }),
  ];
  const told = withRanksOfRanks(coarse, rows, () => true).map((s) => s.values.mean);
  expect(told).toEqual(["2", "2", "4", "4"]);
});

test("as on CodaLab equal values share a rank, the next one follows it, and who lacks one comes after all", () => {
  const dense = {
    ...shape,
    columns: shape.columns.map((c) => ({ ...c, computation: c.computation && ("dense_rank_avg" as const) })),
  };
  const rows = [
    aStanding("a", { high: "3", low: "1" }),
    aStanding("b", { high: "2", low: "1" }),
    aStanding("c", { high: "2", low: "5" }),
    aStanding("d", { high: "1" }),
  ];
  const told = withRanksOfRanks(dense, rows, () => true).map((s) => s.values.mean);
  // high: 1, 2, 2, 3; low: 1, 1, 2, and 3 for who lacks it.
  expect(told).toEqual(["1", "1.5", "2", "3"]);
});

test("a baseline changes nobody's mean, and gets the one its values would have", () => {
  const rows = [
    aStanding("a", { high: "3", low: "1" }),
    aStanding("b", { high: "1", low: "3" }),
    aStanding("base", { high: "2", low: "2" }, { entryId: "base" }),
  ];
  expect(means(rows, (entryId) => entryId !== "base")).toEqual({ a: "1", b: "2", base: "2" });
});

test("what is computed from a private column is private, through any number of steps", () => {
  const metric = (position: number, split: "public" | "private", computedFrom: number[] = []) => ({
    position,
    split,
    computedFrom,
  });
  const secret = secretPositions([
    metric(0, "public"),
    metric(1, "private"),
    metric(2, "public", [3]),
    metric(3, "public", [0, 1]),
    metric(4, "public", [0]),
  ]);
  expect([...secret].sort()).toEqual([1, 2, 3]);
});
