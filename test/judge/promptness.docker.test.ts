import Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Limits } from "../../judge/contract/limits.ts";
import type { Step } from "../../judge/sandbox/sandbox.ts";
import { aJudge } from "./support.ts";

let judge: Awaited<ReturnType<typeof aJudge>>;
beforeAll(async () => {
  judge = await aJudge();
}, 600_000);
afterAll(() => judge.end());

const MiB = 1024 * 1024;

let runs = 0;
const step = (command: string[], limits: Partial<Limits>, more: Partial<Step> = {}): Step => ({
  attemptId: `prompt-${runs++}`,
  slot: 0,
  image: judge.image,
  seed: 0,
  programs: [{ command, mounts: [], heard: () => {} }],
  limits: Limits.parse({ memoryBytes: 128 * MiB, ...limits }),
  isOverfull: async () => false,
  signal: new AbortController().signal,
  ...more,
});

// How soon they are gone is measured by test/bench/promptness.bench.ts.
test("a program that goes on is ended by its time, and said to be", async () => {
  const end = await judge.sandbox.run(step(["sh", "-c", "while :; do :; done"], { wallS: 1 }));
  expect(end.stopped).toBe("time");
  expect(end.usage.wallMs).toBeGreaterThanOrEqual(1000);
});

test("a program that floods its log is ended by its limit, and little of it is held in memory", async () => {
  const before = process.memoryUsage().rss;
  const flood = ["sh", "-c", "while :; do echo 0123456789012345678901234567890123456789; done"];
  const end = await judge.sandbox.run(step(flood, { logBytes: MiB, printedBytes: MiB }));
  expect(end.stopped).toBe("output");
  expect(process.memoryUsage().rss - before).toBeLessThan(50 * MiB);
});

test("a cancelled program is ended with all its children, deaf ones too", async () => {
  const cancelled = new AbortController();
  const deaf = "trap '' TERM INT HUP; for i in 1 2 3 4 5 6 7 8; do setsid sleep 99 & done; echo ready; wait";
  const given = step(["sh", "-c", deaf], {}, { signal: cancelled.signal });
  const heard = () => cancelled.abort();
  const end = await judge.sandbox.run({ ...given, programs: [{ ...given.programs[0]!, heard }] });
  expect(end.stopped).toBe("cancelled");
});

test("what a step used is measured: processor time, peak memory, processes, what it printed", async () => {
  const seen: (number | null)[] = [];
  const work = `
import threading, time
x = bytearray(60_000_000); x[::4096] = b"1" * len(x[::4096])
wait = threading.Event()
for _ in range(9): threading.Thread(target=wait.wait).start()
until = time.process_time() + 0.4
while time.process_time() < until: pass
wait.set(); print("x" * 999)`;
  const end = await judge.sandbox.run(
    step(["python3", "-c", work], {}, { sampled: (now) => seen.push(now.memoryBytes) }),
  );
  expect(end.exits).toEqual([0]);
  expect(end.usage.printedBytes).toBe(1000);
  // Without root there is no group of the judge's own: what was last seen of the engine's counts.
  if (process.getuid?.() !== 0) return;
  expect(end.usage.cpuMs).toBeGreaterThan(400);
  expect(end.usage.peakMemoryBytes).toBeGreaterThan(60_000_000);
  expect(end.usage.peakPids).toBeGreaterThanOrEqual(10);
  expect(Math.max(...seen.map(Number))).toBeGreaterThan(60_000_000);
});

test("processor seconds are limited whatever the time", async () => {
  const end = await judge.sandbox.run(step(["sh", "-c", "while :; do :; done"], { wallS: 20, cpuS: 1 }));
  if (end.usage.cpuMs === null) return;
  expect(end.stopped).toBe("cpu");
  expect(end.usage.cpuMs).toBeLessThan(2000);
});

test.each(["SIGKILL", "SIGTERM"])(
  "a program that somebody else ends by %s is no fault of its own",
  async (signal) => {
    const docker = new Docker();
    const obeys = "trap 'exit 143' TERM; while :; do echo here; sleep 0.05; done";
    const given = step(["sh", "-c", obeys], { wallS: 10 });
    const heard = async () => {
      const label = [`podium.attempt=${given.attemptId}`];
      // The first words come before the engine itself knows that it runs.
      const [found] = await docker.listContainers({ filters: { label } });
      if (found)
        await docker
          .getContainer(found.Id)
          .kill({ signal })
          .catch(() => {});
    };
    const ended = judge.sandbox.run({
      ...given,
      programs: [{ ...given.programs[0]!, heard, decides: true }],
    });
    await expect(ended).rejects.toThrow("somebody else ended");
  },
);

test.each([137, 143])("a program that ends with %s by itself has ended by itself", async (code) => {
  const end = await judge.sandbox.run(step(["sh", "-c", `exit ${code}`], {}));
  expect(end).toMatchObject({ stopped: null, exits: [code], outOfMemory: false });
});
