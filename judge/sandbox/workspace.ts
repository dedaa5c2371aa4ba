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

/** `own`: what the judge itself will put in. `output`: what the programs may add. */
export async function openWorkspace(folder: string, own: Room, output: Room): Promise<Workspace> {
  const mounted = asRoot();
  // Every file and folder takes whole pages of a memory disk.
  const size = own.bytes + own.files * 2 * PAGE + 16 * PAGE + output.bytes;
  const inodes = own.files * 2 + 64 + output.files;
  await mkdir(folder, { recursive: true });
  if (mounted) {
    const settings = `size=${size},nr_inodes=${inodes},mode=755,nosuid,nodev`;
    await exec("mount", ["-t", "tmpfs", "-o", settings, "podium", folder]);
  }
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
    close: () => removeFolder(folder, mounted),
  };
}

async function removeFolder(folder: string, mounted: boolean): Promise<void> {
  if (mounted) await exec("umount", [folder]).catch(() => exec("umount", ["-l", folder]));
  // rm goes by open folders, so it also ends trees deeper than a path may be long.
  await exec("rm", ["-rf", "--", folder]);
}

/** Unmounts and deletes the folders a killed judge left below `folder`. */
export async function sweepWorkspaces(folder: string): Promise<void> {
  const mounts = (await readFile("/proc/self/mountinfo", "utf8").catch(() => "")).split("\n");
  const below = mounts.map((line) => line.split(" ")[4] ?? "").filter((at) => at.startsWith(`${folder}/`));
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

/** Gives a whole tree, freshly unpacked by the judge, to `uid`. */
export async function giveTree(folder: string, uid: number): Promise<void> {
  if (!asRoot()) return;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) await giveTree(full, uid);
    else await chown(full, uid, uid);
  }
  await chown(folder, uid, uid);
}
