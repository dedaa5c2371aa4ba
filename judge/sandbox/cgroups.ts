import { readdir, readFile, rmdir } from "node:fs/promises";
import path from "node:path";
import type { Usage } from "../contract/protocol.ts";

// A parent group of our own keeps a run's processor time and peak memory after its containers are gone.
const ROOT = "/sys/fs/cgroup";

const number = async (file: string): Promise<number | null> => {
  const value = Number((await readFile(file, "utf8").catch(() => "")).trim() || Number.NaN);
  return Number.isFinite(value) ? value : null;
};

/** What the containers below a parent group used; null where the kernel does not tell. */
export async function usageOf(group: string): Promise<Pick<Usage, "cpuMs" | "peakMemoryBytes">> {
  const unified = await readFile(path.join(ROOT, group, "cpu.stat"), "utf8").catch(() => null);
  if (unified !== null) {
    const micros = /^usage_usec (\d+)$/m.exec(unified)?.[1];
    return {
      cpuMs: micros ? Number(micros) / 1000 : null,
      peakMemoryBytes: await number(path.join(ROOT, group, "memory.peak")),
    };
  }
  const nanos = await number(path.join(ROOT, "cpuacct", group, "cpuacct.usage"));
  return {
    cpuMs: nanos === null ? null : nanos / 1e6,
    peakMemoryBytes: await number(path.join(ROOT, "memory", group, "memory.max_usage_in_bytes")),
  };
}

/** Removes the empty groups called so, or starting so, from every hierarchy. Ones in use stay. */
export async function removeGroups(matches: (name: string) => boolean): Promise<void> {
  const hierarchies = await readdir(ROOT).catch(() => []);
  for (const parent of [ROOT, ...hierarchies.map((name) => path.join(ROOT, name))]) {
    const names = await readdir(parent).catch(() => []);
    for (const name of names.filter(matches)) await rmdir(path.join(parent, name)).catch(() => {});
  }
}
