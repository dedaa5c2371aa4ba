import type { BoardShape, Standing } from "./board.ts";
import { compareRanks, isRanked, type RankKey, rankKeyFor } from "./rank.ts";

/** A row leaves place `from`, then `standing` enters at place `to`; places count from 0. A move has both. */
export type Move = { seq: number; from: number | null; to: number | null; standing: Standing | null };

type Change = { put: Standing } | { remove: { submissionId: string } };
type Row = { standing: Standing; key: RankKey };

/**
 * A board's rows in order, changed one by one. Finding a place takes log₂(rows) comparisons; moving the
 * tail of an array of pointers is a memmove, which at 100,000 rows costs tens of microseconds.
 */
export class Ranking {
  readonly shape: BoardShape;
  readonly #keyOf: (standing: Standing) => RankKey;
  readonly #rows: Row[];
  readonly #bySubmission = new Map<string, Row>();

  constructor(shape: BoardShape, standings: readonly Standing[]) {
    this.shape = shape;
    this.#keyOf = rankKeyFor(shape);
    this.#rows = standings
      .map((standing) => ({ standing, key: this.#keyOf(standing) }))
      .sort((a, b) => compareRanks(a.key, b.key));
    for (const row of this.#rows) this.#bySubmission.set(row.standing.submissionId, row);
  }

  get total(): number {
    return this.#rows.length;
  }

  /** The rows of a window, each with its rank; null without a score in the primary column. */
  window(offset: number, limit: number): { standing: Standing; rank: number | null }[] {
    return this.#rows.slice(offset, offset + limit).map(({ standing }, i) => ({
      standing,
      rank: isRanked(this.shape, standing) ? offset + i + 1 : null,
    }));
  }

  standings(): Standing[] {
    return this.#rows.map((r) => r.standing);
  }

  /** Where an entry's best row is, counted from 0; null if none stands. */
  placeOfEntry(entryId: string): number | null {
    const at = this.#rows.findIndex((r) => r.standing.entryId === entryId);
    return at === -1 ? null : at;
  }

  /** Applies one event. A row that replaces another of the same entry is one move. */
  apply(seq: number, changes: readonly Change[]): Move[] {
    const moves: Move[] = [];
    let left: { entryId: string; from: number } | undefined;
    const flush = () => {
      if (left) moves.push({ seq, from: left.from, to: null, standing: null });
      left = undefined;
    };
    for (const change of changes) {
      if ("remove" in change) {
        flush();
        left = this.#take(change.remove.submissionId);
        continue;
      }
      const { put } = change;
      if (this.#bySubmission.has(put.submissionId) || left?.entryId !== put.entryId) {
        flush();
        left = this.#take(put.submissionId);
      }
      moves.push({ seq, from: left?.from ?? null, to: this.#put(put), standing: put });
      left = undefined;
    }
    flush();
    return moves;
  }

  #take(submissionId: string): { entryId: string; from: number } | undefined {
    const row = this.#bySubmission.get(submissionId);
    if (!row) return undefined;
    const from = this.#placeFor(row.key);
    this.#rows.splice(from, 1);
    this.#bySubmission.delete(submissionId);
    return { entryId: row.standing.entryId, from };
  }

  #put(standing: Standing): number {
    const row = { standing, key: this.#keyOf(standing) };
    const to = this.#placeFor(row.key);
    this.#rows.splice(to, 0, row);
    this.#bySubmission.set(standing.submissionId, row);
    return to;
  }

  /** The first place whose row is not better than the key. */
  #placeFor(key: RankKey): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareRanks(this.#rows[middle]!.key, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
