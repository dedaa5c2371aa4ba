import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Limits } from "../../judge/contract/limits.ts";
import { HostFacts, HostOrders, type Work } from "../../judge/contract/protocol.ts";
import { smi } from "../../judge/devices/smi.ts";
import { watchDevices } from "../../judge/devices/watch.ts";
import { openCache } from "../../judge/work/cache.ts";
import { OTHER_PROCESS, Refused } from "../../judge/work/client.ts";
import { judgeUntil } from "../../judge/work/loop.ts";
import { noImages } from "./support.ts";

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-judge-client-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Work with programs that a sandbox never gets to see: its files wait for ever. */
const someWork = (): Work => {
  const hash = "0".repeat(64);
  return {
    attemptId: randomUUID(),
    leaseS: 10,
    submission: { hash, size: 0, fileName: "submission.zip", kind: "archive" },
    task: {
      scoringProgram: { hash, size: 0 },
      referenceData: null,
      inputData: null,
      ingestionProgram: null,
      ingestionOnlyDuringScoring: false,
    },
    image: "builtin",
    imageNamed: null,
    sameImage: false,
    gvisor: false,
    limits: Limits.parse({}),
    metricKeys: [],
    detailedResults: false,
    devices: [],
    phaseNumber: 1,
    seed: 0,
  };
};

const facts = HostFacts.parse({
  name: "test",
  version: "",
  slots: 1,
  labels: [],
  engine: "",
  runtime: "",
  cpus: 1,
  memoryBytes: 1,
  image: "",
  clock: 0,
});

const noDevices = () => watchDevices(smi({ deadlineMs: 5_000 }), { everyMs: 60_000, idleBytes: 0 });

/** A judge of one slot that has been given work and is fetching its files; `fetched` lets it go on, and fail. */
async function aJudgeAtWork() {
  const folder = await aFolder();
  const draining = new AbortController();
  const stopping = new AbortController();
  const calls: string[] = [];
  let begun: () => void = () => {};
  const fetching = new Promise<void>((resolve) => (begun = resolve));
  let fetched: () => void = () => {};
  const gate = new Promise<void>((resolve) => (fetched = resolve));
  const cache = await openCache(path.join(folder, "cache"), 1024);
  const client = {
    claim: async () => {
      calls.push("claim");
      return someWork();
    },
    heartbeat: async () => ({ stop: false }),
    log: async () => {},
    finish: async () => void calls.push("finish"),
    giveBack: async () => void calls.push("give back"),
    fetch: async (_attempt: string, _hash: string, _to: string, signal: AbortSignal) => {
      begun();
      const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      await Promise.race([gate, aborted]);
      throw new Refused("gone");
    },
    artifact: async () => {},
    report: async () => HostOrders.parse({ selfTest: false }),
  };
  const nothing = () => Promise.reject(new Error("nothing gets so far"));
  const ended = judgeUntil(
    {
      client,
      facts: async () => facts,
      devices: noDevices(),
      images: noImages(),
      deviceSampleMs: 1_000,
      selfTest: nothing,
      trouble: async () => null,
      bench: () => ({
        sandbox: {
          runtime: "none",
          about: async () => ({ engine: "none", runtimeVersion: null, kernel: null }),
          cgroup: async () => null,
          deviceWay: async () => null,
          run: nothing,
          sweep: async () => {},
          ownerOf: async () => 0,
        },
        submitted: { load: nothing, pull: nothing, sweep: async () => {} },
        cache,
        attempts: path.join(folder, "attempts"),
        image: async () => ({ id: "none", exact: "none" }),
        describe: () => [],
      }),
      say: () => {},
    },
    { draining: draining.signal, stopping: stopping.signal },
  );
  await fetching;
  return { calls, draining, stopping, fetched, ended };
}

test("a judge that drains reports what it is at and claims no more", async () => {
  const { calls, draining, fetched, ended } = await aJudgeAtWork();
  draining.abort();
  fetched();
  expect(await ended).toBe("told");
  expect(calls).toEqual(["claim", "finish"]);
});

test("a judge that stops gives back what it is at and reports nothing of it", async () => {
  const { calls, draining, stopping, ended } = await aJudgeAtWork();
  draining.abort();
  stopping.abort();
  expect(await ended).toBe("told");
  expect(calls).toEqual(["claim", "give back"]);
});

test("a judge whose token a newer process uses claims no more, with every slot", async () => {
  let claims = 0;
  const nothing = () => Promise.reject(new Error("nothing gets so far"));
  const said: string[] = [];
  const never = new AbortController().signal;
  const ended = await judgeUntil(
    {
      client: {
        claim: async () => {
          claims += 1;
          throw new Refused("another process judges with this token now", OTHER_PROCESS);
        },
        report: nothing,
        heartbeat: nothing,
        log: nothing,
        finish: nothing,
        giveBack: nothing,
        fetch: nothing,
        artifact: nothing,
      },
      facts: async () => ({ ...facts, slots: 3 }),
      devices: noDevices(),
      images: noImages(),
      deviceSampleMs: 1_000,
      selfTest: nothing,
      trouble: async () => null,
      bench: () => {
        throw new Error("nothing is judged");
      },
      say: (line) => said.push(line),
    },
    { draining: never, stopping: never },
  );
  expect(ended).toBe("replaced");
  expect(claims).toBeLessThanOrEqual(3);
  expect(said).toContainEqual(expect.stringMatching(/newer process/));
});
