import { fingerprintsOf } from "./fingerprints.ts";
import { tokensOf } from "./tokens.ts";

/** Two compared sources, by the order in which they were added. */
export type Alike = { left: number; right: number; similarity: number };

/** What more of the sources than this share is common knowledge, where there are enough to tell. */
const COMMON_SHARE = 0.5;
const COMMON_FROM = 10;
/** Less in common is not worth anybody's time. */
const LEAST_SIMILARITY = 0.1;

// A fingerprint, the source it is in and how often are one number of 53 bits, so that a million of them are 8 MB
// and sorting them brings together who shares what.
const SOURCES = 2 ** 14;
const TIMES = 2 ** 13;

/**
 * Finds which of many sources share fingerprints. Holds no text and no tokens, only numbers: what is compared may
 * be far larger than the memory. Its work grows with what is shared, not with the number of pairs.
 */
export class Comparison {
  private readonly mostTokens: number;
  private readonly entries: string[] = [];
  private readonly known = new Set<number>();
  private packed = new Float64Array(1024);
  private length = 0;

  constructor(mostTokens: number) {
    this.mostTokens = mostTokens;
  }

  /** Adds an entry's source. At most 16,384 can be compared. */
  add(entryId: string, text: string): void {
    const source = this.entries.push(entryId) - 1;
    if (source >= SOURCES) throw new Error(`more than ${SOURCES} sources`);
    for (const [hash, times] of this.fingerprints(text)) {
      if (this.length === this.packed.length) {
        const larger = new Float64Array(2 * this.length);
        larger.set(this.packed);
        this.packed = larger;
      }
      this.packed[this.length++] = (hash * SOURCES + source) * TIMES + Math.min(times, TIMES - 1);
    }
  }

  /** What stands in this text, the kit that every team starts from, counts for nothing. */
  leaveOut(text: string): void {
    for (const hash of this.fingerprints(text).keys()) this.known.add(hash);
  }

  /** Pairs of different entries, most similar first, at most `most`; and the fingerprints that count for nothing. */
  alike(most: number): { pairs: Alike[]; known: ReadonlySet<number> } {
    const n = this.entries.length;
    const own = new Float64Array(n);
    const shared = new Map<number, number>();
    const commonFrom = Math.max(COMMON_FROM, Math.ceil(n * COMMON_SHARE));
    for (const { hash, sources, times } of this.groups()) {
      if (sources.length > commonFrom) this.known.add(hash);
      if (this.known.has(hash)) continue;
      for (const [i, left] of sources.entries()) {
        own[left]! += times[i]!;
        for (let j = i + 1; j < sources.length; j++) {
          const right = sources[j]!;
          if (this.entries[left] === this.entries[right]) continue;
          const pair = left * n + right;
          shared.set(pair, (shared.get(pair) ?? 0) + times[i]! + times[j]!);
        }
      }
    }
    const pairs: Alike[] = [];
    for (const [pair, covered] of shared) {
      const left = Math.floor(pair / n);
      const right = pair % n;
      // All fingerprints that both have, of all that both have and that are not common knowledge.
      const similarity = covered / (own[left]! + own[right]!);
      if (similarity >= LEAST_SIMILARITY) pairs.push({ left, right, similarity });
    }
    pairs.sort((a, b) => b.similarity - a.similarity || a.left - b.left || a.right - b.right);
    return { pairs: pairs.slice(0, most), known: this.known };
  }

  private fingerprints(text: string): Map<number, number> {
    return fingerprintsOf(tokensOf(text, this.mostTokens).map((token) => token.kind));
  }

  /** Each fingerprint with the sources it is in, in their order, and how often it is in each. */
  private *groups(): Iterable<{ hash: number; sources: number[]; times: number[] }> {
    const all = this.packed.subarray(0, this.length).sort();
    let hash = -1;
    let sources: number[] = [];
    let times: number[] = [];
    for (const packed of all) {
      const place = Math.floor(packed / TIMES);
      const its = Math.floor(place / SOURCES);
      if (its !== hash) {
        if (sources.length > 0) yield { hash, sources, times };
        hash = its;
        sources = [];
        times = [];
      }
      sources.push(place % SOURCES);
      times.push(packed % TIMES);
    }
    if (sources.length > 0) yield { hash, sources, times };
  }
}
