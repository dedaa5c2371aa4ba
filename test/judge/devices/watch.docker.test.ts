import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { provide } from "../../../config.ts";
import { smi } from "../../../judge/devices/smi.ts";
import { watchDevices } from "../../../judge/devices/watch.ts";
import { aDriver } from "./doubles.ts";

const MiB = 1024 ** 2;
const PATH = process.env.PATH ?? "";
let driver: Awaited<ReturnType<typeof aDriver>>;
beforeEach(async () => {
  driver = await aDriver();
  provide({ PATH: `${driver.folder}:${PATH}` });
});
afterEach(async () => {
  provide({ PATH });
  await driver.end();
});

const watched = (deadlineMs = 20_000) =>
  watchDevices(smi({ deadlineMs }), { everyMs: 20, idleBytes: 512 * MiB });
const idle = (devices: ReturnType<typeof watched>) =>
  devices.now().devices.map((one) => one.fault ?? one.idle);

test("a device is idle again only when a look after its run finds no program on it and its memory free", async () => {
  const devices = watched();
  await devices.look();
  expect(idle(devices)).toEqual([true, true]);
  devices.hold(["GPU-FAKE-0"]);
  expect(idle(devices)).toEqual([false, true]);
  await devices.look();
  devices.giveBack(["GPU-FAKE-0"]);
  expect(idle(devices)).toEqual([false, true]);
  await driver.apps("GPU-FAKE-0");
  await devices.look();
  expect(idle(devices)).toEqual([false, true]);
  await driver.apps();
  await driver.cards([600, 3]);
  await devices.look();
  expect(idle(devices)).toEqual([false, true]);
  await driver.cards([3, 3]);
  await devices.look();
  expect(idle(devices)).toEqual([true, true]);
});

test("a look that began before a run was given its device does not find it idle", async () => {
  const devices = watched();
  const looking = devices.look();
  devices.hold(["GPU-FAKE-1"]);
  devices.giveBack(["GPU-FAKE-1"]);
  devices.hold(["GPU-FAKE-0"]);
  await looking;
  devices.giveBack(["GPU-FAKE-0"]);
  expect(idle(devices)[0]).toBe(false);
});

test("a card that is gone or broken is told at once, and a self-test that it passes makes it whole", async () => {
  const devices = watched();
  const stopping = new AbortController();
  await devices.look();
  const told: unknown[] = [];
  const watching = devices.watch(() => told.push(idle(devices)), stopping.signal);
  await driver.kernel("[9999999999.0] NVRM: Xid (PCI:0000:01:00): 79, pid=1, GPU has fallen off the bus.\n");
  await vi.waitUntil(() => told.some((one) => JSON.stringify(one) === '[true,"xid"]'));
  await driver.cards([3]);
  await vi.waitUntil(() => told.some((one) => JSON.stringify(one) === "[true]"));
  stopping.abort();
  await watching;
  await driver.cards([3, 3]);
  await driver.kernel("[0.5] NVRM: Xid (PCI:0000:01:00): 79, pid=1, GPU has fallen off the bus.\n");
  devices.forgive(["GPU-FAKE-1"]);
  await devices.look();
  expect(idle(devices)).toEqual([true, true]);
});

test("a tool that hangs takes the cards out of use with a sentence, until it answers again", async () => {
  const devices = watched(300);
  await driver.hangs(true);
  await devices.look();
  expect(devices.now()).toEqual({ devices: [], deviceProblem: "nvidia-smi did not answer in 300 ms" });
  await driver.hangs(false);
  await vi.waitUntil(async () => {
    await devices.look();
    return devices.now().devices.length === 2;
  });
  expect(devices.now().deviceProblem).toBeNull();
});

test("a host without the driver's tool has no cards and no problem", async () => {
  provide({ PATH: "/nowhere" });
  const devices = watched();
  await devices.look();
  expect(devices.now()).toEqual({ devices: [], deviceProblem: null });
});

test("what a run uses of its devices is measured", async () => {
  await driver.cards([700, 3]);
  expect(await watched().use(["GPU-FAKE-0"])).toEqual([
    { uuid: "GPU-FAKE-0", utilisation: 0.5, memoryBytes: 700 * MiB },
  ]);
});
