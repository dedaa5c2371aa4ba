import { readFile } from "node:fs/promises";
import path from "node:path";
import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { unpackArchive } from "../../judge/contract/archive.ts";
import { withScratch } from "../web/scratch.server.ts";

/** Results and documents, not sources. */
const DATA =
  /\.(csv|tsv|json|jsonl|ndjson|txt|md|rst|log|svg|xml|lock|html?|css|ya?ml|toml|ini|cfg|npy|npz|pdf)$/i;

export type SourceFile = { name: string; text: string };

/**
 * The source texts of a stored archive, by name: so many of them and so large as the settings say. Empty for what
 * is no archive or holds none: a container image, a file of results. Nothing else is unpacked, and what is goes
 * into a folder that is removed at once.
 */
export async function sourceFiles(hash: string): Promise<SourceFile[]> {
  const { ARCHIVE_MAX_FILES, ARCHIVE_MAX_RATIO, ...limits } = webConfig();
  let files = 0;
  let bytes = 0;
  const wanted = (name: string, size: number) => {
    if (DATA.test(name) || size === 0 || size > limits.SIMILARITY_MAX_FILE_BYTES) return false;
    if (files >= limits.SIMILARITY_MAX_FILES || bytes + size > limits.SIMILARITY_MAX_BYTES) return false;
    files += 1;
    bytes += size;
    return true;
  };
  return withScratch(async (folder) => {
    const unpacked = await unpackArchive(
      await blobStore().path(hash),
      path.join(folder, "files"),
      { maxFiles: ARCHIVE_MAX_FILES, maxBytes: limits.SIMILARITY_MAX_BYTES, maxRatio: ARCHIVE_MAX_RATIO },
      { ignoreJunk: true, wanted },
    );
    const found: SourceFile[] = [];
    for (const name of unpacked.ok ? unpacked.files : []) {
      const text = asText(await readFile(path.join(folder, "files", name)));
      if (text !== null) found.push({ name, text });
    }
    return found;
  });
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
