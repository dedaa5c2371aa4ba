/** What a run asks of the host that judges it. */
export type Needs = { labels: readonly string[]; gpus: number; gpuMemoryBytes: number };

/** The same needs in one word, e.g. "a100|2x40000000000"; "" where any host will do. */
export function needsWord({ labels, gpus, gpuMemoryBytes }: Needs): string {
  const wanted = [...new Set(labels)].sort().join(",");
  return gpus > 0 ? `${wanted}|${gpus}x${gpuMemoryBytes}` : wanted;
}
