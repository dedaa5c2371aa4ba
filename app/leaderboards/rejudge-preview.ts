import type { BoardShape, Standing } from "./board.ts";
import { rank } from "./rank.ts";

/** A row as it stands before or after: what it shows and where. */
export type Placed = { submissionId: string; values: Record<string, string>; rank: number | null };

/** What a rejudge does to one row of a board; null where it does not stand. */
export type Difference = { key: string; entryId: string; before: Placed | null; after: Placed | null };

/** The board's rows with those of some entries put in the place of what the entries had. */
export function replaced(
  standings: readonly Standing[],
  wanted: ReadonlyMap<string, readonly Standing[]>,
): Standing[] {
  return [...standings.filter((s) => !wanted.has(s.entryId)), ...[...wanted.values()].flat()];
}

/**
 * Every row whose values or rank differ between two states of a board, in the order of the new ranks and
 * those that leave it last. A row is an entry, or a submission where an entry may stand several times.
 */
export function differences(
  shape: BoardShape,
  { before, after, several }: { before: readonly Standing[]; after: readonly Standing[]; several: boolean },
): { changed: Difference[]; unchanged: number } {
  const keyOf = (s: Standing) => (several ? s.submissionId : s.entryId);
  const placed = (standings: readonly Standing[]) =>
    new Map(
      rank(shape, standings).map(({ standing, rank }) => [
        keyOf(standing),
        {
          entryId: standing.entryId,
          row: { submissionId: standing.submissionId, values: standing.values, rank },
        },
      ]),
    );
  const was = placed(before);
  const is = placed(after);
  const changed: Difference[] = [];
  let unchanged = 0;
  for (const [key, { entryId, row }] of is) {
    const old = was.get(key)?.row ?? null;
    if (old && old.rank === row.rank && same(old.values, row.values)) unchanged += 1;
    else changed.push({ key, entryId, before: old, after: row });
  }
  for (const [key, { entryId, row }] of was)
    if (!is.has(key)) changed.push({ key, entryId, before: row, after: null });
  return { changed, unchanged };
}

function same(a: Record<string, string>, b: Record<string, string>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
