import type { Readable } from "node:stream";
import yazl from "yazl";
import { blobStore } from "../../db/blobs/disk.ts";
import type { Blob } from "../../db/blobs/store.ts";

/** What a zip of one file takes beyond the file, at most. */
const PACKING_BYTES = 1024 * 1024;
/** The same bytes for the same file. */
const MADE_AT = new Date(Date.UTC(2000, 0, 1));

/** A stored file in a zip of its own, under `name`. */
export async function packFile(blob: Blob, name: string): Promise<Blob> {
  const zip = new yazl.ZipFile();
  zip.addFile(await blobStore().path(blob.hash), name, { mtime: MADE_AT, mode: 0o100644 });
  zip.end();
  const content = zip.outputStream as Readable;
  return blobStore().put(content, { maxBytes: blob.size + PACKING_BYTES });
}
