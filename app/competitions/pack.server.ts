import type { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { blobStore } from "../../db/blobs/disk.ts";

/** The same texts are the same bytes, whenever they are packed. */
const MADE_AT = new Date(Date.UTC(2000, 0, 1));
const MAX_BYTES = 16 * 1024 * 1024;

/** Puts texts into the store as one zip; answers its hash. */
export async function packTexts(files: Record<string, string>): Promise<string> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files))
    zip.addBuffer(Buffer.from(text), name, { mtime: MADE_AT, mode: 0o100644 });
  zip.end();
  const { hash } = await blobStore().put(zip.outputStream as Readable, { maxBytes: MAX_BYTES });
  return hash;
}
