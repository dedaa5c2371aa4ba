import type { MetricSplit } from "../../db/vocabulary.ts";

type Measured = { position: number; split: MetricSplit; computedFrom: number[] };

/**
 * Positions of the metrics that are told to nobody but organisers before the board's reveal: those of the
 * private split, and whatever is computed from one of them.
 */
export function secretPositions(metrics: readonly Measured[]): Set<number> {
  const secret = new Set(metrics.filter((m) => m.split === "private").map((m) => m.position));
  for (let grew = true; grew; ) {
    grew = false;
    for (const { position, computedFrom } of metrics) {
      if (secret.has(position) || !computedFrom.some((p) => secret.has(p))) continue;
      secret.add(position);
      grew = true;
    }
  }
  return secret;
}
