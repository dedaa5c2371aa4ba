import { access, readdir, readFile, rmdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

// A parent group of our own keeps what a run used after its containers are gone.
const ROOT = "/sys/fs/cgroup";

/** The folders where the kernel tells of a group; on the old hierarchies each controller has one of its own. */
export type Place = { unified: boolean; cpu: string; memory: string; pids: string };

/** What a group uses now, and the most it has used; null where the kernel does not tell. */
export type Reading = Record<
  "cpuMs" | "memoryBytes" | "peakMemoryBytes" | "pids" | "peakPids",
  number | null
>;

const number = async (file: string): Promise<number | null> => {
  const text = (await readFile(file, "utf8").catch(() => "")).trim();
  const value = text === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
};

const isUnified = (root: string) =>
  access(path.join(root, "cgroup.controllers")).then(
    () => true,
    () => false,
  );

/** Where the kernel tells of a group that was made below the root. */
export async function placeOfGroup(group: string, root = ROOT): Promise<Place> {
  if (await isUnified(root)) {
    const at = path.join(root, group);
    return { unified: true, cpu: at, memory: at, pids: at };
  }
  const at = (controller: string) => path.join(root, controller, group);
  return { unified: false, cpu: at("cpuacct"), memory: at("memory"), pids: at("pids") };
}

/** Where the kernel tells of the group of a process, by the text of its /proc/PID/cgroup. */
export function placeOfProcess(cgroups: string, root = ROOT): Place | null {
  const found = new Map<string, string>();
  for (const line of cgroups.split("\n")) {
    const [, controllers, ...at] = line.split(":");
    for (const one of controllers?.split(",") ?? []) found.set(one, at.join(":"));
  }
  const [cpu, memory, pids] = [found.get("cpuacct"), found.get("memory"), found.get("pids")];
  if (cpu && memory && pids)
    return {
      unified: false,
      cpu: path.join(root, "cpuacct", cpu),
      memory: path.join(root, "memory", memory),
      pids: path.join(root, "pids", pids),
    };
  const one = found.get("");
  if (!one) return null;
  const at = path.join(root, one);
  return { unified: true, cpu: at, memory: at, pids: at };
}

export async function readGroup({ unified, cpu, memory, pids }: Place): Promise<Reading> {
  const of = (folder: string, name: string) => number(path.join(folder, name));
  const [now, most] = await Promise.all([of(pids, "pids.current"), of(pids, "pids.peak")]);
  if (unified) {
    const stat = await readFile(path.join(cpu, "cpu.stat"), "utf8").catch(() => "");
    const micros = /^usage_usec (\d+)$/m.exec(stat)?.[1];
    return {
      cpuMs: micros ? Number(micros) / 1000 : null,
      memoryBytes: await of(memory, "memory.current"),
      peakMemoryBytes: await of(memory, "memory.peak"),
      pids: now,
      peakPids: most,
    };
  }
  const nanos = await of(cpu, "cpuacct.usage");
  return {
    cpuMs: nanos === null ? null : nanos / 1e6,
    memoryBytes: await of(memory, "memory.usage_in_bytes"),
    peakMemoryBytes: await of(memory, "memory.max_usage_in_bytes"),
    pids: now,
    peakPids: most,
  };
}

const PATIENCE_MS = 3_000;
const AGAIN_MS = 20;

/** Ends every process in a group and in those below it, and takes the groups away. */
async function clear(group: string): Promise<void> {
  for (const below of await readdir(group, { withFileTypes: true }).catch(() => []))
    if (below.isDirectory()) await clear(path.join(group, below.name));
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; ) {
    const failed = await rmdir(group).then(
      () => null,
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (failed !== "EBUSY") return;
    // A runtime that failed to start a program may leave its own processes, unknown to the engine.
    const pids = await readFile(path.join(group, "cgroup.procs"), "utf8").catch(() => "");
    for (const pid of pids
      .split("\n")
      .map(Number)
      .filter((one) => one > 0)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // it has ended meanwhile
      }
    }
    await pause(AGAIN_MS);
  }
}

/** Removes the groups of ours called so, or starting so, from every hierarchy, with whatever still runs in them. */
export async function removeGroups(matches: (name: string) => boolean): Promise<void> {
  const hierarchies = await readdir(ROOT).catch(() => []);
  for (const parent of [ROOT, ...hierarchies.map((name) => path.join(ROOT, name))]) {
    const names = await readdir(parent).catch(() => []);
    for (const name of names.filter(matches)) await clear(path.join(parent, name));
  }
}
