import path from "node:path";
import { isJunk } from "../../../judge/contract/archive.ts";

/** What says how a program runs: on top of it, or nothing of it does. */
export const METADATA: readonly string[] = ["metadata", "metadata.yaml", "metadata.yml"];

/**
 * Where a program begins among its files: "" where metadata lies on top, as it must; the one folder that all of it
 * was packed with; null where neither has metadata.
 */
export function folderOfProgram(files: readonly string[]): string | null {
  const own = files.filter((name) => !isJunk(name));
  if (own.some((name) => METADATA.includes(name))) return "";
  const [top, ...others] = new Set(own.map((name) => name.split("/")[0]!));
  const inside = own.some(
    (name) => path.posix.dirname(name) === top && METADATA.includes(path.posix.basename(name)),
  );
  return top && others.length === 0 && inside ? top : null;
}
