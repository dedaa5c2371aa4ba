import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openCache } from "../../judge/work/cache.ts";
import { roomIn } from "../../judge/work/disk.ts";
import { zipOf } from "./zip-of.ts";

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-judge-client-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("a cache beyond its size goes down to its low mark, longest unused first, and keeps what is in use", async () => {
  const folder = await aFolder();
  const cache = await openCache(path.join(folder, "cache"), 350, 200);
  const put = (letter: string) =>
    cache.hold(letter.repeat(64), (to) =>
      writeFile(to, zipOf([{ name: "file", content: Buffer.alloc(100, letter) }])),
    );
  const kept = async () =>
    (await readdir(path.join(folder, "cache"))).filter((name) => name.length === 64).map((name) => name[0]);
  const used = await put("a");
  (await put("b")).release();
  (await put("c")).release();
  expect((await kept()).sort()).toEqual(["a", "b", "c"]);
  (await put("d")).release();
  // All four would be 400 bytes. One stays because it is in use, one because it came last: b and c go.
  expect((await kept()).sort()).toEqual(["a", "d"]);
  expect(await cache.free(1)).toBe(100);
  expect(await kept()).toEqual(["a"]);
  expect(await cache.free(1)).toBe(0);
  used.release();
});

test("a disk below its least free space is given the cache's room first, and then takes no work", async () => {
  const folder = await aFolder();
  const cache = await openCache(path.join(folder, "cache"), 1000);
  const hold = await cache.hold("a".repeat(64), (to) =>
    writeFile(to, zipOf([{ name: "file", content: Buffer.alloc(100) }])),
  );
  const left = async () =>
    50 + ((await readdir(path.join(folder, "cache"))).includes("a".repeat(64)) ? 0 : 100);
  const room = () => roomIn(folder, { cache, minFree: 120, free: left });
  expect(await room()).toEqual({ diskFreeBytes: 50, diskFull: true });
  hold.release();
  expect(await room()).toEqual({ diskFreeBytes: 150, diskFull: false });
  expect((await roomIn(folder, { cache, minFree: 1 })).diskFreeBytes).toBeGreaterThan(1);
  expect(await roomIn(folder, { cache, minFree: 1e18 })).toMatchObject({ diskFull: true });
});
