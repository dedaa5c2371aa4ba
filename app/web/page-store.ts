/** Something kept: how large it is, what it shows, and until when at most. */
export type Kept<T> = { value: T; bytes: number; topics: readonly string[]; until: number };

/**
 * Keeps values within a number of bytes; the one longest unused goes first. Each shows topics such as
 * `board:ID`, or `board` for any of a kind, and is forgotten when one of them changes.
 */
export class PageStore<T> {
  readonly #most: number;
  readonly #kept = new Map<string, Kept<T>>();
  readonly #showing = new Map<string, Set<string>>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#kept.size;
  }

  get(key: string, now: number): T | null {
    const found = this.#kept.get(key);
    if (!found) return null;
    if (found.until <= now) {
      this.#forget(key);
      return null;
    }
    // A map remembers the order of insertion: the first is the one longest unused.
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.value;
  }

  keep(key: string, kept: Kept<T>): void {
    this.#forget(key);
    if (kept.bytes > this.#most) return;
    this.#kept.set(key, kept);
    this.#bytes += kept.bytes;
    for (const topic of kept.topics) {
      const keys = this.#showing.get(topic) ?? new Set();
      this.#showing.set(topic, keys.add(key));
    }
    while (this.#bytes > this.#most) this.#forget(this.#kept.keys().next().value!);
  }

  /** Forgets all that shows the topic, or any of its kind. */
  changed(topic: string): void {
    for (const shown of withKind(topic)) for (const key of this.#showing.get(shown) ?? []) this.#forget(key);
  }

  clear(): void {
    this.#kept.clear();
    this.#showing.clear();
    this.#bytes = 0;
  }

  #forget(key: string): void {
    const kept = this.#kept.get(key);
    if (!kept) return;
    this.#kept.delete(key);
    this.#bytes -= kept.bytes;
    for (const topic of kept.topics) {
      const keys = this.#showing.get(topic);
      keys?.delete(key);
      if (keys?.size === 0) this.#showing.delete(topic);
    }
  }
}

/** A topic and its kind: `board:ID` and `board`. */
export const withKind = (topic: string): string[] => [topic, topic.slice(0, topic.indexOf(":"))];
