import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { provide } from "../../../config.ts";
import { deviceMeter } from "../../../judge/devices/meter.ts";
import { selfTest } from "../../../judge/devices/self-test.ts";
import { smi } from "../../../judge/devices/smi.ts";
import { watchDevices } from "../../../judge/devices/watch.ts";
import { ensureImage } from "../../../judge/images/build.ts";
import { gvisorOf } from "../../../judge/sandbox/runtimes.ts";
import { ownEngine } from "../../support/own-engine.ts";
import { aJudge, type Given } from "../support.ts";
import { aDriver, CARDS, HOOK } from "./doubles.ts";

const MiB = 1024 ** 2;
/** Stands for gVisor where it is not installed: what is said of it and how it is chosen is the same. */
const GVISOR = `#!/bin/sh
[ "$1" = --version ] && { echo "runsc version release-20990101.0"; exit; }
exec runc "$@"
`;
let engine: Awaited<ReturnType<typeof ownEngine>>;
let judge: Awaited<ReturnType<typeof aJudge>>;
let greedy: string;

beforeAll(async () => {
  const tag = await ensureImage("small", () => {});
  engine = await ownEngine({
    programs: { "nvidia-container-runtime-hook": HOOK, runsc: GVISOR },
    runtimes: ["runsc"],
  });
  await engine.take(tag);
  provide({ DOCKER_HOST: engine.host });
  judge = await aJudge();
  greedy = await imageWith("NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=all LD_PRELOAD=/evil.so");
}, 600_000);
afterAll(async () => {
  await judge?.end();
  await engine?.end();
});

/** The sandbox image with words of its own in its environment. */
async function imageWith(words: string): Promise<string> {
  const container = await engine.docker.createContainer({ Image: judge.image });
  const { Id } = await container.commit({ changes: `ENV ${words}` });
  await container.remove();
  return Id;
}

const SHOWS = [
  "import glob, os",
  "print(sorted(n for n in glob.glob('/dev/nvidia*')))",
  "print({k: v for k, v in os.environ.items() if k.startswith(('NVIDIA_', 'LD_'))})",
].join("\n");

const given: Given = {
  submission: { "metadata.yaml": "command: python3 show.py", "show.py": SHOWS },
  scoring: {
    "metadata.yaml": "command: python3 score.py",
    "score.py": `${SHOWS}\nopen('/app/output/scores.json','w').write('{"score": 1}')`,
  },
};

async function judgedOn(devices: string[], image = judge.image, more: Partial<Given> = {}) {
  const work = await judge.workOf({ ...given, ...more });
  return judge.judgeFiles({ ...work, devices: devices.map((uuid) => ({ uuid })) }, undefined, 0, null, image);
}

test("the programs of a run see exactly the devices that it was given, in all its steps", async () => {
  const run = await judgedOn(["GPU-FAKE-1"]);
  expect(run).toMatchObject({ cause: "accepted" });
  expect(run.logs.prediction_stdout).toMatch("['/dev/nvidia1']");
  expect(run.logs.scoring_stdout).toMatch("['/dev/nvidia1']");
  const both = await judgedOn(CARDS);
  expect(both.logs.prediction_stdout).toMatch("['/dev/nvidia0', '/dev/nvidia1']");
});

test("what an image says of devices counts neither for runs without nor for runs with some", async () => {
  const none = await judgedOn([], greedy);
  expect(none.logs.prediction_stdout).toMatch(/^\[\]/);
  expect(none.logs.prediction_stdout).toMatch("'NVIDIA_VISIBLE_DEVICES': 'void'");
  const one = await judgedOn(["GPU-FAKE-0"], greedy);
  expect(one.logs.prediction_stdout).toMatch("['/dev/nvidia0']");
  expect(one.logs.prediction_stdout).toMatch("'NVIDIA_VISIBLE_DEVICES': 'GPU-FAKE-0'");
  expect(one.logs.prediction_stdout).toMatch("'NVIDIA_DRIVER_CAPABILITIES': 'compute,utility'");
  expect(one.logs.prediction_stdout).toMatch("'LD_PRELOAD': ''");
});

test("an engine's gVisor is found beside runc, and a run on it says which release it was", async () => {
  expect(await gvisorOf("runc")).toBe("runsc");
  expect(await gvisorOf("runsc-kvm")).toBe("runsc-kvm");
  const onGvisor = await aJudge({ runtime: "runsc" });
  const run = await onGvisor.judge(given);
  await onGvisor.end();
  expect(run).toMatchObject({ cause: "accepted" });
  expect(run.facts).toMatchObject({ runtime: "runsc", ran: { runtimeVersion: "release-20990101.0" } });
});

test("a device that is not there is the host's fault, not the submission's", async () => {
  expect(await judgedOn(["GPU-FAKE-7"])).toMatchObject({ cause: "judge_broke" });
  const left = await engine.docker.listContainers({ all: true });
  expect(left).toEqual([]);
});

test("the self-test finds each device alone in its container, and the one that is not there", async () => {
  const { signal } = new AbortController();
  const asked = { image: judge.image, slot: 1, signal };
  const found = await selfTest(judge.sandbox, { ...asked, devices: CARDS });
  expect(found.checks.filter((one) => !one.ok)).toEqual([]);
  expect(found).toMatchObject({ ok: true, deviceWay: "nvidia" });
  expect(found.checks.filter((one) => one.name === "device").map((one) => one.device)).toEqual(CARDS);
  const bad = await selfTest(judge.sandbox, { ...asked, devices: ["GPU-FAKE-7", "GPU-FAKE-0"] });
  expect(bad.checks.filter((one) => !one.ok)).toMatchObject([{ name: "device", device: "GPU-FAKE-7" }]);
});

test("a run that holds more of a device's memory than its task allows ends for its memory", async () => {
  const driver = await aDriver();
  onTestFinished(driver.end);
  provide({ PATH: `${driver.folder}:${process.env.PATH}` });
  const work = await judge.workOf({
    ...given,
    submission: { "metadata.yaml": "command: python3 on.py", "on.py": "while True: pass" },
    limits: { gpus: 1, gpuMemoryBytes: 1000 * MiB },
  });
  const devices = watchDevices(smi({ deadlineMs: 10_000 }), { everyMs: 50, idleBytes: 0 });
  const meter = deviceMeter(devices, ["GPU-FAKE-0"], { everyMs: 50, limitBytes: 1000 * MiB });
  await vi.waitUntil(() => meter.now()[0]?.memoryBytes === 3 * MiB);
  await driver.cards([1004, 3]);
  const run = await judge.judgeFiles({ ...work, devices: [{ uuid: "GPU-FAKE-0" }] }, undefined, 0, meter);
  meter.stop();
  expect(run).toMatchObject({
    cause: "out_of_memory",
    detail: `prediction needed more than ${1000 * MiB} bytes of a device's memory`,
    facts: { prediction: { peakDeviceBytes: 1001 * MiB } },
  });
});
