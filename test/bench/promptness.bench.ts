// How soon a program is gone after its limit, beside what Docker alone takes to end a bare container. Medians.
import Docker from "dockerode";
import { afterAll, expect, test } from "vitest";
import { Limits } from "../../judge/contract/limits.ts";
import type { Step } from "../../judge/sandbox/sandbox.ts";
import { aJudge } from "../judge/support.ts";

const TIMES = 9;
const MiB = 1024 * 1024;
const SPIN = ["sh", "-c", "while :; do :; done"];
const FLOOD = ["sh", "-c", "while :; do echo 0123456789012345678901234567890123456789; done"];
const DEAF = [
  "sh",
  "-c",
  "trap '' TERM INT HUP; for i in 1 2 3 4 5 6 7 8; do setsid sleep 99 & done; echo ready; wait",
];

const judge = await aJudge();
afterAll(() => judge.end());

let runs = 0;
async function run(command: string[], limits: Partial<Limits>, more: Partial<Step> & { heard?: Heard } = {}) {
  const { heard = () => {}, ...rest } = more;
  return judge.sandbox.run({
    attemptId: `prompt-${runs++}`,
    slot: 0,
    image: judge.image,
    seed: 0,
    programs: [{ command, mounts: [], heard }],
    limits: Limits.parse({ memoryBytes: 128 * MiB, ...limits }),
    isOverfull: async () => false,
    signal: new AbortController().signal,
    ...rest,
  });
}
type Heard = Step["programs"][number]["heard"];

/** The baseline: a bare container that spins is killed and waited for, by the engine's own calls. */
async function bareKill(): Promise<number> {
  const docker = new Docker();
  const container = await docker.createContainer({
    Image: judge.image,
    Cmd: SPIN,
    NetworkDisabled: true,
    HostConfig: { NetworkMode: "none" },
  });
  await container.start();
  const began = performance.now();
  const gone = container.wait();
  await container.kill();
  await gone;
  const ms = performance.now() - began;
  await container.remove({ force: true });
  return ms;
}

async function afterTime(): Promise<number> {
  return (await run(SPIN, { wallS: 1 })).usage.wallMs - 1000;
}

async function afterFlood(): Promise<number> {
  let full = 0;
  const heard: Heard = (_stream, text) => {
    if (text.includes("are kept]")) full = performance.now();
  };
  await run(FLOOD, { logBytes: MiB, printedBytes: MiB }, { heard });
  return performance.now() - full;
}

async function afterCancel(): Promise<number> {
  const cancelled = new AbortController();
  let at = 0;
  const heard: Heard = () => {
    at = performance.now();
    cancelled.abort();
  };
  await run(DEAF, {}, { heard, signal: cancelled.signal });
  return performance.now() - at;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

test("a program is gone soon after its limit", async () => {
  const ways = { bareKill, afterTime, afterFlood, afterCancel };
  const seen = { bareKill: [], afterTime: [], afterFlood: [], afterCancel: [] } as Record<
    keyof typeof ways,
    number[]
  >;
  for (let round = 0; round < TIMES; round++)
    for (const way of Object.keys(ways) as (keyof typeof ways)[]) seen[way].push(await ways[way]());
  const bare = median(seen.bareKill);
  console.log(`bare kill and wait: ${bare.toFixed(0)} ms`);
  for (const [way, target] of [
    ["afterTime", 150],
    ["afterFlood", 200],
    ["afterCancel", 2000],
  ] as const) {
    const ms = median(seen[way]);
    console.log(`${way}: ${ms.toFixed(0)} ms (target ${target}), ${(ms / bare).toFixed(2)} x a bare kill`);
  }
  // Eight deaf children and the removal stand behind a cancel; the others are a kill and the look that finds it due.
  expect(median(seen.afterTime)).toBeLessThan(10 * bare);
  expect(median(seen.afterFlood)).toBeLessThan(10 * bare);
  expect(median(seen.afterCancel)).toBeLessThan(20 * bare);
});
