import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { unpackArchive } from "../contract/archive.ts";

/** What a task's own archives may hold: the organiser's upload limits have bounded them already. */
const TASK_LIMITS = { maxFiles: 500_000, maxBytes: 64 * 1024 ** 3, maxRatio: 5_000 };

/** `files` counts folders too: each takes its place on a disk. */
export type Held = { folder: string; bytes: number; files: number; release(): void };
type Kept = { bytes: number; files: number; users: number; usedAt: number };
type Fetch = (to: string) => Promise<void>;
export type Cache = {
  hold(hash: string, fetch: Fetch): Promise<Held>;
  /** Frees so many bytes, or what no run uses if that is less. Answers how many. */
  free(bytes: number): Promise<number>;
};

/**
 * A task's unpacked archives by content hash, shared by all runs, never written to again. Once together they
 * exceed `maxBytes`, the least recently used that no run uses go until `lowBytes` are left.
 */
export async function openCache(folder: string, maxBytes: number, lowBytes = maxBytes): Promise<Cache> {
  const kept = new Map<string, Promise<Kept>>();
  const sizes = new Map<string, Kept>();
  let turn = 0;
  await rm(path.join(folder, "new"), { recursive: true, force: true });
  await mkdir(path.join(folder, "new"), { recursive: true });
  for (const name of await readdir(folder)) {
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const facts = await readFile(path.join(folder, `${name}.json`), "utf8").then(JSON.parse, () => null);
    if (facts) remember(name, { bytes: facts.bytes, files: facts.files, users: 0, usedAt: turn++ });
    else await rm(path.join(folder, name), { recursive: true, force: true });
  }

  function remember(hash: string, one: Kept) {
    sizes.set(hash, one);
    kept.set(hash, Promise.resolve(one));
  }

  async function bring(hash: string, fetch: Fetch): Promise<Kept> {
    const packed = path.join(folder, "new", `${hash}.zip`);
    const unpacked = path.join(folder, "new", hash);
    try {
      await fetch(packed);
      await mkdir(unpacked);
      const facts = await unpackArchive(packed, unpacked, TASK_LIMITS);
      if (!facts.ok)
        throw new Error(`a task's archive ${hash} is refused: ${facts.problem} (${facts.detail})`);
      const one = { bytes: facts.bytes, files: facts.files.length + facts.folders, users: 0, usedAt: turn++ };
      await rename(unpacked, path.join(folder, hash));
      await writeFile(
        path.join(folder, `${hash}.json`),
        JSON.stringify({ bytes: one.bytes, files: one.files }),
      );
      sizes.set(hash, one);
      return one;
    } finally {
      await rm(packed, { force: true });
      await rm(unpacked, { recursive: true, force: true });
    }
  }

  const held = () => [...sizes.values()].reduce((sum, one) => sum + one.bytes, 0);

  async function evict(most: number): Promise<number> {
    const before = held();
    let total = before;
    const idle = [...sizes].filter(([, one]) => one.users === 0).sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [hash, one] of idle) {
      if (total <= most) break;
      // Still idle? A run may have taken it while an older one was deleted.
      if (one.users > 0) continue;
      total -= one.bytes;
      sizes.delete(hash);
      kept.delete(hash);
      await rm(path.join(folder, `${hash}.json`), { force: true });
      await rename(path.join(folder, hash), path.join(folder, "new", `old-${hash}-${turn++}`));
    }
    for (const name of await readdir(path.join(folder, "new")))
      if (name.startsWith("old-")) await rm(path.join(folder, "new", name), { recursive: true, force: true });
    return before - total;
  }

  return {
    free: (bytes) => evict(held() - bytes),
    async hold(hash, fetch) {
      let one: Kept | null = null;
      while (!one) {
        const brought = kept.get(hash);
        const coming = brought ?? bring(hash, fetch);
        if (!brought) {
          kept.set(hash, coming);
          coming.catch(() => kept.delete(hash));
        }
        // Another run's fetch ends with that run, when it is cancelled: then this one fetches for itself.
        const came = await coming.catch((error) => {
          if (!brought) throw error;
          return null;
        });
        // Deleted in the moment between?
        if (came && sizes.get(hash) === came) one = came;
      }
      one.users += 1;
      one.usedAt = turn++;
      if (held() > maxBytes) await evict(lowBytes);
      return {
        folder: path.join(folder, hash),
        bytes: one.bytes,
        files: one.files,
        release: () => {
          one.users -= 1;
        },
      };
    },
  };
}
