import { execFile } from "node:child_process";
import { chown, copyFile, lstat, mkdir, readdir, readFile, statfs } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);
const asRoot = () => process.getuid?.() === 0;
const PAGE = 4096;

/** A step's writable folders: a memory disk of bounded size where the judge may mount one. */
export type Workspace = {
  folder: string;
  /** Fixes what is there now as the judge's own: the programs may add `outputBytes` and `outputFiles`. */
  handOver(): Promise<void>;
  isOverfull(): Promise<boolean>;
  /** Makes one of its linkless folders a folder like any other; false where it stays a mount of its own. */
  release(linkless: string): Promise<boolean>;
  close(): Promise<void>;
};

type Room = { bytes: number; files: number };

async function filled(folder: string, mounted: boolean, stopAt: Room): Promise<Room> {
  if (mounted) {
    const disk = await statfs(folder);
    return { bytes: (disk.blocks - disk.bfree) * disk.bsize, files: disk.files - disk.ffree };
  }
  const found = { bytes: 0, files: 0 };
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of await readdir(next, { withFileTypes: true }).catch(() => [])) {
      const full = path.join(next, entry.name);
      found.files += 1;
      if (entry.isDirectory()) folders.push(full);
      else found.bytes += (await lstat(full).catch(() => null))?.size ?? 0;
      if (found.files > stopAt.files || found.bytes > stopAt.bytes) return found;
    }
  }
  return found;
}

/** Whether this machine's `mount` knows `nosymfollow` (Linux 5.10, util-linux 2.38). */
let linklessWorks = true;

/** Mounts the memory disk, and over it the folders in which no link is followed, by the programs neither. */
async function mountDisk(folder: string, settings: string, linkless: readonly string[]): Promise<void> {
  await exec("mount", ["-t", "tmpfs", "-o", settings, "podium", folder]);
  for (const name of linkless) {
    const at = path.join(folder, name);
    await mkdir(at, { recursive: true });
    if (linklessWorks)
      await exec("mount", ["-o", "bind,nosymfollow", at, at]).catch(() => {
        linklessWorks = false;
      });
  }
}

/**
 * `own`: what the judge itself will put in, folders included. `output`: what the programs may add. `linkless`:
 * the folders in it that several programs or the judge read, where a link of one would lead another astray.
 */
export async function openWorkspace(
  folder: string,
  own: Room,
  output: Room,
  linkless: readonly string[],
): Promise<Workspace> {
  const mounted = asRoot();
  // Every file and folder takes whole pages of a memory disk.
  const size = own.bytes + own.files * 2 * PAGE + 16 * PAGE + output.bytes;
  const inodes = own.files + 64 + output.files;
  await mkdir(folder, { recursive: true });
  if (mounted) await mountDisk(folder, `size=${size},nr_inodes=${inodes},mode=755,nosuid,nodev`, linkless);
  let before: Room = { bytes: 0, files: 0 };
  return {
    folder,
    async handOver() {
      before = await filled(folder, mounted, { bytes: size * 2, files: inodes * 2 });
    },
    async isOverfull() {
      const room = { bytes: before.bytes + output.bytes, files: before.files + output.files };
      const now = await filled(folder, mounted, room);
      return now.bytes >= room.bytes || now.files >= room.files;
    },
    async release(name) {
      if (!mounted || !linklessWorks) return true;
      return exec("umount", [path.join(folder, name)]).then(
        () => true,
        () => false,
      );
    },
    close: () => removeFolder(folder, mounted),
  };
}

async function removeFolder(folder: string, mounted: boolean): Promise<void> {
  if (mounted) await exec("umount", ["-R", folder]).catch(() => exec("umount", ["-R", "-l", folder]));
  // rm goes by open folders, so it also ends trees deeper than a path may be long.
  await exec("rm", ["-rf", "--", folder]);
}

/** Unmounts and deletes the folders a killed judge left below `folder`. */
export async function sweepWorkspaces(folder: string): Promise<void> {
  const mounts = (await readFile("/proc/self/mountinfo", "utf8").catch(() => "")).split("\n");
  const below = mounts
    .map((line) =>
      (line.split(" ")[4] ?? "").replace(/\\([0-7]{3})/g, (_, code) =>
        String.fromCharCode(Number.parseInt(code, 8)),
      ),
    )
    .filter((at) => at.startsWith(`${folder}/`));
  for (const at of below.reverse()) await exec("umount", ["-l", at]).catch(() => {});
  await exec("rm", ["-rf", "--", folder]);
}

/** Copies a tree of plain files and gives it to `uid`. `from` is the judge's own, never a program's. */
export async function copyTree(from: string, to: string, uid: number): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target, uid);
    else {
      await copyFile(source, target);
      await give(target, uid);
    }
  }
  await give(to, uid);
}

/** Gives one file or folder to `uid`, where the judge may. */
export async function give(target: string, uid: number): Promise<void> {
  if (asRoot()) await chown(target, uid, uid);
}
