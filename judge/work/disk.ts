import { statfs } from "node:fs/promises";
import type { Cache } from "./cache.ts";

/** Bytes that are free for us where the folder is. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/**
 * What the disk has left, and whether it is too full to take work. Below `minFree` the cache gives up what no run
 * uses first.
 */
export async function roomIn(
  folder: string,
  { cache, minFree, free = freeBytes }: { cache: Cache; minFree: number; free?: typeof freeBytes },
): Promise<{ diskFreeBytes: number; diskFull: boolean }> {
  let left = await free(folder);
  if (left < minFree && (await cache.free(minFree - left)) > 0) left = await free(folder);
  return { diskFreeBytes: left, diskFull: left < minFree };
}
