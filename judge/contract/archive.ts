import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as yauzl from "yauzl";

/** What an archive may hold. `ratio`: unpacked bytes for each packed byte before it counts as a bomb. */
export type ArchiveLimits = { bytes: number; files: number; ratio?: number };

export type ArchiveProblem =
  | "not_an_archive"
  | "too_many_files"
  | "too_large"
  | "bomb"
  | "outside"
  | "link"
  | "encrypted";
export type Inspected =
  | { ok: true; files: number; bytes: number }
  | { ok: false; problem: ArchiveProblem; detail: string };

class Refused extends Error {
  readonly problem: ArchiveProblem;
  constructor(problem: ArchiveProblem, detail: string) {
    super(detail);
    this.problem = problem;
  }
}

/** Small archives compress well without harm: the ratio counts from here on. */
const BOMB_FROM_BYTES = 64 * 1024 * 1024;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;

const isFolder = (entry: yauzl.Entry) => entry.fileName.endsWith("/");

function checkEntry(entry: yauzl.Entry): void {
  const name = entry.fileName;
  if (entry.isEncrypted()) throw new Refused("encrypted", `${name} is encrypted`);
  if (path.posix.isAbsolute(name) || name.split("/").includes("..") || name.includes("\0"))
    throw new Refused("outside", `${name} would be written outside the folder`);
  const madeOnUnix = entry.versionMadeBy >> 8 === 3;
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  if (madeOnUnix && type !== 0 && type !== REGULAR && type !== FOLDER)
    throw new Refused("link", `${name} is a link or a special file`);
}

function open(file: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error ? reject(new Refused("not_an_archive", error.message)) : resolve(zip),
    );
  });
}

function next(zip: yauzl.ZipFile): Promise<yauzl.Entry | null> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      zip.removeAllListeners();
      act();
    };
    zip.once("entry", (entry: yauzl.Entry) => settle(() => resolve(entry)));
    zip.once("end", () => settle(() => resolve(null)));
    zip.once("error", (error: Error) =>
      settle(() => {
        const outside = /relative path|absolute path|invalid characters in fileName/.test(error.message);
        reject(new Refused(outside ? "outside" : "not_an_archive", error.message));
      }),
    );
    zip.readEntry();
  });
}

function contents(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}

/** Walks the table of contents, refusing what breaks a limit. */
async function walk(
  file: string,
  limits: ArchiveLimits,
  visit: (zip: yauzl.ZipFile, entry: yauzl.Entry) => Promise<void>,
): Promise<Inspected> {
  let zip: yauzl.ZipFile | undefined;
  let files = 0;
  let bytes = 0;
  try {
    zip = await open(file);
    for (let entry = await next(zip); entry; entry = await next(zip)) {
      checkEntry(entry);
      files += 1;
      bytes += entry.uncompressedSize;
      if (files > limits.files) throw new Refused("too_many_files", `more than ${limits.files} files`);
      if (bytes > limits.bytes) throw new Refused("too_large", `more than ${limits.bytes} bytes unpacked`);
      if (limits.ratio && bytes > BOMB_FROM_BYTES && bytes > zip.fileSize * limits.ratio)
        throw new Refused("bomb", `unpacks to more than ${limits.ratio} times its size`);
      await visit(zip, entry);
    }
    return { ok: true, files, bytes };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, problem: error.problem, detail: error.message };
    throw error;
  } finally {
    zip?.close();
  }
}

/** Whether a zip may be unpacked, and its unpacked size and count of entries. Throws on broken disks only. */
export function inspectArchive(file: string, limits: ArchiveLimits): Promise<Inspected> {
  return walk(file, limits, async () => {});
}

/**
 * Unpacks a zip into an existing folder: plain files and folders alone, readable by all, sizes checked
 * while they are written, since a table of contents may lie.
 */
export function unpackArchive(file: string, intoFolder: string, limits: ArchiveLimits): Promise<Inspected> {
  return walk(file, limits, async (zip, entry) => {
    const target = path.join(intoFolder, entry.fileName);
    try {
      if (isFolder(entry)) {
        await mkdir(target, { recursive: true });
        return;
      }
      await mkdir(path.dirname(target), { recursive: true });
      let written = 0;
      const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          written += chunk.length;
          if (written > entry.uncompressedSize)
            done(new Refused("bomb", `${entry.fileName} lies about its size`));
          else done(null, chunk);
        },
      });
      await pipeline(
        await contents(zip, entry),
        counted,
        createWriteStream(target, { flags: "wx", mode: 0o644 }),
      );
    } catch (error) {
      if (error instanceof Refused) throw error;
      throw new Refused("not_an_archive", `${entry.fileName}: ${(error as Error).message}`);
    }
  });
}
