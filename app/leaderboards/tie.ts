import { formatScore } from "../web/format.ts";
import { scaled, unscaled } from "./values.ts";

/** What a row's rank is told by: the columns that rank, the first one first. */
export type RankingColumn = {
  title: string;
  precision: number;
  valueKeys: string[];
  /** Whether it ranks first, and whether it has a say at all. */
  primary: boolean;
  ranks: boolean;
};

/** Why a row stands below the one above it although the ranking column shows the same digits. */
export type Tie = { by: "digits" } | { by: "column"; title: string } | { by: "earlier" };

type Row = { values: Readonly<Record<string, string>>; submittedAt: string };

/** A column's value in a row as the board ranks by it: the sum over the tasks that have one. */
export function totalOf(column: Pick<RankingColumn, "valueKeys">, row: Pick<Row, "values">): string | null {
  const values = column.valueKeys.flatMap((key) => row.values[key] ?? []);
  return values.length === 0 ? null : unscaled(values.reduce((sum, value) => sum + scaled(value), 0n));
}

/**
 * What decided between two neighbours whose digits do not: digits that are not shown, another column, or
 * who handed in earlier. Null where the shown digits say it themselves, or there is no score to compare.
 */
export function tieBetween(columns: readonly RankingColumn[], above: Row | null, row: Row): Tie | null {
  const primary = columns.find((c) => c.primary);
  const first = above && primary ? totalOf(primary, above) : null;
  const second = primary ? totalOf(primary, row) : null;
  if (!above || !primary || first === null || second === null) return null;
  if (formatScore(first, primary.precision) !== formatScore(second, primary.precision)) return null;
  if (first !== second) return { by: "digits" };
  const other = columns.find((c) => c.ranks && !c.primary && totalOf(c, above) !== totalOf(c, row));
  if (other) return { by: "column", title: other.title };
  return above.submittedAt === row.submittedAt ? null : { by: "earlier" };
}
