import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { webConfig } from "../../config.ts";

/** Beside the store, so that what is kept of it moves there without being copied. */
const place = () => path.resolve(webConfig().PODIUM_DATA, "scratch");

/** Lends a folder of its own to `work`, and removes it when that ends, however it does. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = path.join(place(), randomUUID());
  await mkdir(folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes folders whose process died over them, where they are older than this. Answers how many. */
export async function forgetScratch(before: Date): Promise<number> {
  let gone = 0;
  for (const name of await readdir(place()).catch(() => [])) {
    const folder = path.join(place(), name);
    const facts = await stat(folder).catch(() => null);
    if (!facts || facts.mtime >= before) continue;
    await rm(folder, { recursive: true, force: true });
    gone += 1;
  }
  return gone;
}
