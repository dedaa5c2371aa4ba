import { open } from "node:fs/promises";

const BLOCK = 512;
const MOST_ENTRIES = 100_000;
const MANIFEST_BYTES = 1024 * 1024;

/**
 * Whether a file is a container image as `docker save` writes it: a tar, not compressed, with a manifest.json
 * that lists an image. Reads headers and the manifest only, whatever the size of the layers.
 */
export async function isImageTar(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size: end } = await file.stat();
    const header = Buffer.alloc(BLOCK);
    let at = 0;
    for (let entry = 0; entry < MOST_ENTRIES && at + BLOCK <= end; entry += 1) {
      await file.read(header, 0, BLOCK, at);
      const found = readHeader(header);
      if (!found) return false;
      if (found.name === "manifest.json") {
        if (found.size > MANIFEST_BYTES || at + BLOCK + found.size > end) return false;
        const manifest = Buffer.alloc(found.size);
        await file.read(manifest, 0, found.size, at + BLOCK);
        return listsAnImage(manifest.toString("utf8"));
      }
      at += BLOCK + Math.ceil(found.size / BLOCK) * BLOCK;
    }
    return false;
  } finally {
    await file.close();
  }
}

/** Name and size of a tar entry; null where no header stands, at the end of the archive too. */
function readHeader(header: Buffer): { name: string; size: number } | null {
  let sum = 0;
  // The checksum counts its own field as blanks.
  for (let i = 0; i < BLOCK; i += 1) sum += i >= 148 && i < 156 ? 0x20 : header[i]!;
  const octal = (from: number, to: number) =>
    Number.parseInt(header.toString("latin1", from, to).replace(/\0.*$/s, "").trim() || "0", 8);
  if (octal(148, 156) !== sum) return null;
  const long = header[124]! & 0x80;
  const size = long ? Number(header.readBigUInt64BE(128)) : octal(124, 136);
  if (!Number.isSafeInteger(size) || size < 0) return null;
  const name = header.toString("utf8", 0, 100).replace(/\0.*$/s, "").replace(/^\.\//, "");
  return name === "" ? null : { name, size };
}

function listsAnImage(text: string): boolean {
  try {
    const images: unknown = JSON.parse(text);
    return (
      Array.isArray(images) &&
      images.length > 0 &&
      images.every((image) => typeof image?.Config === "string" && Array.isArray(image?.Layers))
    );
  } catch {
    return false;
  }
}
