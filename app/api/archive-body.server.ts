import type { Readable } from "node:stream";
import { blobStore } from "../../db/blobs/disk.ts";
import { type Blob, TooLarge } from "../../db/blobs/store.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { mostBytes, tooMany } from "../submissions/upload-room.server.ts";
import { forgetUpload, keepUpload } from "../submissions/uploads.server.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

type Brought = { viewer: SignedInViewer; body: Readable; maxBytes: number; fileName: string; now: Date };

/**
 * Streams a request's file into the store as a finished upload of the viewer's: like any other it counts toward
 * what one person may bring, and expires. Refuses what is larger than it may be, or than there is room for.
 */
export async function keepBody({
  viewer,
  body,
  maxBytes,
  fileName,
  now,
}: Brought): Promise<Outcome<{ blob: Blob; uploadId: string }>> {
  const room = await mostBytes(viewer);
  if (!room.ok) return room;
  const most = Math.min(room.value, maxBytes);
  try {
    const blob = await blobStore().put(body, { maxBytes: most });
    if (blob.size === 0) return refused("invalid", "api.refusals.noArchive");
    const kept = await keepUpload(viewer, blob, fileName, now);
    return kept.ok ? done({ blob, uploadId: kept.value.id }) : kept;
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return most < maxBytes
      ? tooMany
      : refused("invalid", "api.refusals.tooLarge", { values: { bytes: maxBytes } });
  }
}

/**
 * Keeps a request's file and hands it to `use` with its upload, which `use` may take in its own transaction.
 * Taken, it counts no longer: it is now what it was brought for.
 */
export async function withBody<T>(
  brought: Brought,
  use: (blob: Blob, uploadId: string) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const kept = await keepBody(brought);
  if (!kept.ok) return kept;
  const used = await use(kept.value.blob, kept.value.uploadId);
  if (used.ok) await forgetUpload(brought.viewer, kept.value.uploadId);
  return used;
}
