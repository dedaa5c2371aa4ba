import type { Readable } from "node:stream";
import { blobStore } from "../../db/blobs/disk.ts";
import { type Blob, TooLarge } from "../../db/blobs/store.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** Streams a request's archive into the store; refuses what is larger than it may be. */
export async function keepArchive(body: Readable, maxBytes: number): Promise<Outcome<Blob>> {
  try {
    const blob = await blobStore().put(body, { maxBytes });
    return blob.size === 0 ? refused("invalid", "api.refusals.noArchive") : done(blob);
  } catch (error) {
    if (error instanceof TooLarge)
      return refused("invalid", "api.refusals.tooLarge", { values: { bytes: maxBytes } });
    throw error;
  }
}
