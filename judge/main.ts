import { createHash, randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pino } from "pino";
import { judgeConfig } from "../config.ts";
import { BUILT_IN, readMappings } from "./contract/image-map.ts";
import { asksForGvisor, GVISOR_LABEL, PROTOCOL } from "./contract/protocol.ts";
import { selfTest } from "./devices/self-test.ts";
import { smi } from "./devices/smi.ts";
import { watchDevices } from "./devices/watch.ts";
import { ensureImage } from "./images/build.ts";
import { dockerSandbox, HOSTS } from "./sandbox/docker.ts";
import { gvisorOf } from "./sandbox/runtimes.ts";
import { submittedImages } from "./sandbox/submitted-images.ts";
import { sweepWorkspaces } from "./sandbox/workspace.ts";
import { openCache } from "./work/cache.ts";
import { judgingClient } from "./work/client.ts";
import { roomIn } from "./work/disk.ts";
import { imageEngine } from "./work/image-engine.ts";
import { loadMeter } from "./work/load.ts";
import { judgeUntil } from "./work/loop.ts";
import { readyImages } from "./work/ready-images.ts";
import { trouble } from "./work/trouble.ts";
import { VERSION } from "./work/version.ts";

const ENGINE_EVERY_MS = 5_000;
/** How long the driver's tool may take: without its persistence daemon it wakes the cards first. */
const SMI_MS = 20_000;

const config = judgeConfig();
// Programs run as another user and must read what is made for them.
process.umask(0o022);
const log = pino({ level: config.LOG_LEVEL });
const draining = new AbortController();
const stopping = new AbortController();
// TERM lets what runs end, within its grace; a second one, INT, or a parent that is gone does not.
process.on("SIGTERM", () => {
  if (draining.signal.aborted || !judging) return stopping.abort();
  draining.abort();
  log.info({ graceS: config.PODIUM_JUDGE_GRACE_S }, "takes no more work and finishes what it is at");
  setTimeout(() => stopping.abort(), config.PODIUM_JUDGE_GRACE_S * 1000).unref();
});
process.on("SIGINT", () => stopping.abort());
process.once("disconnect", () => stopping.abort());
let judging = false;

const name = (config.PODIUM_JUDGE_NAME ?? os.hostname()).slice(0, 64);
const data = path.resolve(config.PODIUM_JUDGE_DATA);
const attempts = path.join(data, "attempts");
const hostsFile = path.join(data, "hosts");
await mkdir(data, { recursive: true });
await writeFile(hostsFile, HOSTS);
// Judges of other installations may work on this machine: what is swept is only what this folder's judge left.
const mark = `${name}-${createHash("sha256").update(data).digest("hex").slice(0, 12)}`;
const sandbox = dockerSandbox({ host: mark, runtime: config.PODIUM_RUNTIME, hostsFile });

const pulls = config.PODIUM_PULL_IMAGES.split(",").map((pattern) => pattern.trim());
const submitted = submittedImages({ host: mark, pulls: pulls.filter(Boolean) });

async function whenEngineAnswers(): Promise<string> {
  for (;;) {
    try {
      return (await sandbox.about()).engine;
    } catch (error) {
      stopping.signal.throwIfAborted();
      log.error({ why: (error as Error).message }, "Docker does not answer");
      await pause(ENGINE_EVERY_MS, undefined, { signal: stopping.signal });
    }
  }
}

async function start(): Promise<void> {
  const engine = await whenEngineAnswers();
  await sandbox.sweep();
  await submitted.sweep();
  await sweepWorkspaces(attempts);
  const builtIn = await ensureImage(config.PODIUM_IMAGE, (line) => log.info(line));
  const cache = await openCache(
    path.join(data, "cache"),
    config.PODIUM_JUDGE_CACHE_BYTES,
    config.PODIUM_JUDGE_CACHE_BYTES * config.PODIUM_JUDGE_CACHE_LOW,
  );
  const cgroup = await sandbox.cgroup();
  const runtime = await gvisorOf(config.PODIUM_RUNTIME);
  const onGvisor =
    runtime === null || runtime === config.PODIUM_RUNTIME
      ? sandbox
      : dockerSandbox({ host: mark, runtime, hostsFile });
  const given = config.PODIUM_JUDGE_LABELS.split(",")
    .map((label) => label.trim())
    .filter(Boolean);
  const labels = runtime && !asksForGvisor(given) ? [...given, GVISOR_LABEL] : given;

  const engineImages = imageEngine({ builtIn, own: readMappings(config.PODIUM_IMAGE_MAP) });
  const images = readyImages(engineImages);
  const image = engineImages.forWork;

  const devices = watchDevices(smi({ deadlineMs: SMI_MS }), {
    everyMs: config.PODIUM_JUDGE_DEVICE_LOOK_MS,
    idleBytes: config.PODIUM_JUDGE_DEVICE_IDLE_BYTES,
  });
  await devices.look();
  const { id: builtInId } = await image({ image: BUILT_IN, imageNamed: null, sameImage: false });
  log.info({ name, slots: config.PODIUM_JUDGE_SLOTS, engine, image: builtIn }, "judge ready");
  process.send?.("ready");
  judging = true;
  const instance = randomUUID();
  let full = false;
  const load = loadMeter();
  const ended = await judgeUntil(
    {
      client: judgingClient(config.PODIUM_URL, config.PODIUM_JUDGE_TOKEN),
      facts: async (first) => {
        const room = await roomIn(data, { cache, minFree: config.PODIUM_JUDGE_MIN_FREE_BYTES });
        if (room.diskFull !== full)
          log.warn(room, room.diskFull ? "the disk is too full to take work" : "the disk has room again");
        full = room.diskFull;
        return {
          name,
          version: VERSION,
          slots: config.PODIUM_JUDGE_SLOTS,
          labels,
          engine,
          runtime: config.PODIUM_RUNTIME,
          cpus: os.availableParallelism(),
          memoryBytes: os.totalmem(),
          ...load(),
          image: builtInId,
          clock: Date.now(),
          ...devices.now(),
          ...room,
          protocol: PROTOCOL,
          instance,
          first,
          cgroup,
        };
      },
      devices,
      images,
      deviceSampleMs: config.PODIUM_JUDGE_DEVICE_SAMPLE_MS,
      async selfTest(signal) {
        const free = devices.now().devices.filter((device) => device.idle || device.fault !== null);
        const found = await selfTest(sandbox, {
          image: builtInId,
          // A user that no slot has.
          slot: config.PODIUM_JUDGE_SLOTS,
          devices: free.map((device) => device.uuid),
          signal,
        });
        devices.forgive(found.checks.flatMap((check) => (check.ok && check.device ? [check.device] : [])));
        return found;
      },
      bench: (work) => {
        if (work.gvisor && !runtime) throw new Error("the engine of this host has no gVisor");
        const chosen = work.gvisor ? onGvisor : sandbox;
        return { sandbox: chosen, submitted, cache, attempts, image, describe: devices.describe };
      },
      trouble: () => trouble({ sandbox, folder: data }),
      say: (line, about) => log.info(about ?? {}, line),
    },
    { draining: draining.signal, stopping: stopping.signal },
  );
  // Started again it would take the token back, and so on without end: it waits until somebody looks.
  if (ended === "replaced") await told();
}

/** Until somebody tells this process to end. */
function told(): Promise<void> {
  const ends = AbortSignal.any([draining.signal, stopping.signal]);
  return new Promise((resolve) => {
    if (ends.aborted) return resolve();
    const awake = setInterval(() => {}, 60_000);
    ends.addEventListener("abort", () => {
      clearInterval(awake);
      resolve();
    });
  });
}

await start().catch((error: Error) => {
  if (stopping.signal.aborted) return;
  log.fatal({ why: error.message }, "the judge cannot start");
  process.exitCode = 1;
});
// Waiting streams and the parent's channel would keep the process.
if (process.connected) process.disconnect();
