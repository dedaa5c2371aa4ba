import { randomUUID } from "node:crypto";
import { Limits } from "../contract/limits.ts";
import type { SelfTest } from "../contract/protocol.ts";
import type { Ended, Sandbox } from "../sandbox/sandbox.ts";

const MiB = 1024 * 1024;
const DETAIL = 500;

type Check = SelfTest["checks"][number];
type Name = Check["name"];

/** What the container can see of devices and networks, as JSON. Python is in every sandbox image. */
const LOOK = `
import glob, json, os, shutil, socket, subprocess
def reaches():
    try:
        socket.create_connection(("1.1.1.1", 53), 1).close()
        return True
    except OSError:
        return False
smi = shutil.which("nvidia-smi")
said = subprocess.run([smi, "-L"], capture_output=True, text=True, timeout=15) if smi else None
print(json.dumps({
    "nodes": sorted(n for n in glob.glob("/dev/nvidia*") if n[11:].isdigit()),
    "list": said and (said.stdout + said.stderr)[:2000],
    "failed": bool(said and said.returncode),
    "networks": sorted(n for n in os.listdir("/sys/class/net") if n != "lo"),
    "reaches": reaches(),
}))
`;
type Look = { nodes: string[]; list: string | null; failed: boolean; networks: string[]; reaches: boolean };

/**
 * What is wrong with what a container saw that was to have the devices `uuids` alone; null when nothing is. Where
 * the toolkit puts `nvidia-smi` into containers its list decides, else the device nodes are counted.
 */
export function wrongDevices({ nodes, list, failed }: Look, uuids: readonly string[]): string | null {
  if (list !== null) {
    if (failed) return `nvidia-smi in the container: ${list.trim()}`;
    const found = [...list.matchAll(/UUID: ((?:GPU|MIG)-[\w/-]+)\)/g)].map((one) => one[1] ?? "");
    const slices = found.filter((uuid) => uuid.startsWith("MIG-"));
    // Of a slice the list also names the card it is of.
    const seen = slices.length > 0 || uuids.some((one) => one.startsWith("MIG-")) ? slices : found;
    const same = seen.length === uuids.length && uuids.every((uuid) => seen.includes(uuid));
    return same ? null : `it sees ${seen.join(", ") || "no device"}`;
  }
  return nodes.length === uuids.length ? null : `it has ${nodes.join(", ") || "no device node"}`;
}

/**
 * Runs small containers as submissions would run, and says whether they are held as they should be: no network,
 * memory, time and output limited, no device but the one that was given. `devices` are those that nobody has.
 */
export async function selfTest(
  sandbox: Sandbox,
  {
    image,
    slot,
    devices,
    signal,
  }: { image: string; slot: number; devices: readonly string[]; signal: AbortSignal },
): Promise<SelfTest> {
  const { engine } = await sandbox.about();
  async function run(code: string, limits: Partial<Limits>, given: readonly string[] = []) {
    const said = { stdout: "", stderr: "" };
    const ended = await sandbox.run({
      attemptId: `self-test-${randomUUID()}`,
      slot,
      image,
      seed: 0,
      programs: [
        {
          command: ["python3", "-c", code],
          mounts: [],
          heard: (stream, text) => {
            said[stream] += text;
          },
        },
      ],
      limits: Limits.parse({ wallS: 30, memoryBytes: 256 * MiB, pids: 64, logBytes: 64 * 1024, ...limits }),
      devices: given,
      isOverfull: async () => false,
      signal,
    });
    return { ended, ...said };
  }
  const checks: Check[] = [];
  async function check(name: Name, device: string | null, find: () => Promise<string | null>) {
    signal.throwIfAborted();
    const wrong = await find().catch((error: Error) => {
      signal.throwIfAborted();
      return error.message;
    });
    checks.push({ name, device, ok: wrong === null, detail: (wrong ?? "").slice(0, DETAIL) });
  }
  const look = async (given: readonly string[]): Promise<Look> => {
    const { ended, stdout, stderr } = await run(LOOK, {}, given);
    if (ended.exits[0] !== 0) throw new Error(`it ended with ${ended.exits[0]}: ${stderr.slice(-300)}`);
    return JSON.parse(stdout) as Look;
  };
  const stopped = (ended: Ended, why: Ended["stopped"]) =>
    ended.stopped === why ? null : `it was not stopped, and ended with ${ended.exits[0]}`;

  let seen: Look | undefined;
  await check("starts", null, async () => {
    seen = await look([]);
    return wrongDevices(seen, []);
  });
  await check("network", null, async () => {
    if (!seen) return "no container could be looked into";
    if (seen.reaches) return "a program reached the network";
    return seen.networks.length === 0 ? null : `a program has ${seen.networks.join(", ")}`;
  });
  await check("memory", null, async () => {
    const { ended } = await run("x = b'x' * (512 * 1024 * 1024)", { memoryBytes: 64 * MiB });
    return ended.outOfMemory ? null : `more memory than allowed was given; it ended with ${ended.exits[0]}`;
  });
  await check("time", null, async () => stopped((await run("while True: pass", { wallS: 1 })).ended, "time"));
  await check("output", null, async () =>
    stopped((await run("while True: print('x' * 1000)", { printedBytes: MiB })).ended, "output"),
  );
  for (const device of devices)
    await check("device", device, async () => wrongDevices(await look([device]), [device]));
  const [first] = devices;
  return {
    ok: checks.every((one) => one.ok),
    image,
    engine,
    runtime: sandbox.runtime,
    deviceWay: first ? await sandbox.deviceWay(image, first).catch(() => null) : null,
    checks,
  };
}
