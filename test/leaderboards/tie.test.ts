import { expect, test } from "vitest";
import { medalOf } from "../../app/leaderboards/medal.ts";
import { type RankingColumn, tieBetween, totalOf } from "../../app/leaderboards/tie.ts";

const column = (title: string, more: Partial<RankingColumn> = {}): RankingColumn => ({
  title,
  precision: 2,
  valueKeys: [title],
  primary: false,
  ranks: true,
  ...more,
});
const columns = [
  column("Accuracy", { primary: true }),
  column("Seen by staff", { ranks: false }),
  column("Recall"),
];
const row = (values: Record<string, string>, submittedAt = "2026-11-01T00:00:00.000Z") => ({
  values,
  submittedAt,
});

test("rows whose shown digits differ need no word", () => {
  expect(tieBetween(columns, row({ Accuracy: "0.91" }), row({ Accuracy: "0.90" }))).toBeNull();
  expect(tieBetween(columns, null, row({ Accuracy: "0.90" }))).toBeNull();
});

test("the same shown digits with different hidden ones are said to be decided by further digits", () => {
  expect(tieBetween(columns, row({ Accuracy: "0.9049" }), row({ Accuracy: "0.9001" }))).toEqual({
    by: "digits",
  });
});

test("a full tie is decided by the next column that ranks, never by one that only organisers see", () => {
  const above = row({ Accuracy: "0.9", "Seen by staff": "1", Recall: "0.8" });
  const below = row({ Accuracy: "0.90", "Seen by staff": "2", Recall: "0.7" });
  expect(tieBetween(columns, above, below)).toEqual({ by: "column", title: "Recall" });
});

test("equal in everything: the earlier submission stands higher, and the row says so", () => {
  const above = row({ Accuracy: "0.9" });
  const below = row({ Accuracy: "0.9" }, "2026-11-02T00:00:00.000Z");
  expect(tieBetween(columns, above, below)).toEqual({ by: "earlier" });
});

test("rows without a primary score have nothing to compare", () => {
  expect(tieBetween(columns, row({ Recall: "1" }), row({ Recall: "1" }))).toBeNull();
});

test("with several tasks the sum decides, and the sum is what is compared", () => {
  const sum = [column("Accuracy", { primary: true, valueKeys: ["0:a", "1:a"] })];
  expect(totalOf(sum[0]!, row({ "0:a": "0.5", "1:a": "0.25" }))).toBe("0.75");
  const tie = tieBetween(sum, row({ "0:a": "0.5", "1:a": "0.5" }), row({ "0:a": "0.9", "1:a": "0.1" }, "z"));
  expect(tie).toEqual({ by: "earlier" });
});

test("medals go by count, by percent rounded up, and to nobody where the organiser wants none", () => {
  const ranks = [1, 2, 3, 4, 5];
  const medals = (ranked: number, given: Parameters<typeof medalOf>[2]) =>
    ranks.map((rank) => medalOf(rank, ranked, given));
  expect(medals(5, null)).toEqual(["gold", "silver", "bronze", null, null]);
  expect(medals(5, { by: "count", gold: 1, silver: 0, bronze: 2 })).toEqual([
    "gold",
    "bronze",
    "bronze",
    null,
    null,
  ]);
  expect(medals(30, { by: "percent", gold: 1, silver: 4, bronze: 6 })).toEqual([
    "gold",
    "silver",
    "silver",
    "bronze",
    "bronze",
  ]);
  expect(medals(5, { by: "count", gold: 0, silver: 0, bronze: 0 })).toEqual([null, null, null, null, null]);
  expect(medalOf(null, 5, null)).toBeNull();
});
