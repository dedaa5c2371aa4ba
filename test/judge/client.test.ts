import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Limits } from "../../judge/contract/limits.ts";
import { Finish, HostFacts, type Work } from "../../judge/contract/protocol.ts";
import { smi } from "../../judge/devices/smi.ts";
import { watchDevices } from "../../judge/devices/watch.ts";
import { openCache } from "../../judge/work/cache.ts";
import { Fenced, judgingClient, OTHER_PROCESS, Refused } from "../../judge/work/client.ts";
import { judgeUntil } from "../../judge/work/loop.ts";
import { noImages } from "./support.ts";

/** A web of which only the statuses matter: one for each call's last word, 200 for the rest. */
async function aWeb(answers: Record<string, () => [status: number, body?: string]>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const name = Object.keys(answers).find((known) => request.url?.includes(`/${known}`)) ?? "";
    asked.push(name);
    request.resume().on("end", () => {
      const [status, body = "{}"] = answers[name]?.() ?? [200];
      response.writeHead(status).end(status === 204 ? undefined : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return { asked, client: judgingClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "x") };
}

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-judge-client-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const FACTS = {
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
};
const finish: Finish = { cause: "no_scores", scores: {}, detail: "", facts: null };

test.each([
  [409, Fenced],
  [422, Refused],
  [404, Refused],
  [413, Refused],
])("status %i is the web's last word", async (status, kind) => {
  const { client } = await aWeb({ finish: () => [status] });
  await expect(client.finish(randomUUID(), finish)).rejects.toBeInstanceOf(kind);
});

test("a refusal carries the key of its sentence, so that the host can act on it", async () => {
  const said = JSON.stringify({ error: { reason: OTHER_PROCESS, message: "Another process judges." } });
  const { client } = await aWeb({ claim: () => [422, said] });
  const asked = client.claim(HostFacts.parse(FACTS), 0, new AbortController().signal);
  await expect(asked).rejects.toMatchObject({ reason: OTHER_PROCESS });
});

test.each([401, 429, 500, 502, 503])("after status %i it is worth trying again", async (status) => {
  const { client } = await aWeb({ finish: () => [status] });
  const error = await client.finish(randomUUID(), finish).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(Error);
  expect(error instanceof Fenced || error instanceof Refused).toBe(false);
});

test("a web that takes a file's call and says nothing is asked again instead of waited for", async () => {
  const folder = await aFolder();
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const client = judgingClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "x", 50);
  const file = path.join(folder, "file");
  await writeFile(file, "some bytes");
  const never = new AbortController().signal;
  await expect(client.artifact(randomUUID(), "scoring_output", file, never)).rejects.toThrow("nothing moved");
  await expect(client.fetch(randomUUID(), "0".repeat(64), file, never)).rejects.toThrow("nothing moved");
});

const HASH = "0".repeat(64);
const aWork = (): Work => ({
  attemptId: randomUUID(),
  leaseS: 10,
  submission: { hash: HASH, size: 0, fileName: "submission.zip", kind: "archive" },
  task: {
    scoringProgram: { hash: HASH, size: 0 },
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
});

/** A host with one slot whose engine never gets to do anything. */
async function aHost(
  client: ReturnType<typeof judgingClient>,
  folder: string,
  trouble: () => Promise<string | null> = async () => null,
): Promise<Parameters<typeof judgeUntil>[0]> {
  const cache = await openCache(path.join(folder, "cache"), 1024);
  const nothing = () => Promise.reject(new Error("nothing gets so far"));
  const sandbox = {
    runtime: "none",
    about: async () => ({ engine: "none", runtimeVersion: null, kernel: null }),
    cgroup: async () => null,
    run: nothing,
    sweep: async () => {},
    ownerOf: async () => 0,
    deviceWay: async () => null,
  };
  const submitted = { load: nothing, pull: nothing, sweep: async () => {} };
  const attempts = path.join(folder, "attempts");
  return {
    client,
    facts: async () => HostFacts.parse(FACTS),
    devices: watchDevices(smi({ deadlineMs: 5_000 }), { everyMs: 60_000, idleBytes: 0 }),
    images: noImages(),
    deviceSampleMs: 1_000,
    selfTest: nothing,
    bench: () => ({
      sandbox,
      submitted,
      cache,
      attempts,
      image: async () => ({ id: "none", exact: "none" }),
      describe: () => [],
    }),
    trouble,
    say: () => {},
  };
}

const until = (stopping: AbortController) => ({
  draining: new AbortController().signal,
  stopping: stopping.signal,
});
const beating = (): [number, string] => [200, JSON.stringify({ stop: false })];

test("a report that the web refuses is said once, and the slot is free for the next run", async () => {
  const folder = await aFolder();
  const stopping = new AbortController();
  let claims = 0;
  const { asked, client } = await aWeb({
    claim: () => {
      if (++claims === 1) return [200, JSON.stringify(aWork())];
      stopping.abort();
      return [204];
    },
    files: () => [404],
    finish: () => [422],
    heartbeat: beating,
  });
  await judgeUntil(await aHost(client, folder), until(stopping));
  expect(asked.filter((name) => name === "finish")).toHaveLength(1);
  expect(claims).toBe(2);
  expect(await readdir(path.join(folder, "attempts"))).toEqual([]);
});

test("a host that broke a run takes no other before what is wrong with it is over", async () => {
  const folder = await aFolder();
  const stopping = new AbortController();
  const happened: string[] = [];
  const { client } = await aWeb({
    claim: () => {
      happened.push("claim");
      if (happened.length === 1) return [200, JSON.stringify(aWork())];
      stopping.abort();
      return [204];
    },
    files: () => [404],
    finish: () => [200],
    heartbeat: beating,
  });
  const troubles = ["the disk is full", null];
  const host = await aHost(client, folder, async () => {
    const trouble = troubles.shift() ?? null;
    happened.push(trouble ?? "well");
    return trouble;
  });
  await judgeUntil(host, until(stopping));
  expect(happened).toEqual(["claim", "the disk is full", "well", "claim"]);
});

test("a run that waits for a file another run was fetching fetches it itself when that one is cancelled", async () => {
  const folder = await aFolder();
  const cache = await openCache(path.join(folder, "cache"), 1024 ** 2);
  const cancelled = new Error("cancelled");
  let cancel: (error: Error) => void = () => {};
  const first = cache.hold("a".repeat(64), () => new Promise((_, reject) => (cancel = reject)));
  const empty = Buffer.from("504b0506".padEnd(44, "0"), "hex");
  const second = cache.hold("a".repeat(64), (to) => writeFile(to, empty));
  await new Promise(setImmediate);
  cancel(cancelled);
  await expect(first).rejects.toBe(cancelled);
  expect(await second).toMatchObject({ bytes: 0, files: 0 });
});

test("what a program made the judge quote is kept without NUL", () => {
  expect(Finish.parse({ ...finish, detail: "a\0b" }).detail).toBe("a\uFFFDb");
});
