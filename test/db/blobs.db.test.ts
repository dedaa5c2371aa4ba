import { readdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { TooLarge } from "../../db/blobs/store.ts";

/** A stream of so many pieces of 100 bytes, and how many of them were taken. */
function aStream(pieces: number) {
  const taken = { pieces: 0 };
  const content = Readable.from(
    (function* () {
      for (; taken.pieces < pieces; taken.pieces++) yield Buffer.alloc(100);
    })(),
  );
  return { content, taken };
}

test("a stream that is a little too large is read to its end and leaves nothing", async () => {
  const { content, taken } = aStream(15);
  await expect(blobStore().put(content, { maxBytes: 1000 })).rejects.toBeInstanceOf(TooLarge);
  expect(taken.pieces).toBe(15);
  expect(await readdir(path.resolve(webConfig().PODIUM_DATA, "blobs", "incoming"))).toEqual([]);
});

test("a stream that does not end is cut off", async () => {
  const { content, taken } = aStream(1_000_000);
  await expect(blobStore().put(content, { maxBytes: 1000 })).rejects.toBeInstanceOf(TooLarge);
  expect(taken.pieces).toBeLessThan(1000);
});

test("a name that is no hash reaches no file", async () => {
  await expect(blobStore().open("../../etc/passwd")).rejects.toThrow("not a content hash");
});
