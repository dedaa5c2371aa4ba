import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, copyFile, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Transaction } from "../connect.ts";
import { blobs } from "../schema/index.ts";
import { type Blob, type BlobStore, TooLarge } from "./store.ts";

const HASH = /^[0-9a-f]{64}$/;

/** What is a little too large is read to its end: whoever is still sending would not hear the refusal. */
const READ_ON = 2;

/** Lets nobody else store or remove this content until the transaction ends. */
export async function holdBlob(tx: Transaction, hash: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${hash}, 0))`);
}

class Disk implements BlobStore {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  private place(hash: string): string {
    if (!HASH.test(hash)) throw new Error("not a content hash");
    return path.join(this.folder, hash.slice(0, 2), hash);
  }

  async put(content: Readable, { maxBytes }: { maxBytes: number }): Promise<Blob> {
    const incoming = path.join(this.folder, "incoming", randomUUID());
    await mkdir(path.dirname(incoming), { recursive: true });
    const hasher = createHash("sha256");
    let size = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        if (size > READ_ON * maxBytes) return done(new TooLarge(maxBytes));
        if (size > maxBytes) return done();
        hasher.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await pipeline(content, meter, createWriteStream(incoming, { flags: "wx" }));
      if (size > maxBytes) throw new TooLarge(maxBytes);
      return await this.keep(incoming, { hash: hasher.digest("hex"), size });
    } finally {
      await rm(incoming, { force: true });
    }
  }

  async adopt(file: string): Promise<Blob> {
    const hasher = createHash("sha256");
    let size = 0;
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hasher.update(chunk);
      size += chunk.length;
    }
    const blob = await this.keep(file, { hash: hasher.digest("hex"), size });
    await rm(file, { force: true });
    return blob;
  }

  private async keep(file: string, blob: Blob): Promise<Blob> {
    const place = this.place(blob.hash);
    await mkdir(path.dirname(place), { recursive: true });
    await db.transaction(async (tx) => {
      await holdBlob(tx, blob.hash);
      await rename(file, place).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== "EXDEV") throw error;
        const beside = `${place}.${randomUUID()}`;
        await copyFile(file, beside);
        await rename(beside, place);
      });
      // Brought again, its time of grace begins anew: whoever brought it is about to refer to it.
      await tx
        .insert(blobs)
        .values(blob)
        .onConflictDoUpdate({ target: blobs.hash, set: { createdAt: sql`now()` } });
    });
    return blob;
  }

  async remove(hash: string): Promise<void> {
    await rm(this.place(hash), { force: true });
  }

  async forgetIncoming(before: Date): Promise<number> {
    const incoming = path.join(this.folder, "incoming");
    let gone = 0;
    for (const name of await readdir(incoming).catch(() => [])) {
      const file = path.join(incoming, name);
      const facts = await stat(file).catch(() => null);
      if (!facts || facts.mtime >= before) continue;
      await rm(file, { force: true });
      gone += 1;
    }
    return gone;
  }

  async open(hash: string, range?: { start: number; end?: number }): Promise<Readable> {
    return createReadStream(await this.path(hash), range);
  }

  async path(hash: string): Promise<string> {
    const place = this.place(hash);
    await access(place);
    return place;
  }
}

let store: BlobStore | undefined;
/** The installation's store: files under PODIUM_DATA/blobs. */
export function blobStore(): BlobStore {
  store ??= new Disk(path.resolve(webConfig().PODIUM_DATA, "blobs"));
  return store;
}
