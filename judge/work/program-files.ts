import { lstat } from "node:fs/promises";
import path from "node:path";
import { readPlain } from "../sandbox/plain-file.ts";
import { type Metadata, readMetadata, type Who } from "../scoring/metadata.ts";
import { readScores, type Scores } from "../scoring/read-scores.ts";
import { inTime, TookTooLong } from "./in-time.ts";

const METADATA_BYTES = 1024 * 1024;
/** Real scoring programs keep whole tables beside the scores in scores.json. */
const SCORES_BYTES = 16 * 1024 * 1024;
const SCORES_TEXT_BYTES = 1024 * 1024;

const METADATA = ["metadata.yaml", "metadata"];

/**
 * What the metadata file of a program says, or null when there is none: that makes a submission of results. Of an
 * organiser's own program another ending leaves no doubt.
 */
export async function metadataOf(folder: string, who: Who): Promise<Metadata | null> {
  for (const name of who === "submission" ? METADATA : [...METADATA, "metadata.yml"]) {
    const facts = await lstat(path.join(folder, name)).catch(() => null);
    if (!facts?.isFile()) continue;
    const read = await readPlain(path.join(folder, name), METADATA_BYTES);
    if (read === null || read === "too_large") return { command: null };
    try {
      return inTime(() => readMetadata(read.text));
    } catch (error) {
      if (error instanceof TookTooLong) return { command: null };
      throw error;
    }
  }
  return null;
}

/** The scores in a cleaned output folder of a scoring program, by metric key. */
export async function scoresIn(folder: string, keys: readonly string[]): Promise<Scores> {
  const bad = (detail: string): Scores => ({ ok: false, cause: "bad_scores", detail });
  const json = await readPlain(path.join(folder, "scores.json"), SCORES_BYTES);
  if (json === "too_large") return bad("scores.json is larger than 16 MiB");
  const text = json ? null : await readPlain(path.join(folder, "scores.txt"), SCORES_TEXT_BYTES);
  if (text === "too_large") return bad("scores.txt is larger than 1 MiB");
  try {
    return inTime(() => readScores({ json: json?.text ?? null, text: text?.text ?? null }, keys));
  } catch (error) {
    if (error instanceof TookTooLong) return bad("the file of scores takes too long to read");
    throw error;
  }
}

/** The page of detailed results among the files of a scoring program's output: by its name, else the first. */
export function detailedPage(files: readonly string[]): string | null {
  const pages = files.filter((file) => !file.includes("/") && file.endsWith(".html"));
  return pages.includes("detailed_results.html") ? "detailed_results.html" : (pages[0] ?? null);
}
