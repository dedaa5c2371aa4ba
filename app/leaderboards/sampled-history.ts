import type { BoardShape, RowTeam, Standing } from "./board.ts";
import { takesRank } from "./live-row.ts";
import { type Change, Ranking } from "./ranking.ts";

/** Where an entry stood at a moment: the row it stood with, and its rank. */
export type Stood = { rank: number | null; standing: Standing };
export type HistoryEvent = { seq: number; at: Date; changes: readonly Change[] };

/** How much a history may remember: moments, and entries at a moment added up over all moments. */
export type HistoryLimits = { moments: number; cells: number };

/** Fewer moments than these make no chart, however many entries there are. */
const LEAST_MOMENTS = 5;

type Moment = { seq: number; at: Date; ranks: Int32Array; standings: (Standing | undefined)[] };

/**
 * Where all entries of a board stood at a bounded number of moments. It is told the board's events one after
 * the other, each once; what it remembers, and what it costs to ask for an entry, does not grow with them.
 *
 * It looks at every `stride`th event. When it has looked more often than it may, it forgets every other moment
 * and doubles the stride: the moments stay evenly spread, and a new event never has the old ones told again.
 */
export class SampledHistory {
  readonly #limits: HistoryLimits;
  readonly #teams: Map<string, RowTeam>;
  readonly #trackId: string | null;
  readonly #ranking: Ranking;
  readonly #numbers = new Map<string, number>();
  #moments: Moment[] = [];
  #stride = 1;
  #last: { seq: number; at: Date } | null = null;

  /** With a track: its entries alone. */
  constructor(shape: BoardShape, { limits, trackId }: { limits: HistoryLimits; trackId: string | null }) {
    this.#limits = limits;
    this.#teams = new Map();
    this.#trackId = trackId;
    this.#ranking = new Ranking(shape, [], takesRank(this.#teams));
  }

  /** The last event that it was told. */
  get seq(): number {
    return this.#last?.seq ?? 0;
  }

  /**
   * Applies an event. False, and nothing is applied, when an entry in it is of another kind or track than it
   * was: what was remembered of it then says what is no longer so, and everything has to be told afresh.
   */
  apply({ seq, at, changes }: HistoryEvent, teams: ReadonlyMap<string, RowTeam>): boolean {
    for (const change of changes) {
      if (!("put" in change)) continue;
      const now = teams.get(change.put.entryId);
      const before = this.#teams.get(change.put.entryId);
      if (now && before && (now.kind !== before.kind || now.trackId !== before.trackId)) return false;
      if (now && !before) this.#teams.set(change.put.entryId, now);
    }
    this.#ranking.apply(
      seq,
      changes.filter((change) => !("put" in change) || this.#isIn(change.put.entryId)),
    );
    this.#last = { seq, at };
    if (seq % this.#stride === 0) this.#look(seq, at);
    return true;
  }

  /** When it was looked, the last event always among it. */
  moments(): Date[] {
    const times = this.#moments.map((moment) => moment.at);
    return this.#isLookedAt ? times : [...times, this.#last!.at];
  }

  /** Where an entry stood at each of the moments; null where it had no row. */
  of(entryId: string): (Stood | null)[] {
    const number = this.#numbers.get(entryId);
    const stood = this.#moments.map(({ ranks, standings }) => {
      const standing = number === undefined ? undefined : standings[number];
      return standing ? { standing, rank: ranks[number!] || null } : null;
    });
    return this.#isLookedAt ? stood : [...stood, this.#now(entryId)];
  }

  get #isLookedAt(): boolean {
    return this.#last === null || this.#moments.at(-1)?.seq === this.#last.seq;
  }

  #now(entryId: string): Stood | null {
    const at = this.#ranking.placeOfEntry(entryId);
    const standing = at && this.#ranking.window(at.place, 1)[0]?.standing;
    return standing ? { standing, rank: at.rank } : null;
  }

  #isIn(entryId: string): boolean {
    return this.#trackId === null || this.#teams.get(entryId)?.trackId === this.#trackId;
  }

  #look(seq: number, at: Date): void {
    const rows = this.#ranking.all();
    for (const { standing } of rows)
      if (!this.#numbers.has(standing.entryId)) this.#numbers.set(standing.entryId, this.#numbers.size);
    const ranks = new Int32Array(this.#numbers.size);
    const standings: (Standing | undefined)[] = new Array(this.#numbers.size).fill(undefined);
    for (const { standing, rank } of rows) {
      const number = this.#numbers.get(standing.entryId)!;
      // Rows come best first: an entry's first is the one it is known by.
      if (standings[number]) continue;
      standings[number] = standing;
      ranks[number] = rank ?? 0;
    }
    this.#moments.push({ seq, at, ranks, standings });
    const most = Math.max(
      LEAST_MOMENTS,
      Math.min(this.#limits.moments, Math.floor(this.#limits.cells / Math.max(1, this.#numbers.size))),
    );
    while (this.#moments.length > most) {
      this.#stride *= 2;
      this.#moments = this.#moments.filter((moment) => moment.seq % this.#stride === 0);
    }
  }
}
