import type { AbleHost } from "./fit.ts";
import type { Needs } from "./needs.ts";

/** What hosts can do together: their labels, and for each kind of device how many one host has at most. */
export type Abilities = {
  hosts: number;
  labels: string[];
  devices: { name: string; memoryBytes: number; most: number }[];
};

/** Sums up what the hosts of a queue can do, for whoever is about to ask something of them. */
export function abilitiesOf(hosts: readonly Pick<AbleHost, "labels" | "devices">[]): Abilities {
  const kinds = new Map<string, Abilities["devices"][number]>();
  for (const { devices } of hosts) {
    const here = new Map<string, number>();
    for (const { name, memoryBytes } of devices) {
      const key = `${name}\n${memoryBytes}`;
      const most = (here.get(key) ?? 0) + 1;
      here.set(key, most);
      kinds.set(key, { name, memoryBytes, most: Math.max(most, kinds.get(key)?.most ?? 0) });
    }
  }
  return {
    hosts: hosts.length,
    labels: [...new Set(hosts.flatMap((host) => host.labels))].sort(),
    devices: [...kinds.values()].sort((a, b) => b.memoryBytes - a.memoryBytes || (a.name < b.name ? -1 : 1)),
  };
}

/** Gigabytes as cards are sold by: a million million bytes are 1000. */
export const GB = 1e9;

/** Needs as every language writes them, e.g. "2 × GPU ≥ 40 GB, a100". */
export const needsInShort = ({ labels, gpus, gpuMemoryBytes }: Needs): string =>
  [
    ...(gpus > 0 ? [`${gpus} × GPU${gpuMemoryBytes > 0 ? ` ≥ ${gpuMemoryBytes / GB} GB` : ""}`] : []),
    ...labels,
  ].join(", ");
