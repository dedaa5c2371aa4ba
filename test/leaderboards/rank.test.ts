import { expect, test } from "vitest";
import { rank } from "../../app/leaderboards/rank.ts";
import { aColumn, aShape, aStanding } from "../factories/boards.ts";

const order = (rows: ReturnType<typeof rank>) => rows.map((r) => [r.standing.submissionId, r.rank]);

test("the highest score of a descending column ranks first", () => {
  const rows = [aStanding("a", { accuracy: "0.5" }), aStanding("b", { accuracy: "0.9" })];
  expect(order(rank(aShape(), rows))).toEqual([
    ["b", 1],
    ["a", 2],
  ]);
});

test("the lowest score of an ascending column ranks first", () => {
  const shape = aShape({ columns: [aColumn({ sorting: "asc" })] });
  const rows = [aStanding("a", { accuracy: "0.5" }), aStanding("b", { accuracy: "-3" })];
  expect(order(rank(shape, rows))[0]).toEqual(["b", 1]);
});

test("scores that differ in the tenth digit are not equal, however many digits stand before it", () => {
  const rows = [
    aStanding("a", { accuracy: "12345678901234567890.0000000001" }),
    aStanding("b", { accuracy: "12345678901234567890.0000000002" }),
  ];
  expect(order(rank(aShape(), rows))[0]).toEqual(["b", 1]);
});

test("equal primary scores are decided by the other shown columns in their order and direction", () => {
  const shape = aShape({
    columns: [
      aColumn({ key: "score", position: 1 }),
      aColumn({ key: "secret", position: 0, hidden: true }),
      aColumn({ key: "time", position: 2, sorting: "asc" }),
      aColumn({ key: "size", position: 3, sorting: "desc" }),
    ],
    primaryPosition: 1,
  });
  const rows = [
    aStanding("slow", { score: "1", time: "9", size: "9", secret: "9" }),
    aStanding("small", { score: "1", time: "2", size: "1", secret: "5" }),
    aStanding("large", { score: "1", time: "2", size: "5", secret: "0" }),
  ];
  expect(order(rank(shape, rows)).map(([id]) => id)).toEqual(["large", "small", "slow"]);
});

test("equal scores everywhere: the earlier submission ranks higher", () => {
  const early = aStanding("z-early", { accuracy: "1.0" });
  const late = aStanding("a-late", { accuracy: "1" });
  expect(order(rank(aShape(), [late, early]))).toEqual([
    ["z-early", 1],
    ["a-late", 2],
  ]);
});

test("a row without a primary score comes last and has no rank", () => {
  const rows = [aStanding("none", {}), aStanding("negative", { accuracy: "-100" })];
  expect(order(rank(aShape(), rows))).toEqual([
    ["negative", 1],
    ["none", null],
  ]);
});

test("a phase with several tasks ranks by the sum over its tasks", () => {
  const shape = aShape({ taskPositions: [0, 1] });
  const rows = [
    aStanding("one", { "0:accuracy": "0.9" }),
    aStanding("both", { "0:accuracy": "0.5", "1:accuracy": "0.5" }),
  ];
  expect(order(rank(shape, rows))[0]).toEqual(["both", 1]);
});
