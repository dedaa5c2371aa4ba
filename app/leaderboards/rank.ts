import { type BoardShape, inOrder, type Standing, type Takes } from "./board.ts";
import { withRanksOfRanks } from "./ranks-of-ranks.ts";
import { columnValue } from "./values.ts";

/** What a row is sorted by, worked out once. `keys` are the columns' values turned so that less is better. */
export type RankKey = { keys: (bigint | null)[]; at: number; id: string };

/** The primary column, then every other column that everybody may see, by position. */
export function rankingColumns(shape: BoardShape) {
  const columns = inOrder(shape.columns);
  const primary = columns.filter((c) => c.position === shape.primaryPosition);
  return [
    ...primary,
    ...columns.filter((c) => c.position !== shape.primaryPosition && !c.hidden && !c.secret),
  ];
}

/** Makes the sort key of a row on this board; prepare it once for many rows. */
export function rankKeyFor(shape: BoardShape): (standing: Standing) => RankKey {
  const columns = rankingColumns(shape);
  return (standing) => ({
    keys: columns.map((column) => {
      const value = columnValue(shape, standing, column);
      return value !== null && column.sorting === "desc" ? -value : value;
    }),
    at: Date.parse(standing.submittedAt),
    id: standing.submissionId,
  });
}

/**
 * The better row first: by the primary column, by the other shown columns, then the earlier submission
 * (codabench: LeaderboardSerializer). A row without a value comes after those that have one.
 */
export function compareRanks(a: RankKey, b: RankKey): number {
  for (let i = 0; i < a.keys.length; i++) {
    const x = a.keys[i] ?? null;
    const y = b.keys[i] ?? null;
    if (x === y) continue;
    if (x === null) return 1;
    if (y === null) return -1;
    return x < y ? -1 : 1;
  }
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** No score in the primary column means no rank. */
export const isRanked = (shape: BoardShape, standing: Standing): boolean =>
  shape.columns.some((c) => c.position === shape.primaryPosition && columnValue(shape, standing, c) !== null);

/**
 * All rows in order, each with its rank, or null: without a primary score, or when its entry takes none. A
 * row without a rank pushes nobody down.
 */
export function rank(
  shape: BoardShape,
  standings: readonly Standing[],
  takes: Takes = () => true,
): { standing: Standing; rank: number | null }[] {
  const keyOf = rankKeyFor(shape);
  let given = 0;
  return withRanksOfRanks(shape, standings, takes)
    .map((standing) => ({ standing, key: keyOf(standing) }))
    .sort((a, b) => compareRanks(a.key, b.key))
    .map(({ standing }) => ({
      standing,
      rank: takes(standing.entryId) && isRanked(shape, standing) ? ++given : null,
    }));
}
