import { File, Region, TokenizedFile, WinnowFilter } from "@dodona/dolos-core";
import { tokensOf } from "./tokens.ts";

/** Tokens of one fingerprint, and of how many neighbours one is kept (winnowing). */
export const KGRAM = 23;
export const WINDOW = 17;

/** The first `mostTokens` tokens of a source, as the library wants them. */
export function tokenized(name: string, text: string, mostTokens: number): TokenizedFile {
  const tokens = tokensOf(text, mostTokens);
  return new TokenizedFile(
    new File(name, text),
    tokens.map((t) => t.kind),
    tokens.map((t) => new Region(t.row, t.col, t.endRow, t.endCol)),
  );
}

/** How often each fingerprint occurs among tokens: hashes below 2²⁶. */
export function fingerprintsOf(kinds: string[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const { hash } of new WinnowFilter(KGRAM, WINDOW).fingerprints(kinds))
    found.set(hash, (found.get(hash) ?? 0) + 1);
  return found;
}
