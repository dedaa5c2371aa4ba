import { readFileSync } from "node:fs";
import http from "node:http";
import { expect, test } from "vitest";
import { db } from "../../db/connect.ts";
import { grants } from "../../db/schema/index.ts";
import { cookieOf } from "../support/cookie-of.ts";
import { startWeb, type WebProcess } from "../support/web-process.ts";
import { aCrowd, medianMs } from "./support.ts";

const BROWSER = { "accept-encoding": "gzip, deflate, br", "accept-language": "en-GB,en;q=0.9" };
const TICKS_PER_S = 100; // what Linux counts a process's CPU in

/** Milliseconds of CPU that a process used so far, all of its threads. */
function cpuMs({ process: { pid } }: WebProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_S;
}

/** Asks with some connections that stay open, as a proxy does; unpacks nothing. Answers ms to the first byte. */
function asking(web: WebProcess, agent: http.Agent) {
  const { port } = new URL(web.url);
  return (path: string, headers: Record<string, string> = BROWSER) =>
    new Promise<{ firstByteMs: number; status: number; bytes: number; etag: string }>((resolve, reject) => {
      const begun = performance.now();
      http
        .get({ host: "127.0.0.1", port, path, headers, agent }, (res) => {
          const firstByteMs = performance.now() - begun;
          let bytes = 0;
          res.on("data", (piece: Buffer) => {
            bytes += piece.length;
          });
          res.on("end", () =>
            resolve({ firstByteMs, status: res.statusCode!, bytes, etag: String(res.headers.etag) }),
          );
        })
        .on("error", reject);
    });
}

/** Microseconds of the web process's CPU for each of so many requests, after some that warm it up. */
async function cpuPerRequest(web: WebProcess, requests: number, ask: () => Promise<unknown>) {
  const burst = async (count: number) => {
    for (let done = 0; done < count; done += 10) await Promise.all(Array.from({ length: 10 }, ask));
  };
  await burst(Math.ceil(requests / 4));
  const before = cpuMs(web);
  await burst(requests);
  return ((cpuMs(web) - before) * 1_000) / requests;
}

test("a guest's kept page costs a fraction of one that is rendered, and less where the browser has it", async () => {
  const crowd = await aCrowd({ entries: 1_000, submissions: 10_000 });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 10 });
  const kept = await startWeb({ PAGE_CACHE_MAX_AGE_S: "3600" });
  const rendering = await startWeb({ PAGE_CACHE_BYTES: "0" });
  try {
    for (const [what, path] of [
      ["board", `/competitions/${crowd.slug}/leaderboard`],
      ["competition", `/competitions/${crowd.slug}`],
    ] as const) {
      const [askKept, askRendered] = [asking(kept, agent), asking(rendering, agent)];
      const { etag, bytes } = await askKept(path);
      const base = await cpuPerRequest(rendering, 200, () => askRendered(path));
      const cost = await cpuPerRequest(kept, 4_000, () => askKept(path));
      const known = await cpuPerRequest(kept, 4_000, () =>
        askKept(path, { ...BROWSER, "if-none-match": etag }),
      );
      console.log(
        `${what}, ${(bytes / 1024).toFixed(1)} KiB sent: ${base.toFixed(0)} µs of CPU rendered, ${cost.toFixed(0)} µs kept: × ${(base / cost).toFixed(0)}; 304: ${known.toFixed(0)} µs: × ${(base / known).toFixed(0)}`,
      );
      expect(base / cost).toBeGreaterThan(20);
      expect(base / known).toBeGreaterThan(20);
    }
  } finally {
    agent.destroy();
    await kept.stop();
    await rendering.stop();
  }
});

test("the first byte of the public board and of the organiser's list is as near with 100,000 submissions", async () => {
  const small = await aCrowd({ entries: 100, submissions: 1_000 });
  const large = await aCrowd({ entries: 10_000, submissions: 100_000 });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const kept = await startWeb({ PAGE_CACHE_MAX_AGE_S: "3600" });
  const rendering = await startWeb({ PAGE_CACHE_BYTES: "0" });
  try {
    const firstByte = async (web: WebProcess, path: string, headers: Record<string, string>) => {
      const ask = asking(web, agent);
      const took: number[] = [];
      await medianMs(async () => {
        const { firstByteMs, status } = await ask(path, headers);
        if (status !== 200) throw new Error(`${path}: ${status}`);
        took.push(firstByteMs);
      });
      return took.slice(5).sort((a, b) => a - b)[7]!;
    };
    const organisers = async ({ organiser: { person } }: typeof small) => {
      await db.insert(grants).values({ personId: person.id, role: "organiser", scope: "installation" });
      return { ...BROWSER, cookie: await cookieOf(person.id) };
    };
    for (const [what, web, path, headers] of [
      ["public board, kept", kept, "leaderboard", async () => BROWSER],
      ["public board, rendered", rendering, "leaderboard", async () => BROWSER],
      ["organiser's list of submissions", rendering, "manage/submissions", organisers],
    ] as const) {
      const at = async (crowd: typeof small) =>
        firstByte(web, `/competitions/${crowd.slug}/${path}`, await headers(crowd));
      const [base, crowded] = [await at(small), await at(large)];
      console.log(
        `first byte of the ${what}: ${base.toFixed(1)} ms of 1,000 submissions, ${crowded.toFixed(1)} ms of 100,000: × ${(crowded / base).toFixed(2)}`,
      );
      expect(crowded / base).toBeLessThan(15);
    }
  } finally {
    agent.destroy();
    await kept.stop();
    await rendering.stop();
  }
});
