import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, copyFile, link, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { inArray, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Executor, type Transaction } from "../connect.ts";
import { blobs } from "../schema/index.ts";
import { type Along, type Blob, type BlobStore, TooLarge } from "./store.ts";

const HASH = /^[0-9a-f]{64}$/;

/** What is a little too large is read to its end: whoever is still sending would not hear the refusal. */
const READ_ON = 2;

/** Lets nobody else store or remove this content until the transaction ends. */
export async function holdBlob(tx: Transaction, hash: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${hash}, 0))`);
}

/** The folder that contents with the same first byte stand in. */
const SHELF = /^[0-9a-f]{2}$/;

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** Removes a file that has been as it is since before this time. Answers whether it did. */
async function forgetOld(file: string, before: Date): Promise<boolean> {
  const facts = await stat(file).catch(() => null);
  if (!facts || facts.ctime >= before) return false;
  await rm(file, { force: true });
  return true;
}

/** Which of these contents have a row. */
async function knownOf(names: string[], executor: Executor = db): Promise<Set<string>> {
  const hashes = names.filter((name) => HASH.test(name));
  if (hashes.length === 0) return new Set();
  const rows = await executor.select({ hash: blobs.hash }).from(blobs).where(inArray(blobs.hash, hashes));
  return new Set(rows.map(({ hash }) => hash));
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

  async adopt(file: string, along?: Along): Promise<Blob> {
    const hasher = createHash("sha256");
    let size = 0;
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hasher.update(chunk);
      size += chunk.length;
    }
    const blob = await this.keep(file, { hash: hasher.digest("hex"), size }, along);
    await rm(file, { force: true });
    return blob;
  }

  /** Leaves `file` where it is: a crash before the commit takes it from nobody. */
  private async keep(file: string, blob: Blob, along?: Along): Promise<Blob> {
    const place = this.place(blob.hash);
    await mkdir(path.dirname(place), { recursive: true });
    await db.transaction(async (tx) => {
      await holdBlob(tx, blob.hash);
      const beside = `${place}.${randomUUID()}`;
      // A disk of its own, or one without links, gets a copy.
      await link(file, beside).catch(() => copyFile(file, beside));
      await rename(beside, place);
      // Where both are the same file already, renaming leaves both.
      await rm(beside, { force: true });
      // Brought again, its time of grace begins anew: whoever brought it is about to refer to it.
      await tx
        .insert(blobs)
        .values(blob)
        .onConflictDoUpdate({ target: blobs.hash, set: { createdAt: sql`now()` } });
      await along?.(tx, blob);
    });
    return blob;
  }

  async remove(hash: string): Promise<void> {
    await rm(this.place(hash), { force: true });
  }

  async forgetIncoming(before: Date): Promise<number> {
    let gone = 0;
    for (const name of await namesIn(path.join(this.folder, "incoming")))
      if (await forgetOld(path.join(this.folder, "incoming", name), before)) gone += 1;
    return gone;
  }

  async forgetStrays(before: Date): Promise<number> {
    let gone = 0;
    for (const shelf of await namesIn(this.folder)) {
      if (!SHELF.test(shelf)) continue;
      const names = await namesIn(path.join(this.folder, shelf));
      const known = await knownOf(names);
      for (const name of names) {
        if (known.has(name)) continue;
        const file = path.join(this.folder, shelf, name);
        // A copy that was never renamed is nobody's; a content may be getting its row at this moment.
        const went = HASH.test(name)
          ? await db.transaction(async (tx) => {
              await holdBlob(tx, name);
              return (await knownOf([name], tx)).size === 0 && (await forgetOld(file, before));
            })
          : await forgetOld(file, before);
        if (went) gone += 1;
      }
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
