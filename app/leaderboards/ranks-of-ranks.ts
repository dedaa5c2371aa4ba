import { type BoardShape, type Column, isOfRanks, type Standing, type Takes } from "./board.ts";
import { columnValue, meanOfHalves, roundedMeanOfHalves } from "./values.ts";

/** Whether a column is computed over the board as a whole, so that one score may change every row. */
export const hasRanksOfRanks = (shape: BoardShape): boolean =>
  shape.columns.some((c) => isOfRanks(c.computation));

/**
 * The rows with their means of ranks filled in, from a row's ranks in the columns that each is computed from. A
 * column without any value counts for nothing, and whoever has no value at all gets nothing. Rows that take no
 * rank count for nobody, and are told the rank that their value would get.
 *
 * - `rank_avg`: equal values share the mean of their ranks (1, 2.5, 2.5, 4), a missing one ranks last of all
 *   rows, the mean is rounded to the column's digits (codabench: leaderboards/ranking.py).
 * - `dense_rank_avg`: equal values share a rank and the next follows it (1, 2, 2, 3), a missing one ranks after
 *   all of them (codalab-competitions: CompetitionPhase.rank_values).
 */
export function withRanksOfRanks(
  shape: BoardShape,
  standings: readonly Standing[],
  takes: Takes,
): readonly Standing[] {
  const wanted = shape.columns.filter((c) => isOfRanks(c.computation));
  if (wanted.length === 0) return standings;
  const at = new Map(shape.columns.filter((c) => !isOfRanks(c.computation)).map((c) => [c.position, c]));
  const ranked = new Map<Column, Ranked | null>();
  const found = wanted.map((column) => {
    const sources = column.computedFrom.flatMap((p) => at.get(p) ?? []);
    for (const source of sources)
      if (!ranked.has(source)) ranked.set(source, rankedIn(shape, standings, source, takes));
    return { column, sources: sources.flatMap((source) => ranked.get(source) ?? []) };
  });
  return standings.map((standing, i) => {
    const values = { ...standing.values };
    for (const { column, sources } of found) {
      delete values[column.key];
      if (!sources.some(({ places }) => places[i] !== null)) continue;
      values[column.key] =
        column.computation === "rank_avg"
          ? roundedMeanOfHalves(
              sources.map((source) => shared(source, i)),
              column.precision,
            )
          : meanOfHalves(sources.map(({ places, steps }) => 2 * (places[i]?.step ?? steps) + 2));
    }
    return { ...standing, values };
  });
}

/** Of a value: how many rows are better, how many different values are, and how many other rows equal it. */
type Place = { better: number; step: number; equal: number };
/** The places of all rows in a column, null without a value; how many rows take ranks, and different values. */
type Ranked = { places: (Place | null)[]; rows: number; steps: number };

/** Twice the rank that Codabench gives: equal values share the mean of the ranks that they take up. */
function shared({ places, rows }: Ranked, i: number): number {
  const place = places[i];
  return place ? 2 * place.better + place.equal + 2 : 2 * Math.max(rows, 1);
}

/** Null where no row that takes a rank has a value. */
function rankedIn(
  shape: BoardShape,
  standings: readonly Standing[],
  column: Column,
  takes: Takes,
): Ranked | null {
  const values = standings.map((standing) => columnValue(shape, standing, column));
  const counts = new Map<bigint, number>();
  let rows = 0;
  for (const [i, value] of values.entries()) {
    if (!takes(standings[i]!.entryId)) continue;
    rows++;
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size === 0) return null;
  const better = (x: bigint, y: bigint) => (column.sorting === "asc" ? x < y : x > y);
  const steps = [...counts.keys()].sort((a, b) => (better(a, b) ? -1 : 1));
  const before: number[] = [];
  let seen = 0;
  for (const value of steps) {
    before.push(seen);
    seen += counts.get(value)!;
  }
  const places = values.map((value, i): Place | null => {
    if (value === null) return null;
    let low = 0;
    let high = steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (better(steps[middle]!, value)) low = middle + 1;
      else high = middle;
    }
    const own = takes(standings[i]!.entryId) ? 1 : 0;
    return { better: before[low] ?? seen, step: low, equal: (counts.get(value) ?? 0) - own };
  });
  return { places, rows, steps: steps.length };
}
