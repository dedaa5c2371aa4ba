import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import yauzl, { type Entry, type ZipFile } from "yauzl";

/** What an archive may unpack to: files, bytes in all, and unpacked bytes for each packed byte. */
export type ArchiveLimits = { maxFiles: number; maxBytes: number; maxRatio: number };

export const ARCHIVE_PROBLEMS = [
  "not_an_archive",
  "too_many_files",
  "too_large",
  "bomb",
  "outside",
  "link",
  "encrypted",
  "damaged",
] as const;
export type ArchiveProblem = (typeof ARCHIVE_PROBLEMS)[number];

/** Thrown while an archive is read; `detail` names the entry where there is one. */
export class BadArchive extends Error {
  readonly problem: ArchiveProblem;
  readonly detail: string;

  constructor(problem: ArchiveProblem, detail = "") {
    super(`${problem} ${detail}`.trim());
    this.problem = problem;
    this.detail = detail;
  }
}

/** Below this many unpacked bytes no ratio makes a bomb: small files of zeros are honest. */
const RATIO_COUNTS_FROM = 16 * 1024 * 1024;
const MAX_DEPTH = 64;
const MAX_NAME = 1024;

const JUNK = /(^|\/)(__MACOSX|__pycache__)(\/|$)|(^|\/)(\._[^/]*|\.DS_Store|Thumbs\.db)$/;
/** Files that operating systems and Python leave in archives and nobody meant to send. */
export const isJunk = (name: string): boolean => JUNK.test(name);

/** The unix file type in an entry's external attributes; 0 where the archive carries none. */
const S_IFMT = 0o170000;
const S_IFREG = 0o100000;
const S_IFDIR = 0o040000;
const S_IFLNK = 0o120000;

function checkEntry(entry: Entry): { name: string; folder: boolean } {
  const name = entry.fileName;
  if (entry.isEncrypted()) throw new BadArchive("encrypted", name);
  if (
    name === "" ||
    name.length > MAX_NAME ||
    name.includes("\0") ||
    name.includes("\\") ||
    name.startsWith("/") ||
    /^[a-zA-Z]:/.test(name) ||
    name.split("/").includes("..") ||
    name.split("/").length > MAX_DEPTH
  )
    throw new BadArchive("outside", name.slice(0, 200).replaceAll("\0", "\\0"));
  const type = (entry.externalFileAttributes >>> 16) & S_IFMT;
  if (type === S_IFLNK) throw new BadArchive("link", name);
  if (type !== 0 && type !== S_IFREG && type !== S_IFDIR) throw new BadArchive("link", name);
  return { name, folder: name.endsWith("/") };
}

function open(file: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // Sizes are counted as bytes come out of the inflater, whatever the headers claim.
    yauzl.open(
      file,
      { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true },
      (error, zip) =>
        error
          ? reject(
              new BadArchive(
                /invalid|relative|absolute|characters/.test(error.message) ? "outside" : "not_an_archive",
                "",
              ),
            )
          : resolve(zip),
    );
  });
}

function inflate(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) =>
      error ? reject(new BadArchive("damaged", entry.fileName)) : resolve(stream),
    );
  });
}

type Found = { files: number; bytes: number; names: string[] };

async function walk(
  file: string,
  limits: ArchiveLimits,
  visit: (name: string, content: Readable) => Promise<void>,
  options: { ignoreJunk?: boolean },
): Promise<Found> {
  const zip = await open(file);
  const found: Found = { files: 0, bytes: 0, names: [] };
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on("error", (error: Error) =>
        reject(
          new BadArchive(
            /invalid (relative|absolute)|invalid characters|relative path|absolute path/i.test(error.message)
              ? "outside"
              : "damaged",
            error.message.slice(0, 200),
          ),
        ),
      );
      zip.on("end", resolve);
      zip.on("entry", (entry: Entry) => {
        take(entry).then(() => zip.readEntry(), reject);
      });
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
  return found;

  async function take(entry: Entry): Promise<void> {
    const { name, folder } = checkEntry(entry);
    if (folder || (options.ignoreJunk && isJunk(name))) {
      // Folders cost nothing to store, so they count as files or a million of them would fit.
      found.files += 1;
      if (found.files > limits.maxFiles) throw new BadArchive("too_many_files", String(limits.maxFiles));
      if (folder) found.names.push(name);
      return;
    }
    found.files += 1;
    if (found.files > limits.maxFiles) throw new BadArchive("too_many_files", String(limits.maxFiles));
    let own = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        own += chunk.length;
        found.bytes += chunk.length;
        if (found.bytes > limits.maxBytes) return next(new BadArchive("too_large", String(limits.maxBytes)));
        if (own > RATIO_COUNTS_FROM && own > entry.compressedSize * limits.maxRatio)
          return next(new BadArchive("bomb", name));
        next(null, chunk);
      },
    });
    const source = await inflate(zip, entry);
    try {
      source.on("error", (error) => meter.destroy(error));
      await visit(name, source.pipe(meter));
    } catch (error) {
      if (error instanceof BadArchive) throw error;
      if ((error as NodeJS.ErrnoException).code) throw error;
      throw new BadArchive("damaged", name);
    } finally {
      source.destroy();
    }
    found.names.push(name);
  }
}

export type Inspection =
  | { ok: true; files: number; bytes: number; names: string[] }
  | { ok: false; problem: ArchiveProblem; detail: string };

/** Reads a whole zip without writing anything: whether it is one, stays inside its folder, and keeps the limits. */
export async function inspectArchive(
  file: string,
  limits: ArchiveLimits,
  options: { ignoreJunk?: boolean } = {},
): Promise<Inspection> {
  try {
    const found = await walk(
      file,
      limits,
      async (_name, content) => {
        for await (const _ of content) {
          // Only the meter looks at the bytes.
        }
      },
      options,
    );
    return { ok: true, ...found };
  } catch (error) {
    if (error instanceof BadArchive) return { ok: false, problem: error.problem, detail: error.detail };
    throw error;
  }
}

/**
 * Unpacks a zip into an existing empty folder: regular files alone, 0644, never outside it. Of an entry
 * that comes twice the last one stays. Throws BadArchive; the caller removes the folder then.
 */
export async function unpackArchive(
  file: string,
  folder: string,
  limits: ArchiveLimits,
  options: { ignoreJunk?: boolean } = {},
): Promise<Found> {
  const root = path.resolve(folder);
  return walk(
    file,
    limits,
    async (name, content) => {
      const place = path.resolve(root, name);
      if (!place.startsWith(root + path.sep)) throw new BadArchive("outside", name);
      try {
        await mkdir(path.dirname(place), { recursive: true });
        await pipeline(content, createWriteStream(place, { flags: "w", mode: 0o644 }));
      } catch (error) {
        // A file where a folder is needed, or the other way round: the archive contradicts itself.
        if (["EEXIST", "ENOTDIR", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? ""))
          throw new BadArchive("damaged", name);
        throw error;
      }
    },
    options,
  );
}
