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

test("each column ranks in its own direction, and equal values share a rank", () => {
  const rows = [
    aStanding("a", { high: "3", low: "1" }),
    aStanding("b", { high: "2.0", low: "2" }),
    aStanding("c", { high: "2", low: "3" }),
    aStanding("d", { high: "1", low: "4" }),
  ];
  expect(means(rows)).toEqual({ a: "1", b: "2", c: "2.5", d: "4" });
});

test("without a value in one column a row ranks there after all others; without any it has none", () => {
  const rows = [
    aStanding("a", { high: "3", low: "1" }),
    aStanding("half", { high: "4" }),
    aStanding("none", { other: "1" }),
  ];
  expect(means(rows)).toEqual({ a: "1.5", half: "1.5", none: undefined });
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
