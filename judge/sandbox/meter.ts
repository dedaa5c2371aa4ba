import { readFile } from "node:fs/promises";
import { type Place, placeOfGroup, placeOfProcess, type Reading, readGroup } from "./cgroups.ts";

const NOTHING: Reading = {
  cpuMs: null,
  memoryBytes: null,
  peakMemoryBytes: null,
  pids: null,
  peakPids: null,
};

const sum = (values: (number | null)[]) =>
  values.includes(null) || values.length === 0
    ? null
    : values.reduce<number>((all, one) => all + (one ?? 0), 0);
const most = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));

/**
 * What the containers of a step use together. Where the judge may make a group of its own around them, the
 * kernel keeps their peaks; elsewhere the containers' own groups are read, and what was last seen counts.
 */
export function meter(group: string | null) {
  let places: Promise<(Place | null)[]> | null = group ? placeOfGroup(group).then((place) => [place]) : null;
  let last = NOTHING;
  return {
    /** Where there is no group around them: the containers' first processes. */
    watch(pids: Promise<number[]>) {
      places ??= pids.then((all) =>
        Promise.all(
          all.map((pid) => readFile(`/proc/${pid}/cgroup`, "utf8").then(placeOfProcess, () => null)),
        ),
      );
      places.catch(() => {});
    },
    async read(): Promise<Reading> {
      const found = (await places?.catch(() => [])) ?? [];
      const all = await Promise.all(found.map((place) => (place ? readGroup(place) : NOTHING)));
      const [cpuMs, memoryBytes, pids] = (["cpuMs", "memoryBytes", "pids"] as const).map((name) =>
        sum(all.map((one) => one[name])),
      ) as [number | null, number | null, number | null];
      const alone = all.length === 1 ? all[0] : undefined;
      last = {
        cpuMs: most(cpuMs, last.cpuMs),
        memoryBytes,
        pids,
        peakMemoryBytes: most(most(alone?.peakMemoryBytes ?? null, memoryBytes), last.peakMemoryBytes),
        peakPids: most(most(alone?.peakPids ?? null, pids), last.peakPids),
      };
      return last;
    },
  };
}
