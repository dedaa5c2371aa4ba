import { setTimeout as pause } from "node:timers/promises";
import type { HostFacts, LogChunks, LogStream, Sample, SelfTest, Step, Work } from "../contract/protocol.ts";
import { deviceMeter } from "../devices/meter.ts";
import type { Devices } from "../devices/watch.ts";
import { type Client, Fenced, OTHER_PROCESS, Refused } from "./client.ts";
import { type Bench, judgeWork } from "./judge-work.ts";
import type { ReadyImages } from "./ready-images.ts";

const WAIT_S = 20;
const FLUSH_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** Short enough that a cancelled run is gone within two seconds. */
const LONGEST_BEAT_MS = 1_500;
const TRIES = 5;
/** About ten minutes: by then the lease is long over and the run is another host's. */
const FINISH_TRIES = 120;
/** How soon a host does what an operator asks of it, at the latest. */
const REPORT_MS = 10_000;
/** A host that broke run after run rests so long between them. */
const LONGEST_REST_MS = 30_000;
const LOOK_AGAIN_MS = 2_000;
const CHUNK_LENGTH = 65_536;

export type Host = {
  client: Client;
  /** What is said with every claim; `first` until the web has answered one. */
  facts(first: boolean): Promise<HostFacts>;
  bench(work: Work, slot: number): Omit<Bench, "fetch" | "slot" | "meter">;
  devices: Devices;
  images: ReadyImages;
  /** How often an attempt's devices are measured. */
  deviceSampleMs: number;
  selfTest(signal: AbortSignal): Promise<SelfTest>;
  /** What keeps this host from judging anything, e.g. a full disk, in words; null when it sees nothing. */
  trouble(): Promise<string | null>;
  say(line: string, about?: object): void;
};

/** How a host is told to end: to take no more work, or to drop what it is at as well. */
export type Ending = { draining: AbortSignal; stopping: AbortSignal };

/** Tries until it works, is fenced or refused, or has failed `tries` times; pauses grow to five seconds. */
async function retry<T>(act: () => Promise<T>, tries: number, signal: AbortSignal): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Fenced || error instanceof Refused || n >= tries || signal.aborted) throw error;
      await pause(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** n), undefined, { signal });
    }
  }
}

/** Gathers what programs print and sends it a few times a second, each chunk numbered. */
function logSender(send: (chunks: LogChunks) => Promise<void>) {
  let waiting: { stream: LogStream; text: string }[] = [];
  let seq = 0;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();
  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const pieces = waiting.flatMap(({ stream, text }) => {
      const parts: { stream: LogStream; text: string }[] = [];
      for (let at = 0; at < text.length; at += CHUNK_LENGTH)
        parts.push({ stream, text: text.slice(at, at + CHUNK_LENGTH) });
      return parts;
    });
    waiting = [];
    for (let at = 0; at < pieces.length; at += 20) {
      const chunks = pieces.slice(at, at + 20).map((piece) => ({ seq: seq++, ...piece }));
      sending = sending.then(() => send({ chunks }));
    }
    sending.catch(() => {});
    return sending;
  }
  return {
    add(stream: LogStream, text: string) {
      const last = waiting.at(-1);
      if (last?.stream === stream) last.text += text;
      else waiting.push({ stream, text });
      timer ??= setTimeout(() => void flush().catch(() => {}), FLUSH_MS);
    },
    flush,
    drop: () => clearTimeout(timer),
  };
}

/**
 * Judges one claimed attempt and reports it; gives it back when the host stops before. Never throws: what fails
 * here, the web's lease repairs. Answers whether this host itself broke it.
 */
async function attempt(host: Host, work: Work, slot: number, stopping: AbortSignal): Promise<boolean> {
  const { client, say } = host;
  const id = work.attemptId;
  const dropped = new AbortController();
  const cancelled = new AbortController();
  const gone = AbortSignal.any([stopping, dropped.signal]);
  const signal = AbortSignal.any([gone, cancelled.signal]);
  let step: Step = "preparing";
  let sample: Sample | undefined;
  let reported = false;
  const began = performance.now();
  const fence = (error: unknown) => {
    if (error instanceof Fenced) dropped.abort(error);
  };
  /** What was last measured goes with one heartbeat. */
  const take = () => {
    const now = sample;
    sample = undefined;
    return now;
  };
  const beat = async () => {
    try {
      if ((await client.heartbeat(id, { step, sample: take() }, gone)).stop) cancelled.abort();
    } catch (error) {
      fence(error);
    }
  };
  const beating = setInterval(beat, Math.min((work.leaseS * 1000) / 3, LONGEST_BEAT_MS));
  const uuids = work.devices.map(({ uuid }) => uuid);
  host.devices.hold(uuids);
  const meter =
    uuids.length > 0
      ? deviceMeter(host.devices, uuids, {
          everyMs: host.deviceSampleMs,
          limitBytes: work.limits.gpuMemoryBytes,
        })
      : null;
  const log = logSender((chunks) => retry(() => client.log(id, chunks), TRIES, gone));
  try {
    const finish = await judgeWork(
      work,
      {
        ...host.bench(work, slot),
        slot,
        meter,
        fetch: (hash, to) => retry(() => client.fetch(id, hash, to, signal), TRIES, signal),
      },
      {
        step(now) {
          step = now;
          void beat();
        },
        log: log.add,
        sampled(now) {
          sample = { atMs: Math.round(performance.now() - began), ...now, devices: meter?.now() ?? [] };
        },
        artifact: (kind, file) => retry(() => client.artifact(id, kind, file, signal), TRIES, signal),
      },
      signal,
    );
    if (gone.aborted) return false;
    await log.flush().catch(fence);
    if (gone.aborted) return false;
    await retry(() => client.finish(id, finish), FINISH_TRIES, gone);
    reported = true;
    say("judged", { attempt: id, cause: finish.cause, detail: finish.detail });
    return finish.cause === "judge_broke";
  } catch (error) {
    if (gone.aborted) return false;
    say("dropped", { attempt: id, why: (error as Error).message });
    return !(error instanceof Fenced || error instanceof Refused);
  } finally {
    clearInterval(beating);
    log.drop();
    meter?.stop();
    host.devices.giveBack(uuids);
    if (stopping.aborted && !reported && !dropped.signal.aborted)
      await client.giveBack(id).then(
        () => say("given back", { attempt: id }),
        (error: Error) => say("not given back", { attempt: id, why: error.message }),
      );
  }
}

/**
 * Waits until this host can judge again: longer after each run that it broke, and as long as something is wrong
 * that it can see. Else a host that is ill would use up every waiting run's tries within a second.
 */
async function recover(host: Host, broken: number, ends: AbortSignal): Promise<void> {
  await pause(Math.min(LONGEST_REST_MS, 500 * 2 ** broken), undefined, { signal: ends });
  for (let said = false; ; said = true) {
    const trouble = await host.trouble();
    if (trouble === null) return;
    if (!said) host.say("takes no run until this is over", { trouble });
    await pause(LOOK_AGAIN_MS, undefined, { signal: ends });
  }
}

/** What all slots of a process have in common. */
type Shared = { answered: boolean; replaced: AbortController };

async function slotLoop(
  host: Host,
  slot: number,
  { shared, reporter, ending }: { shared: Shared; reporter: Reporter; ending: Ending },
): Promise<void> {
  const { draining, stopping } = ending;
  const ends = AbortSignal.any([draining, stopping, shared.replaced.signal]);
  for (let failures = 0, broken = 0; !ends.aborted; ) {
    try {
      if (broken > 0) await recover(host, broken, ends);
      await reporter.ready();
      // What came back idle is told with the claim.
      await host.devices.look();
      const facts = await host.facts(!shared.answered);
      const work = await host.client.claim(facts, WAIT_S, ends);
      shared.answered = true;
      failures = 0;
      if (work) broken = (await attempt(host, work, slot, stopping)) ? broken + 1 : 0;
    } catch (error) {
      if (ends.aborted) return;
      if (error instanceof Refused && error.reason === OTHER_PROCESS) {
        host.say("a newer process judges with this token: this one takes no more work", {
          why: error.message,
        });
        shared.replaced.abort();
        return;
      }
      if (failures++ === 0)
        host.say(error instanceof Refused ? "the web refuses this host" : "the web does not answer", {
          why: (error as Error).message,
        });
      await pause(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** failures), undefined, { signal: ends }).catch(
        () => {},
      );
    }
  }
}

type Reporter = { ready(): Promise<void>; run(): Promise<void> };

/** Tells the web of the host now and then and when a device changes; does the self-test that it asks for. */
function reporter(host: Host, shared: Shared, stopping: AbortSignal): Reporter {
  let testing: Promise<void> | undefined;
  let reporting: Promise<void> | undefined;
  let changedMeanwhile = false;

  async function report(selfTest: SelfTest | null) {
    const facts = await host.facts(!shared.answered);
    const orders = await host.client.report({ host: facts, selfTest, ...host.images.now() }, stopping);
    shared.answered = true;
    host.images.order(orders);
    return orders;
  }
  async function test(): Promise<void> {
    const selfTest = await host.selfTest(stopping);
    await host.devices.look();
    await retry(() => report(selfTest), TRIES, stopping);
    host.say("self-test", { ok: selfTest.ok, checks: selfTest.checks.filter((one) => !one.ok) });
  }
  const startTest = () => {
    testing ??= test()
      .catch((error: Error) => {
        if (!stopping.aborted) host.say("no self-test", { why: error.message });
      })
      .finally(() => {
        testing = undefined;
      });
    return testing;
  };
  const tell = (): Promise<void> => {
    reporting ??= report(null)
      .then((orders) => {
        if (orders.selfTest) void startTest();
      })
      // The claims say when the web does not answer.
      .catch(() => {})
      .finally(() => {
        reporting = undefined;
        if (changedMeanwhile) changed();
      });
    return reporting;
  };
  /** What changes while a report is on its way is not in it. */
  const changed = () => {
    changedMeanwhile = reporting !== undefined;
    if (!changedMeanwhile && !stopping.aborted) void tell();
  };
  return {
    /** When a slot may claim: not while devices are being tested. */
    ready: async () => (host.devices.now().devices.length > 0 ? testing : undefined),
    async run() {
      const first = startTest();
      host.images.watch(changed);
      const watching = host.devices.watch(changed, stopping);
      await first;
      while (!stopping.aborted) {
        await tell();
        await pause(REPORT_MS, undefined, { signal: stopping }).catch(() => {});
      }
      await watching;
    },
  };
}

/**
 * Claims and judges with every slot until told to end. Draining, it finishes what it is at; stopping, it ends what
 * runs and gives it back. Answers whether it ended because a newer process judges with the same token.
 */
export async function judgeUntil(host: Host, ending: Ending): Promise<"told" | "replaced"> {
  const { slots } = await host.facts(true);
  const shared = { answered: false, replaced: new AbortController() };
  const idle = new AbortController();
  const reports = reporter(host, shared, AbortSignal.any([ending.stopping, idle.signal]));
  const reporting = reports.run();
  const about = { shared, reporter: reports, ending };
  await Promise.all(Array.from({ length: slots }, (_, slot) => slotLoop(host, slot, about)));
  idle.abort();
  await reporting;
  return shared.replaced.signal.aborted ? "replaced" : "told";
}
