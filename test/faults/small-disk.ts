import { execFile } from "node:child_process";
import { mkdir, open, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);
const SIZE_MIB = 24;
const PIECE = Buffer.alloc(64 * 1024, "full");

/** A small disk of its own for a judge's folder, which can be filled. Needs root; else the folder is a plain one. */
export async function smallDisk(folder: string) {
  await mkdir(folder, { recursive: true });
  const own = process.getuid?.() === 0;
  if (own) await exec("mount", ["-t", "tmpfs", "-o", `size=${SIZE_MIB}m,mode=755`, "podium-faults", folder]);
  const filler = path.join(folder, "filler");
  return {
    /** Writes until nothing more fits. Answers whether it did. */
    async fill(): Promise<boolean> {
      if (!own) return false;
      const file = await open(filler, "w");
      try {
        for (;;) await file.write(PIECE);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
        return true;
      } finally {
        await file.close();
      }
    },
    empty: () => rm(filler, { force: true }),
    async close() {
      if (own) await exec("umount", ["-l", folder]);
    },
  };
}
