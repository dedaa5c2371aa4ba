import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Docker from "dockerode";

/** What an attempt left of itself on this machine: containers, mounts, folders, control groups, processes. */
export async function leftOver(attempts: string, attemptId: string): Promise<string[]> {
  const filters = { label: [`podium.attempt=${attemptId}`] };
  const containers = await new Docker().listContainers({ all: true, filters });
  const found = containers.map((one) => `container ${one.Id}`);
  if (readFileSync("/proc/self/mountinfo", "utf8").includes(attemptId)) found.push("a mount");
  if (existsSync(path.join(attempts, attemptId))) found.push("its folder");
  const groups = "/sys/fs/cgroup";
  for (const hierarchy of existsSync(groups) ? ["", ...readdirSync(groups)] : []) {
    let names: string[] = [];
    try {
      names = readdirSync(path.join(groups, hierarchy));
    } catch {
      // a file, not a hierarchy
    }
    if (names.some((name) => name.includes(attemptId))) found.push(`a control group of ${hierarchy}`);
  }
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      // From here a process's group has the name that the judge gave it.
      if (readFileSync(`/proc/${pid}/cgroup`, "utf8").includes(attemptId)) found.push(`process ${pid}`);
    } catch {
      // it has ended meanwhile
    }
  }
  return found;
}
