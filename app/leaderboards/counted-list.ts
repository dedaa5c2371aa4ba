/** A block that has grown to this many items is cut in two. */
const FULL = 512;

/**
 * A sorted list in blocks, of each of which is known how many items it has and how many of them count. Putting,
 * taking and finding a place cost a few comparisons and the move of half a block, whether the list has a
 * thousand items or a hundred thousand; a plain array moves its whole tail.
 *
 * The numbers of all blocks stand side by side, because adding up hundreds of them is most of what is left to
 * do, and reading each out of its block would be a walk through memory.
 */
export class CountedList<T> {
  readonly #compare: (a: T, b: T) => number;
  readonly #isCounted: (item: T) => boolean;
  readonly #blocks: T[][] = [];
  readonly #sizes: number[] = [];
  readonly #counts: number[] = [];
  #length = 0;
  #counted = 0;

  constructor(items: readonly T[], compare: (a: T, b: T) => number, counts: (item: T) => boolean) {
    this.#compare = compare;
    this.#isCounted = counts;
    const sorted = [...items].sort(compare);
    for (let i = 0; i < sorted.length; i += FULL / 2)
      this.#insert(this.#blocks.length, sorted.slice(i, i + FULL / 2));
    this.#length = sorted.length;
    this.#counted = sum(this.#counts, this.#counts.length);
  }

  get length(): number {
    return this.#length;
  }

  /** How many of all items count. */
  get counted(): number {
    return this.#counted;
  }

  /** Puts an item in its place, counted from 0. */
  put(item: T): number {
    // What comes after everything goes to the end of the last block.
    const at = Math.max(0, Math.min(this.#blockOf(item), this.#blocks.length - 1));
    if (this.#blocks.length === 0) this.#insert(0, []);
    const block = this.#blocks[at]!;
    const within = this.#within(block, item);
    block.splice(within, 0, item);
    this.#changed(at, 1, item);
    const place = sum(this.#sizes, at) + within;
    if (block.length >= FULL) this.#cut(at);
    return place;
  }

  /** Takes an item away and says where it was; -1 if it is not there. */
  take(item: T): number {
    const at = this.#blockOf(item);
    const block = this.#blocks[at];
    if (!block) return -1;
    const within = this.#within(block, item);
    const found = block[within];
    if (found === undefined || this.#compare(found, item) !== 0) return -1;
    const place = sum(this.#sizes, at) + within;
    block.splice(within, 1);
    this.#changed(at, -1, found);
    if (block.length === 0) for (const all of [this.#blocks, this.#sizes, this.#counts]) all.splice(at, 1);
    return place;
  }

  /** Where an item that is in the list stands, and how many before it count. */
  standOf(item: T): { place: number; countedBefore: number } {
    const at = this.#blockOf(item);
    const block = this.#blocks[at];
    if (!block) return { place: 0, countedBefore: 0 };
    const within = this.#within(block, item);
    return {
      place: sum(this.#sizes, at) + within,
      countedBefore: sum(this.#counts, at) + this.#countedIn(at, within),
    };
  }

  /** How many items before a place count. */
  countedBefore(place: number): number {
    let left = place;
    let at = 0;
    for (; at < this.#sizes.length && left >= this.#sizes[at]!; at++) left -= this.#sizes[at]!;
    return sum(this.#counts, at) + this.#countedIn(at, left);
  }

  slice(from: number, to: number): T[] {
    const found: T[] = [];
    let start = 0;
    for (const block of this.#blocks) {
      if (start >= to) break;
      if (start + block.length > from) found.push(...block.slice(Math.max(0, from - start), to - start));
      start += block.length;
    }
    return found;
  }

  #insert(at: number, block: T[]): void {
    this.#blocks.splice(at, 0, block);
    this.#sizes.splice(at, 0, block.length);
    this.#counts.splice(at, 0, block.filter(this.#isCounted).length);
  }

  #changed(at: number, by: 1 | -1, item: T): void {
    this.#sizes[at]! += by;
    this.#length += by;
    if (!this.#isCounted(item)) return;
    this.#counts[at]! += by;
    this.#counted += by;
  }

  /** Makes two of a full block. */
  #cut(at: number): void {
    const right = this.#blocks[at]!.splice(FULL / 2);
    this.#insert(at + 1, right);
    this.#sizes[at]! -= right.length;
    this.#counts[at]! -= this.#counts[at + 1]!;
  }

  /** How many of the first items of a block count: mostly all of them, or none, and then none is looked at. */
  #countedIn(at: number, first: number): number {
    const counted = this.#counts[at] ?? 0;
    if (counted === 0 || counted === this.#sizes[at]) return Math.min(counted, first);
    const block = this.#blocks[at]!;
    let found = 0;
    for (let i = 0; i < first; i++) if (this.#isCounted(block[i]!)) found++;
    return found;
  }

  /** The first block whose last item is not before the given one; past the end when all are. */
  #blockOf(item: T): number {
    return lowest(this.#blocks.length, (i) => this.#compare(this.#blocks[i]!.at(-1)!, item) >= 0);
  }

  #within(block: T[], item: T): number {
    return lowest(block.length, (i) => this.#compare(block[i]!, item) >= 0);
  }
}

function sum(numbers: readonly number[], first: number): number {
  let all = 0;
  for (let i = 0; i < first; i++) all += numbers[i]!;
  return all;
}

/** The lowest number below `end` for which `holds`, else `end`; it holds for all after the first. */
function lowest(end: number, holds: (i: number) => boolean): number {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
