import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
/** What opening says of links, sockets, missing files and folders in their place. */
const NO_FILE = ["ELOOP", "EMLINK", "ENXIO", "ENOENT", "ENOTDIR", "EISDIR"];

/** Opens a regular file with one name, never through a link and never waiting at a pipe; else null. */
export async function openPlain(file: string): Promise<FileHandle | null> {
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error) => {
    if (NO_FILE.includes(error.code)) return null;
    throw error;
  });
  const facts = await handle?.stat();
  if (handle && facts?.isFile() && facts.nlink === 1) return handle;
  await handle?.close();
  return null;
}

/** The whole text of a plain file; null when there is none, "too_large" when it has more than `most` bytes. */
export async function readPlain(file: string, most: number): Promise<{ text: string } | "too_large" | null> {
  const handle = await openPlain(file);
  if (!handle) return null;
  try {
    if ((await handle.stat()).size > most) return "too_large";
    return { text: await handle.readFile("utf8") };
  } finally {
    await handle.close();
  }
}
