import type { BoardShape, Column, Standing, Takes } from "./board.ts";
import { columnValue, meanOf } from "./values.ts";

/** Whether a column is computed over the board as a whole, so that one score may change every row. */
export const hasRanksOfRanks = (shape: BoardShape): boolean =>
  shape.columns.some((c) => c.computation === "rank_avg");

/**
 * The rows with their columns of ranks of ranks filled in: the mean of a row's ranks in the columns it is
 * computed from. Equal values share a rank (1, 2, 2, 4). Whoever lacks a value in one of the columns ranks
 * there after all that have one; whoever has none at all gets nothing. Rows that take no rank count for
 * nobody, and are told the rank that their value would get.
 */
export function withRanksOfRanks(
  shape: BoardShape,
  standings: readonly Standing[],
  takes: Takes,
): readonly Standing[] {
  const wanted = shape.columns.filter((c) => c.computation === "rank_avg");
  if (wanted.length === 0) return standings;
  const at = new Map(shape.columns.filter((c) => c.computation !== "rank_avg").map((c) => [c.position, c]));
  const ranks = new Map<Column, (number | null)[]>();
  const found = wanted.map((column) => {
    const sources = column.computedFrom.flatMap((p) => at.get(p) ?? []);
    for (const source of sources)
      if (!ranks.has(source)) ranks.set(source, ranksIn(shape, standings, source, takes));
    return { column, sources: sources.map((source) => ranks.get(source)!) };
  });
  return standings.map((standing, i) => {
    const values = { ...standing.values };
    for (const { column, sources } of found) {
      delete values[column.key];
      const its = sources.map((ranks) => ranks[i] ?? null);
      if (its.some((r) => r !== null)) values[column.key] = meanOf(its.map((r, n) => r ?? last(sources[n]!)));
    }
    return { ...standing, values };
  });
}

/** The rank of those that have no value: behind everybody who has. */
const last = (ranks: (number | null)[]): number =>
  ranks.reduce<number>((most, r) => Math.max(most, r ?? 0), 0) + 1;

function ranksIn(shape: BoardShape, standings: readonly Standing[], column: Column, takes: Takes) {
  const values = standings.map((standing) => columnValue(shape, standing, column));
  const sorted = values
    .filter((v, i): v is bigint => v !== null && takes(standings[i]!.entryId))
    .sort((a, b) => (a === b ? 0 : a < b === (column.sorting === "asc") ? -1 : 1));
  const better = (x: bigint, y: bigint) => (column.sorting === "asc" ? x < y : x > y);
  return values.map((value) => {
    if (value === null) return null;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (better(sorted[middle]!, value)) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  });
}
