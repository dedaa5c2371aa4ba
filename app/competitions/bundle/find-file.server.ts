import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/** A file or folder of an unpacked bundle, by its path from the root. */
export type FoundFile = { relative: string; place: string; found: Awaited<ReturnType<typeof stat>> };

/** Where no more of a path is there, or where it could not be. */
const GONE = ["ENOENT", "ENOTDIR", "ENAMETOOLONG"];

/** Upper and lower case, and the ways to write an accent, are no difference: strangers' disks make none. */
const folded = (name: string) => name.normalize("NFC").toLowerCase();

/** A path as bundles write it: backslashes, `./`, and a slash at either end count for nothing; null if it leads out. */
export function relativePath(named: string): string | null {
  if (named.includes("\0")) return null;
  const relative = path.posix.normalize(named.replace(/\\/g, "/").replace(/^\/+/, "")).replace(/\/+$/, "");
  return /^\.\.(\/|$)/.test(relative) ? null : relative;
}

/**
 * What a bundle means by a path: the very file or folder, else the zip of that folder or the folder of that zip,
 * else one of these whose name is written otherwise. `exact` says that it was the first. Null without any.
 */
export async function findFile(
  root: string,
  named: string,
): Promise<(FoundFile & { exact: boolean }) | null> {
  const relative = relativePath(named);
  if (relative === null) return null;
  const other = relative.endsWith(".zip") ? relative.slice(0, -4) : `${relative}.zip`;
  for (const look of [at, alike])
    for (const one of [relative, other]) {
      const file = one === "" ? null : await look(root, one);
      if (file) return { ...file, exact: file.relative === relative && !named.startsWith("/") };
    }
  return null;
}

async function at(root: string, relative: string): Promise<FoundFile | null> {
  const place = path.join(root, relative);
  const found = await orGone(stat(place));
  return found && { relative, place, found };
}

/** The only file whose path differs in nothing but case and the writing of accents. */
async function alike(root: string, relative: string): Promise<FoundFile | null> {
  let here = "";
  for (const part of relative.split("/")) {
    const names = (await orGone(readdir(path.join(root, here)))) ?? [];
    const [meant, ...others] = names.includes(part)
      ? [part]
      : names.filter((n) => folded(n) === folded(part));
    if (meant === undefined || others.length > 0) return null;
    here = path.posix.join(here, meant);
  }
  return at(root, here);
}

const orGone = <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: NodeJS.ErrnoException) => {
    if (GONE.includes(error.code ?? "")) return null;
    throw error;
  });
