import { FingerprintIndex } from "@dodona/dolos-core";
import { fingerprintsOf, KGRAM, tokenized, WINDOW } from "./fingerprints.ts";

/** Lines in common, counted from 0, ends included. */
export type Fragment = { left: [number, number]; right: [number, number]; tokens: number };

const MOST_FRAGMENTS = 200;
/** What repeats more often than this on both sides together marks no place: tables and generated code. */
const MOST_PLACES = 100;

/** The pieces that two sources have in common beside what is `known`, the largest first, and the longest of them. */
export function inCommon(
  left: string,
  right: string,
  known: ReadonlySet<number>,
  mostTokens: number,
): { longest: number; fragments: Fragment[] } {
  const index = new FingerprintIndex(KGRAM, WINDOW);
  const files = [tokenized("left", left, mostTokens), tokenized("right", right, mostTokens)] as const;
  const others = fingerprintsOf(files[1].tokens);
  const repeated = [...fingerprintsOf(files[0].tokens)].filter(
    ([hash, times]) => times * (others.get(hash) ?? 0) > MOST_PLACES,
  );
  index.addIgnoredHashes([...known]);
  index.addIgnoredHashes(repeated.map(([hash]) => hash));
  index.addFiles([...files]);
  const pair = index.getPair(...files);
  const fragments = pair.buildFragments().map((f) => ({
    left: [f.leftSelection.startRow, f.leftSelection.endRow] as [number, number],
    right: [f.rightSelection.startRow, f.rightSelection.endRow] as [number, number],
    tokens: f.pairs.length,
  }));
  return {
    longest: pair.longest,
    fragments: fragments.sort((a, b) => b.tokens - a.tokens).slice(0, MOST_FRAGMENTS),
  };
}
