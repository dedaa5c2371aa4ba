import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  type Finish,
  type Heartbeat,
  HeartbeatAnswer,
  type HostFacts,
  HostOrders,
  type HostReport,
  JUDGING_PATH,
  type LogChunks,
  Refusal,
  Work,
} from "../contract/protocol.ts";

/** The web refused a call about an attempt: it is another host's now, or over. Drop the work. */
export class Fenced extends Error {}

/** The web will not take this, however often it is said. `reason` is the key of its sentence, where it gave one. */
export class Refused extends Error {
  readonly reason: string | null;
  constructor(sentence: string, reason: string | null = null) {
    super(sentence);
    this.reason = reason;
  }
}

/** What a web says when a newer process judges with the same token. */
export const OTHER_PROCESS = "judging.refusals.otherProcess";

const reasonIn = (said: string): string | null => {
  try {
    return Refusal.parse(JSON.parse(said)).error.reason;
  } catch {
    return null;
  }
};

/** What the web's own refusals say; others may be a proxy's and pass. */
const FOR_GOOD = [404, 413, 422];
const CALL_MS = 30_000;
/** Whoever stops does not wait longer for a web that is gone: the lease repairs it. */
const GIVE_BACK_MS = 3_000;
const FILE_MS = 30 * 60_000;
/** A file of which nothing moved for so long does not move any more: its call is made again. */
const SILENT_MS = 60_000;

/** Aborts when `heard` was not called for so long. */
function silence(ms: number) {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => over.abort(new Error(`nothing moved for ${ms} ms`)), ms);
  };
  heard();
  return { signal: over.signal, heard, end: () => clearTimeout(timer) };
}

export type Client = ReturnType<typeof judgingClient>;

/** Speaks judge/contract/protocol.ts. Every method throws Fenced, Refused, or an error worth trying again. */
export function judgingClient(url: string, token: string, silentMs = SILENT_MS) {
  const base = url.replace(/\/$/, "") + JUDGING_PATH;

  async function call(path: string, options: RequestInit, ms: number, signal?: AbortSignal) {
    const limit = AbortSignal.timeout(ms);
    const answer = await fetch(base + path, {
      ...options,
      headers: { authorization: `Bearer ${token}`, ...options.headers },
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    });
    if (answer.ok) return answer;
    const said = (await answer.text().catch(() => "")).slice(0, 300);
    const sentence = `${options.method ?? "GET"} ${path}: ${answer.status} ${said}`;
    if (answer.status === 409) throw new Fenced(sentence);
    throw FOR_GOOD.includes(answer.status) ? new Refused(sentence, reasonIn(said)) : new Error(sentence);
  }
  const post = (path: string, body: unknown, ms = CALL_MS, signal?: AbortSignal) =>
    call(
      path,
      { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } },
      ms,
      signal,
    );

  return {
    async claim(host: HostFacts, waitS: number, signal: AbortSignal): Promise<Work | null> {
      const answer = await post("/claim", { host, waitS }, waitS * 1000 + CALL_MS, signal);
      return answer.status === 204 ? null : Work.parse(await answer.json());
    },
    async report(report: HostReport, signal: AbortSignal): Promise<HostOrders> {
      const answer = await post("/report", report, CALL_MS, signal);
      return HostOrders.parse(await answer.json());
    },
    async heartbeat(attempt: string, beat: Heartbeat, signal: AbortSignal) {
      const answer = await post(`/attempts/${attempt}/heartbeat`, beat, 5_000, signal);
      return HeartbeatAnswer.parse(await answer.json());
    },
    async log(attempt: string, chunks: LogChunks): Promise<void> {
      await post(`/attempts/${attempt}/log`, chunks);
    },
    async finish(attempt: string, finish: Finish): Promise<void> {
      await post(`/attempts/${attempt}/finish`, finish);
    },
    /** Says that the attempt will not be finished here. */
    async giveBack(attempt: string): Promise<void> {
      await post(`/attempts/${attempt}/give-back`, {}, GIVE_BACK_MS);
    },
    /** Fetches a file and checks that its bytes are the ones named. */
    async fetch(attempt: string, hash: string, to: string, signal: AbortSignal): Promise<void> {
      const silent = silence(silentMs);
      const digest = createHash("sha256");
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          silent.heard();
          digest.update(chunk);
          done(null, chunk);
        },
      });
      try {
        const either = AbortSignal.any([signal, silent.signal]);
        const answer = await call(`/attempts/${attempt}/files/${hash}`, {}, FILE_MS, either);
        await rm(to, { force: true });
        await pipeline(Readable.fromWeb(answer.body as never), meter, createWriteStream(to));
      } finally {
        silent.end();
      }
      if (digest.digest("hex") !== hash) throw new Error(`the file ${hash} came with other bytes`);
    },
    async artifact(attempt: string, kind: string, file: string, signal: AbortSignal): Promise<void> {
      const silent = silence(silentMs);
      async function* read() {
        for await (const chunk of createReadStream(file)) {
          silent.heard();
          yield chunk;
        }
      }
      // Node's ReadableStream, which the types of fetch know under another declaration.
      const body = Readable.toWeb(Readable.from(read(), { objectMode: false })) as unknown as BodyInit;
      const options = { method: "PUT", body, duplex: "half" } as RequestInit;
      try {
        await call(
          `/attempts/${attempt}/artifacts/${kind}`,
          { ...options, headers: { "content-type": "application/octet-stream" } },
          FILE_MS,
          AbortSignal.any([signal, silent.signal]),
        );
      } finally {
        silent.end();
      }
    },
  };
}
