import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { placeOfGroup, placeOfProcess, readGroup } from "../../judge/sandbox/cgroups.ts";

const root = await mkdtemp(path.join(os.tmpdir(), "podium-groups-"));
afterAll(() => rm(root, { recursive: true }));

async function write(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
}

test("on the old hierarchies each controller tells of the group in its own folder", async () => {
  await write({
    "cpuacct/mine/cpuacct.usage": "1500000000\n",
    "memory/mine/memory.usage_in_bytes": "100\n",
    "memory/mine/memory.max_usage_in_bytes": "300\n",
    "pids/mine/pids.current": "2\n",
    "pids/mine/pids.peak": "9\n",
  });
  const read = { cpuMs: 1500, memoryBytes: 100, peakMemoryBytes: 300, pids: 2, peakPids: 9 };
  expect(await readGroup(await placeOfGroup("mine", root))).toEqual(read);
  const place = placeOfProcess("9:pids:/mine\n5:memory:/mine\n4:cpu,cpuacct:/mine\n0::/other", root);
  expect(place && (await readGroup(place))).toEqual(read);
});

test("on the new one everything is in one folder, and what an old kernel lacks is unknown", async () => {
  await write({
    "new/cgroup.controllers": "cpu memory pids\n",
    "new/system.slice/docker-1.scope/cpu.stat": "usage_usec 2500000\nuser_usec 1\n",
    "new/system.slice/docker-1.scope/memory.current": "100\n",
    "new/system.slice/docker-1.scope/pids.current": "max\n",
  });
  const at = path.join(root, "new");
  const read = { cpuMs: 2500, memoryBytes: 100, peakMemoryBytes: null, pids: null, peakPids: null };
  expect(await readGroup(await placeOfGroup("system.slice/docker-1.scope", at))).toEqual(read);
  const place = placeOfProcess("0::/system.slice/docker-1.scope\n", at);
  expect(place && (await readGroup(place))).toEqual(read);
});
