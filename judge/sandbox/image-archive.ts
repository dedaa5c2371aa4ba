import { createReadStream, createWriteStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { BrokenTar, type ReadAt, TAR_END, type TarEntry, tarEntries, tarHeader, tarPadding } from "./tar.ts";

/** The archive is none that may be loaded; the sentence says why. */
export class UnfitImage extends Error {}

const MOST_LAYERS = 127;
const MOST_ENTRIES = 1_000_000;
const JSON_BYTES = 4 * 1024 * 1024;
const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** Files, links, folders, devices and pipes; devices open nothing in a container that has no capability. */
const KINDS = new Set(["0", "1", "2", "3", "4", "5", "6", "7"]);

type Piece = { file: string; at: number; size: number };
type Layer = Piece & { name: string };
/** An archive of `docker save` that was looked at: one image, its layers unpacked and within their limits. */
export type ImageArchive = { config: Buffer; layers: Layer[] };

const readerOf =
  (file: FileHandle, from = 0): ReadAt =>
  async (at, length) => {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, from + at);
    return bytes.subarray(0, bytesRead);
  };

/**
 * Looks into an archive of `docker save` before the engine does: one image, few enough layers, none of which
 * unpacks to more than `maxBytes` together with the others. Packed layers are unpacked into `scratch`.
 */
export async function readImageArchive(
  file: string,
  scratch: string,
  maxBytes: number,
): Promise<ImageArchive> {
  const handle = await open(file);
  try {
    const read = readerOf(handle);
    const entries = await index(read, (await stat(file)).size);
    const manifest = await json(read, entries.get("manifest.json"), "manifest.json");
    if (!Array.isArray(manifest) || manifest.length !== 1)
      throw new UnfitImage("an archive must hold one image");
    const { Config, Layers } = Object(manifest[0]) as { Config: unknown; Layers: unknown };
    if (typeof Config !== "string" || !Array.isArray(Layers) || Layers.length === 0)
      throw new UnfitImage("manifest.json names no configuration or no layers");
    if (Layers.length > MOST_LAYERS) throw new UnfitImage(`it has more than ${MOST_LAYERS} layers`);
    const configAt = plain(entries, Config);
    await json(read, configAt, Config);
    const config = await read(configAt.at, configAt.size);
    const layers: Layer[] = [];
    const room = { bytes: maxBytes, entries: MOST_ENTRIES };
    for (const [i, name] of Layers.entries()) {
      const entry = plain(entries, String(name));
      const piece = await unpacked({ file, at: entry.at, size: entry.size }, read, room, async (content) => {
        const to = path.join(scratch, `layer-${i}.tar`);
        await content(to);
        return to;
      });
      await measure(piece, room);
      layers.push({ ...piece, name: `layer-${i}.tar` });
    }
    return { config, layers };
  } catch (error) {
    if (error instanceof BrokenTar) throw new UnfitImage(`the archive cannot be read: ${error.message}`);
    throw error;
  } finally {
    await handle.close();
  }
}

async function index(read: ReadAt, end: number): Promise<Map<string, TarEntry>> {
  const found = new Map<string, TarEntry>();
  for await (const entry of tarEntries(read, end)) {
    if (found.size > 10 * MOST_LAYERS) throw new UnfitImage("it holds more than an image needs");
    found.set(path.posix.normalize(entry.name), entry);
  }
  return found;
}

/** The file of this name; older engines link a layer that comes twice to its first. */
function plain(entries: Map<string, TarEntry>, name: string): TarEntry {
  let entry = entries.get(path.posix.normalize(name));
  if (entry?.type === "2")
    entry = entries.get(path.posix.join(path.posix.dirname(path.posix.normalize(name)), entry.link));
  if (entry?.type !== "0" || entry.sparse) throw new UnfitImage(`${name.slice(0, 200)} is missing`);
  return entry;
}

async function json(read: ReadAt, entry: TarEntry | undefined, name: string): Promise<unknown> {
  if (entry?.type !== "0" || entry.size > JSON_BYTES)
    throw new UnfitImage(`${name.slice(0, 200)} is missing`);
  try {
    return JSON.parse((await read(entry.at, entry.size)).toString("utf8"));
  } catch {
    throw new UnfitImage(`${name.slice(0, 200)} is no JSON`);
  }
}

type Room = { bytes: number; entries: number };

async function unpacked(
  piece: Piece,
  read: ReadAt,
  room: Room,
  into: (content: (to: string) => Promise<void>) => Promise<string>,
): Promise<Piece> {
  const start = await read(piece.at, 4);
  if (start.equals(ZSTD))
    throw new UnfitImage("its layers are packed with zstd; save it with gzip or unpacked");
  if (!start.subarray(0, 2).equals(GZIP)) return piece;
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > room.bytes ? new UnfitImage("its layers unpack to more than allowed") : null, chunk);
    },
  });
  const file = await into((to) =>
    pipeline(
      createReadStream(piece.file, { start: piece.at, end: piece.at + piece.size - 1 }),
      createGunzip(),
      meter,
      createWriteStream(to),
    ).catch((error: NodeJS.ErrnoException) => {
      if (error.code?.startsWith("Z_")) throw new UnfitImage("a layer cannot be unpacked");
      throw error;
    }),
  );
  return { file, at: 0, size: bytes };
}

/** Takes what a layer's files will need from the room that is left. */
async function measure(piece: Piece, room: Room): Promise<void> {
  const handle = await open(piece.file);
  try {
    for await (const entry of tarEntries(readerOf(handle, piece.at), piece.size)) {
      // A file with holes says little and unpacks to much.
      if (!KINDS.has(entry.type) || entry.sparse)
        throw new UnfitImage(`a layer holds ${entry.name.slice(0, 200)}, which is of a kind not taken`);
      room.bytes -= entry.size;
      room.entries -= 1;
      if (room.bytes < 0 || room.entries < 0) throw new UnfitImage("its layers unpack to more than allowed");
    }
  } finally {
    await handle.close();
  }
}

/** The archive as the engine gets it: this image alone, under `tag` and no name of its own choice. */
export function imageStream({ config, layers }: ImageArchive, tag: string): Readable {
  const manifest = Buffer.from(
    JSON.stringify([{ Config: "config.json", RepoTags: [tag], Layers: layers.map(({ name }) => name) }]),
  );
  async function* write() {
    for (const { name, file, at, size } of layers) {
      yield tarHeader(name, size);
      if (size > 0) yield* createReadStream(file, { start: at, end: at + size - 1 });
      yield tarPadding(size);
    }
    for (const [name, content] of [
      ["config.json", config],
      ["manifest.json", manifest],
    ] as const) {
      yield tarHeader(name, content.length);
      yield content;
      yield tarPadding(content.length);
    }
    yield TAR_END;
  }
  return Readable.from(write(), { objectMode: false });
}
