import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { sweepBlobs } from "../../db/blobs/sweep.ts";
import { log } from "../web/log.server.ts";
import { forgetScratch } from "../web/scratch.server.ts";
import { expireUploads } from "./uploads.server.ts";

/** Frees what nobody needs any more: old uploads first, then what the store holds for nobody, and what dead processes left. */
export async function sweep(now: Date): Promise<void> {
  const uploads = await expireUploads(now);
  const before = new Date(now.getTime() - webConfig().BLOB_GRACE_H * 3_600_000);
  const incoming = await blobStore().forgetIncoming(before);
  const blobs = await sweepBlobs(blobStore(), before);
  const strays = await blobStore().forgetStrays(before);
  const scratch = await forgetScratch(before);
  if (uploads + incoming + blobs + strays + scratch > 0)
    log.info({ part: "store", uploads, incoming, blobs, strays, scratch }, "swept the store");
}
