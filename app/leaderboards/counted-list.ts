/** A block that has grown to this many items is cut in two. */
const FULL = 512;

type Block<T> = { items: T[]; counted: number };

/**
 * A sorted list in blocks, each of which knows how many of its items count. Putting, taking and finding a
 * place cost a few comparisons and the move of half a block, whether the list has a thousand items or a
 * hundred thousand; a plain array moves its whole tail.
 */
export class CountedList<T> {
  readonly #compare: (a: T, b: T) => number;
  readonly #counts: (item: T) => boolean;
  readonly #blocks: Block<T>[] = [];
  #length = 0;
  #counted = 0;

  constructor(items: readonly T[], compare: (a: T, b: T) => number, counts: (item: T) => boolean) {
    this.#compare = compare;
    this.#counts = counts;
    const sorted = [...items].sort(compare);
    for (let i = 0; i < sorted.length; i += FULL / 2)
      this.#blocks.push(this.#block(sorted.slice(i, i + FULL / 2)));
    this.#length = sorted.length;
    this.#counted = this.#blocks.reduce((sum, block) => sum + block.counted, 0);
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
    if (this.#blocks.length === 0) this.#blocks.push({ items: [], counted: 0 });
    const block = this.#blocks[at]!;
    const within = this.#within(block, item);
    block.items.splice(within, 0, item);
    const one = this.#counts(item) ? 1 : 0;
    block.counted += one;
    this.#counted += one;
    this.#length++;
    const place = this.#before(at) + within;
    if (block.items.length >= FULL) {
      const right = this.#block(block.items.splice(FULL / 2));
      block.counted -= right.counted;
      this.#blocks.splice(at + 1, 0, right);
    }
    return place;
  }

  /** Takes an item away and says where it was; -1 if it is not there. */
  take(item: T): number {
    const at = this.#blockOf(item);
    const block = this.#blocks[at];
    if (!block) return -1;
    const within = this.#within(block, item);
    const found = block.items[within];
    if (found === undefined || this.#compare(found, item) !== 0) return -1;
    const place = this.#before(at) + within;
    block.items.splice(within, 1);
    const one = this.#counts(found) ? 1 : 0;
    block.counted -= one;
    this.#counted -= one;
    this.#length--;
    if (block.items.length === 0) this.#blocks.splice(at, 1);
    return place;
  }

  /** Where an item that is in the list stands. */
  placeOf(item: T): number {
    const at = this.#blockOf(item);
    const block = this.#blocks[at];
    return block ? this.#before(at) + this.#within(block, item) : 0;
  }

  /** How many items before a place count. */
  countedBefore(place: number): number {
    let left = place;
    let counted = 0;
    for (const { items, counted: its } of this.#blocks) {
      if (left >= items.length) {
        left -= items.length;
        counted += its;
        continue;
      }
      for (let i = 0; i < left; i++) if (this.#counts(items[i]!)) counted++;
      return counted;
    }
    return counted;
  }

  slice(from: number, to: number): T[] {
    const found: T[] = [];
    let start = 0;
    for (const { items } of this.#blocks) {
      if (start >= to) break;
      if (start + items.length > from) found.push(...items.slice(Math.max(0, from - start), to - start));
      start += items.length;
    }
    return found;
  }

  #block(items: T[]): Block<T> {
    return { items, counted: items.reduce((sum, item) => sum + (this.#counts(item) ? 1 : 0), 0) };
  }

  /** The first block whose last item is not before the given one; past the end when all are. */
  #blockOf(item: T): number {
    return lowest(this.#blocks.length, (i) => this.#compare(this.#blocks[i]!.items.at(-1)!, item) >= 0);
  }

  #within({ items }: Block<T>, item: T): number {
    return lowest(items.length, (i) => this.#compare(items[i]!, item) >= 0);
  }

  #before(block: number): number {
    let sum = 0;
    for (let i = 0; i < block; i++) sum += this.#blocks[i]!.items.length;
    return sum;
  }
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
