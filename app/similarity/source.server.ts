import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { unpackArchive } from "../../judge/contract/archive.ts";

/** Of one submission; what goes beyond is not compared. */
const MOST_FILES = 200;
const MOST_FILE_BYTES = 256 * 1024;
const MOST_BYTES = 1024 * 1024;

/** Results and documents, not sources. */
const DATA =
  /\.(csv|tsv|json|jsonl|ndjson|txt|md|rst|log|svg|xml|lock|html?|css|ya?ml|toml|ini|cfg|npy|npz|pdf)$/i;

export type SourceFile = { name: string; text: string };

/**
 * The source texts of a stored archive, by name. Empty for what is no archive or holds none: a container
 * image, a file of results. Unpacked under the limits of every archive, into a folder that goes at once.
 */
export async function sourceFiles(hash: string): Promise<SourceFile[]> {
  const { ARCHIVE_MAX_FILES, ARCHIVE_MAX_BYTES, ARCHIVE_MAX_RATIO } = webConfig();
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-sources-"));
  try {
    const unpacked = await unpackArchive(
      await blobStore().path(hash),
      path.join(folder, "files"),
      { maxFiles: ARCHIVE_MAX_FILES, maxBytes: ARCHIVE_MAX_BYTES, maxRatio: ARCHIVE_MAX_RATIO },
      { ignoreJunk: true },
    );
    if (!unpacked.ok) return [];
    const found: SourceFile[] = [];
    let bytes = 0;
    for (const name of unpacked.files.filter((file) => !DATA.test(file))) {
      if (found.length >= MOST_FILES) break;
      const file = path.join(folder, "files", name);
      const { size } = await stat(file);
      if (size === 0 || size > MOST_FILE_BYTES || bytes + size > MOST_BYTES) continue;
      const text = asText(await readFile(file));
      if (text === null) continue;
      bytes += size;
      found.push({ name, text });
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Null for what is no UTF-8 text. */
function asText(content: Buffer): string | null {
  if (content.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content).replace(/\r\n?/g, "\n");
  } catch {
    return null;
  }
}

/** The files one after another: what is compared, and what fragments count their lines in. */
export const joined = (files: readonly SourceFile[]): string => files.map((file) => file.text).join("\n");

/** Where each file begins in the joined text, in lines from 0. */
export function startsOf(files: readonly SourceFile[]): number[] {
  let line = 0;
  return files.map(({ text }) => {
    const start = line;
    line += text.split("\n").length;
    return start;
  });
}
