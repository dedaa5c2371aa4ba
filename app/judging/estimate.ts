/** What is known of the queue before a run, and of how long runs have taken lately. */
export type QueueFacts = {
  /** Runs that go before it. */
  ahead: number;
  /** Runs at work on the slots that could take it. */
  working: number;
  /** Slots, or sets of devices, that could take it. */
  slots: number;
  /** How long runs took lately, seconds. */
  lengthsS: readonly number[];
};

/** The least that makes a guess: fewer runs say nothing about the next. */
const FEWEST = 5;
const LONGER = 1.6;
const SHORTER = 0.6;

/**
 * When a run will probably start, as a span of seconds from now; null when too little is known to say. Each slot
 * is taken to be free again after a run of mean length; the span is wide, since runs differ and teams take turns.
 */
export function estimateWait({
  ahead,
  working,
  slots,
  lengthsS,
}: QueueFacts): { fromS: number; untilS: number } | null {
  if (slots <= 0) return null;
  const before = ahead + working - slots + 1;
  if (before <= 0) return { fromS: 0, untilS: 0 };
  if (lengthsS.length < FEWEST) return null;
  const mean = lengthsS.reduce((sum, length) => sum + length, 0) / lengthsS.length;
  const expected = (before * mean) / slots;
  return { fromS: Math.round(expected * SHORTER), untilS: Math.max(1, Math.round(expected * LONGER)) };
}
