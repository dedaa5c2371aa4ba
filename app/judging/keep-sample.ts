/** What is kept of an attempt's measurements: how many, and the moments of the first and the last. */
export type KeptSamples = { count: number; firstMs: number; lastMs: number };

/** A beat that comes a little early is not left out. */
const EARLY = 0.75;

/**
 * What to do with a new measurement where at most `most` are kept: once they are full every second one is
 * dropped, and from then on only as many come in as the kept ones lie apart. So a run of a minute has all of
 * its measurements and one of a day as many, evenly.
 */
export function keepSample(kept: KeptSamples, atMs: number, most: number): "skip" | "add" | "thin" {
  if (kept.count < 2) return "add";
  const apart = (kept.lastMs - kept.firstMs) / (kept.count - 1);
  if (atMs - kept.lastMs < apart * EARLY) return "skip";
  return kept.count >= most ? "thin" : "add";
}
