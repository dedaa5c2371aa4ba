import { lstat, readFile } from "node:fs/promises";
import path from "node:path";
import { type Metadata, readMetadata } from "../scoring/metadata.ts";

const METADATA_BYTES = 1024 * 1024;
/** Real scoring programs keep whole tables beside the scores in scores.json. */
const SCORES_BYTES = 16 * 1024 * 1024;

/** What the metadata file of a program says, or null when there is none: that makes a submission of results. */
export async function metadataOf(folder: string): Promise<Metadata | null> {
  for (const name of ["metadata.yaml", "metadata"]) {
    const facts = await lstat(path.join(folder, name)).catch(() => null);
    if (!facts?.isFile()) continue;
    if (facts.size > METADATA_BYTES) return { command: null };
    return readMetadata(await readFile(path.join(folder, name), "utf8"));
  }
  return null;
}

/** The text of a file of scores, null when there is no plain file of this name, or "too_large". */
export async function scoresFile(file: string): Promise<{ text: string } | "too_large" | null> {
  const facts = await lstat(file).catch(() => null);
  if (!facts?.isFile()) return null;
  return facts.size > SCORES_BYTES ? "too_large" : { text: await readFile(file, "utf8") };
}

/** The page of detailed results among the files of a scoring program's output: by its name, else the first. */
export function detailedPage(files: readonly string[]): string | null {
  const pages = files.filter((file) => !file.includes("/") && file.endsWith(".html"));
  return pages.includes("detailed_results.html") ? "detailed_results.html" : (pages[0] ?? null);
}
