import { execFile } from "node:child_process";
import { promisify } from "node:util";
import Docker from "dockerode";
import { isGvisor } from "./container-settings.ts";
import { call } from "./engine-call.ts";

const VERSION_MS = 10_000;

async function registered(): Promise<Record<string, { path?: string }>> {
  const info = await call("info", () => new Docker().info());
  return (info.Runtimes as Record<string, { path?: string }> | undefined) ?? {};
}

/** What the engine calls gVisor: `chosen` where that is one, else the first that it has; null where it has none. */
export async function gvisorOf(chosen: string): Promise<string | null> {
  if (isGvisor(chosen)) return chosen;
  return Object.keys(await registered()).find(isGvisor) ?? null;
}

/** gVisor's version as it says it itself, e.g. "release-20240729.0": the engine does not tell. Null where nobody does. */
export async function gvisorVersion(name: string): Promise<string | null> {
  const program = (await registered())[name]?.path || name;
  const said = await promisify(execFile)(program, ["--version"], { timeout: VERSION_MS }).catch(() => null);
  return /^\S+ version (\S+)/m.exec(said?.stdout ?? "")?.[1]?.slice(0, 120) ?? null;
}
