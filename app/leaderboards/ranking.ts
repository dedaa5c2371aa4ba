import type { BoardShape, Standing, Takes } from "./board.ts";
import { CountedList } from "./counted-list.ts";
import { compareRanks, isRanked, type RankKey, rankKeyFor } from "./rank.ts";
import { hasRanksOfRanks, withRanksOfRanks } from "./ranks-of-ranks.ts";

/**
 * A row leaves place `from`, then `standing` enters at place `to`; places count from 0. A move has both.
 * `counted` says whether the row that left had a rank.
 */
export type Move = {
  seq: number;
  from: number | null;
  counted: boolean;
  to: number | null;
  standing: Standing | null;
};

export type Change = { put: Standing } | { remove: { submissionId: string } };
type Row = { standing: Standing; key: RankKey; ranked: boolean };
type Left = { entryId: string; from: number; counted: boolean };

export type RankedRow = { standing: Standing; rank: number | null };

const byKey = (a: Row, b: Row) => compareRanks(a.key, b.key);
const isCounted = (row: Row) => row.ranked;

/**
 * A board's rows in order, changed one by one. `takes` says which entries get ranks; it is asked when a row
 * is put. Where ranks of ranks stand on the board, one score may change every row: the rows are then
 * put in order afresh when they are next looked at, and changes cannot be told as moves.
 */
export class Ranking {
  readonly shape: BoardShape;
  readonly #takes: Takes;
  readonly #keyOf: (standing: Standing) => RankKey;
  readonly #whole: boolean;
  readonly #raw = new Map<string, Standing>();
  #rows!: CountedList<Row>;
  #bySubmission = new Map<string, Row>();
  #byEntry = new Map<string, Set<Row>>();
  #old = false;

  constructor(shape: BoardShape, standings: readonly Standing[], takes: Takes = () => true) {
    this.shape = shape;
    this.#takes = takes;
    this.#keyOf = rankKeyFor(shape);
    this.#whole = hasRanksOfRanks(shape);
    if (this.#whole) for (const standing of standings) this.#raw.set(standing.submissionId, standing);
    this.#order(this.#whole ? withRanksOfRanks(shape, standings, takes) : standings);
  }

  #order(standings: readonly Standing[]): void {
    const rows = standings.map((standing) => this.#row(standing));
    this.#rows = new CountedList(rows, byKey, isCounted);
    this.#bySubmission = new Map();
    this.#byEntry = new Map();
    for (const row of rows) this.#keep(row);
    this.#old = false;
  }

  #current(): CountedList<Row> {
    if (this.#old) this.#order(withRanksOfRanks(this.shape, [...this.#raw.values()], this.#takes));
    return this.#rows;
  }

  #row(standing: Standing): Row {
    const ranked = this.#takes(standing.entryId) && isRanked(this.shape, standing);
    return { standing, key: this.#keyOf(standing), ranked };
  }

  #keep(row: Row): void {
    this.#bySubmission.set(row.standing.submissionId, row);
    const its = this.#byEntry.get(row.standing.entryId);
    if (its) its.add(row);
    else this.#byEntry.set(row.standing.entryId, new Set([row]));
  }

  get total(): number {
    return this.#current().length;
  }

  /** How many rows have a rank. */
  get ranked(): number {
    return this.#current().counted;
  }

  /** How many rows before a place have a rank. */
  rankedBefore(place: number): number {
    return this.#current().countedBefore(place);
  }

  /** The rows of a window, each with its rank; null without a score in the primary column. */
  window(offset: number, limit: number): RankedRow[] {
    const rows = this.#current();
    let given = rows.countedBefore(offset);
    return rows
      .slice(offset, offset + limit)
      .map(({ standing, ranked }) => ({ standing, rank: ranked ? ++given : null }));
  }

  all(): RankedRow[] {
    return this.window(0, this.total);
  }

  /** Where an entry's best row is, counted from 0, with its rank; null if none stands. */
  placeOfEntry(entryId: string): { place: number; rank: number | null } | null {
    const rows = this.#current();
    let best: Row | undefined;
    for (const row of this.#byEntry.get(entryId) ?? []) if (!best || byKey(row, best) < 0) best = row;
    if (!best) return null;
    const { place, countedBefore } = rows.standOf(best);
    return { place, rank: best.ranked ? countedBefore + 1 : null };
  }

  /**
   * Applies one event. A row that replaces another of the same entry is one move. Null when what changed
   * cannot be told as moves.
   */
  apply(seq: number, changes: readonly Change[]): Move[] | null {
    if (this.#whole) {
      for (const change of changes)
        if ("put" in change) this.#raw.set(change.put.submissionId, change.put);
        else this.#raw.delete(change.remove.submissionId);
      this.#old = true;
      return null;
    }
    const moves: Move[] = [];
    let left: Left | undefined;
    const flush = () => {
      if (left) moves.push({ seq, from: left.from, counted: left.counted, to: null, standing: null });
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
      moves.push({
        seq,
        from: left?.from ?? null,
        counted: left?.counted ?? false,
        to: this.#put(put),
        standing: put,
      });
      left = undefined;
    }
    flush();
    return moves;
  }

  #take(submissionId: string): Left | undefined {
    const row = this.#bySubmission.get(submissionId);
    if (!row) return undefined;
    const from = this.#rows.take(row);
    this.#bySubmission.delete(submissionId);
    const { entryId } = row.standing;
    const its = this.#byEntry.get(entryId);
    its?.delete(row);
    if (its?.size === 0) this.#byEntry.delete(entryId);
    return { entryId, from, counted: row.ranked };
  }

  #put(standing: Standing): number {
    const row = this.#row(standing);
    this.#keep(row);
    return this.#rows.put(row);
  }
}
