import { createWriteStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import yauzl, { type Entry, type ZipFile } from "yauzl";

/** What an archive from outside may hold: counts and bytes as they really unpack, whatever its headers say. */
export type ArchiveLimits = {
  maxFiles: number;
  /** Bytes of all files together, unpacked. */
  maxBytes: number;
  /** Unpacked bytes for each byte of the archive; not asked of less than 16 MiB, which harms nobody. */
  maxRatio: number;
};

export const ARCHIVE_PROBLEMS = [
  "not_an_archive",
  "too_many_files",
  "too_large",
  "bomb",
  "outside",
  "link",
  "encrypted",
] as const;
export type ArchiveProblem = (typeof ARCHIVE_PROBLEMS)[number];

/**
 * `files` are the names of the files with `/`, sorted; `folders` counts those they lie in and those the archive
 * lists, which may be empty; `detail` names the offending entry.
 */
export type ArchiveFacts =
  | { ok: true; files: string[]; bytes: number; folders: number }
  | { ok: false; problem: ArchiveProblem; detail: string };

export type ArchiveOptions = {
  /** Leaves out what file managers and interpreters drop: __MACOSX/, ._*, .DS_Store, __pycache__/. */
  ignoreJunk?: boolean;
  /** Whether a file is read at all, by its name and the size it says it has; asked in the archive's order. */
  wanted?: (name: string, size: number) => boolean;
};

const RATIO_FLOOR = 16 * 1024 * 1024;
const NAME_BYTES = 255;
const PATH_BYTES = 2048;
/** Folders in folders: each level costs an inode and every walk of the tree. */
const MOST_LEVELS = 100;
/** The least that a file's own header takes. */
const LOCAL_HEADER = 30;
const UTF8_NAME = 0x800;
const KIND_OF_FILE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
const LINK = 0o120000;

class Refused extends Error {
  readonly problem: ArchiveProblem;
  readonly detail: string;

  constructor(problem: ArchiveProblem, detail: string) {
    super(`${problem}: ${detail}`);
    this.problem = problem;
    this.detail = detail;
  }
}

export function isJunk(name: string): boolean {
  return name
    .split("/")
    .some(
      (part) =>
        part === "__MACOSX" || part === "__pycache__" || part === ".DS_Store" || part.startsWith("._"),
    );
}

/** Names without the UTF-8 flag are UTF-8 all the same, or what Windows in China writes (GB 18030). */
function nameOf(raw: Buffer, flags: number): string {
  const encodings = flags & UTF8_NAME ? ["utf-8"] : ["utf-8", "gb18030"];
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(raw);
    } catch {
      // not this one
    }
  }
  return raw.toString("latin1");
}

/** Some programs on Windows separate folders as Windows does. */
const withSlashes = (name: string) => name.replaceAll("\\", "/");

function checkName(name: string): void {
  const refuse = () => {
    throw new Refused("outside", JSON.stringify(name.slice(0, 200)));
  };
  if (name === "" || name.includes("\0")) refuse();
  if (name.startsWith("/") || /^[a-z]:/i.test(name) || Buffer.byteLength(name) > PATH_BYTES) refuse();
  const parts = name.split("/");
  if (parts.length > MOST_LEVELS) refuse();
  for (const part of parts) if (part === ".." || Buffer.byteLength(part) > NAME_BYTES) refuse();
}

/** Entries that share bytes unpack to far more than the archive holds, below any ratio of one of them. */
function checkOverlap(places: { from: number; to: number; name: string }[]): void {
  places.sort((a, b) => a.from - b.from);
  for (const [i, { from, name }] of places.entries())
    if (from < (places[i - 1]?.to ?? 0)) throw new Refused("bomb", `${name} shares bytes with another file`);
}

/** The folders the files lie in and those `listed`; few entries may be in very many. */
function foldersOf(found: ReadonlyMap<string, Found>, listed: Iterable<string>, most: number): Set<string> {
  const folders = new Set<string>();
  const names = [
    ...found.keys(),
    ...[...listed].filter((name) => !found.has(name)).map((name) => `${name}/`),
  ];
  for (const name of names)
    for (let at = name.lastIndexOf("/"); at !== -1; at = name.lastIndexOf("/", at - 1)) {
      const folder = name.slice(0, at);
      if (folders.has(folder)) break;
      if (found.has(folder)) throw new Refused("not_an_archive", `${folder} is both a file and a folder`);
      folders.add(folder);
      if (folders.size > most) throw new Refused("too_many_files", `more than ${most} folders`);
    }
  return folders;
}

type Found = { name: string; entry: Entry; executable: boolean };

/** Reads the central directory; refuses by name, kind, encryption and count before anything is inflated. */
async function list(
  zip: ZipFile,
  limits: ArchiveLimits,
  options: ArchiveOptions,
): Promise<{ found: Map<string, Found>; folders: Set<string> }> {
  const found = new Map<string, Found>();
  const listed = new Set<string>();
  const places: { from: number; to: number; name: string }[] = [];
  let seen = 0;
  for await (const entry of zip.eachEntry()) {
    // Folders and repeated entries are counted too: each costs as much to read.
    if (++seen > limits.maxFiles) throw new Refused("too_many_files", `more than ${limits.maxFiles}`);
    // Opened with `decodeStrings: false`, it gives bytes; its types say text.
    const given = withSlashes(nameOf(entry.fileName as unknown as Buffer, entry.generalPurposeBitFlag));
    checkName(given);
    const kind = (entry.externalFileAttributes >>> 16) & KIND_OF_FILE;
    if (kind === LINK) throw new Refused("link", given);
    if (kind !== 0 && kind !== REGULAR && kind !== FOLDER) throw new Refused("link", given);
    if (entry.isEncrypted()) throw new Refused("encrypted", given);
    const from = entry.relativeOffsetOfLocalHeader;
    places.push({ from, to: from + LOCAL_HEADER + entry.compressedSize, name: given });
    const name = given
      .split("/")
      .filter((part) => part !== "" && part !== ".")
      .join("/");
    if (name === "" || (options.ignoreJunk && isJunk(name))) continue;
    if (given.endsWith("/")) {
      listed.add(name);
      continue;
    }
    const executable = ((entry.externalFileAttributes >>> 16) & 0o111) !== 0;
    found.set(name, { name, entry, executable });
  }
  checkOverlap(places);
  const folders = foldersOf(found, listed, limits.maxFiles);
  if (options.wanted)
    for (const { name, entry } of found.values())
      if (!options.wanted(name, entry.uncompressedSize)) found.delete(name);
  return { found, folders };
}

async function walk(
  file: string,
  limits: ArchiveLimits,
  options: ArchiveOptions,
  sink: (found: Found) => Promise<Writable>,
  makeFolder: (name: string) => Promise<unknown> = async () => {},
): Promise<ArchiveFacts> {
  let zip: ZipFile | undefined;
  try {
    const { size } = await stat(file);
    zip = await yauzl.openPromise(file, {
      decodeStrings: false,
      autoClose: false,
      validateEntrySizes: false,
    });
    const { found, folders } = await list(zip, limits, options);
    for (const name of folders) await makeFolder(name);
    let bytes = 0;
    for (const one of found.values()) {
      let own = 0;
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          own += chunk.length;
          bytes += chunk.length;
          if (bytes > limits.maxBytes)
            return done(new Refused("too_large", `more than ${limits.maxBytes} bytes`));
          if (bytes > RATIO_FLOOR && bytes > size * limits.maxRatio)
            return done(new Refused("bomb", `more than ${limits.maxRatio} bytes for each packed one`));
          done(null, chunk);
        },
      });
      const to = await sink(one);
      // Nothing may come between: an unpacking that fails before anybody listens ends the process.
      await pipeline(await zip.openReadStreamPromise(one.entry), meter, to);
      if (own !== one.entry.uncompressedSize)
        throw new Refused(
          "not_an_archive",
          `${one.name} has ${own} bytes, not ${one.entry.uncompressedSize}`,
        );
    }
    return { ok: true, files: [...found.keys()].sort(), bytes, folders: folders.size };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, problem: error.problem, detail: error.detail };
    // A full disk or a missing file is ours; what zlib and the reader of zips say is the archive's.
    const code = (error as NodeJS.ErrnoException).code;
    if (code && /^E[A-Z]+$/.test(code)) throw error;
    return { ok: false, problem: "not_an_archive", detail: (error as Error).message };
  } finally {
    zip?.close();
  }
}

/** Whether a zip may be unpacked. Inflates all of it, to nowhere. Throws when the disk fails. */
export function inspectArchive(
  file: string,
  limits: ArchiveLimits,
  options: ArchiveOptions = {},
): Promise<ArchiveFacts> {
  return walk(
    file,
    limits,
    options,
    async () => new Writable({ write: (_chunk, _encoding, done) => done() }),
  );
}

/**
 * Unpacks a zip into a folder of its own, made when absent, with its empty folders; a name that comes twice ends
 * as its last.
 * Files become 0644, or 0755 when marked executable. On a problem the folder is removed.
 */
export async function unpackArchive(
  file: string,
  intoFolder: string,
  limits: ArchiveLimits,
  options: ArchiveOptions = {},
): Promise<ArchiveFacts> {
  await mkdir(intoFolder, { recursive: true });
  const facts = await walk(
    file,
    limits,
    options,
    async ({ name, executable }) =>
      createWriteStream(path.join(intoFolder, name), { flags: "w", mode: executable ? 0o755 : 0o644 }),
    (name) => mkdir(path.join(intoFolder, name), { recursive: true }),
  );
  if (!facts.ok) await rm(intoFolder, { recursive: true, force: true });
  return facts;
}
