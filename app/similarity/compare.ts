import { File, FingerprintIndex, type Pair, Region, TokenizedFile } from "@dodona/dolos-core";
import { tokensOf } from "./tokens.ts";

/** What is compared: the text of a submission, and whose it is. */
export type Source = { id: string; entryId: string; text: string };

/** Lines in common, counted from 0, ends included. */
export type Fragment = { left: [number, number]; right: [number, number]; tokens: number };
export type Found = {
  leftId: string;
  rightId: string;
  similarity: number;
  longest: number;
  fragments: Fragment[];
};

/** Tokens of one fingerprint, and of how many neighbours one is kept (winnowing). */
const KGRAM = 23;
const WINDOW = 17;
/** Tokens of one submission that are looked at. */
const MOST_TOKENS = 40_000;
/** What more of the entries than this share is common knowledge, where there are enough to tell. */
const COMMON_SHARE = 0.5;
const COMMON_FROM = 10;
/** Less in common is not worth anybody's time. */
const LEAST_SIMILARITY = 0.1;
const MOST_FRAGMENTS = 200;

function tokenized(name: string, text: string): TokenizedFile {
  const tokens = tokensOf(text, MOST_TOKENS);
  return new TokenizedFile(
    new File(name, text),
    tokens.map((t) => t.kind),
    tokens.map((t) => new Region(t.row, t.col, t.endRow, t.endCol)),
  );
}

/**
 * Pairs of submissions of different entries that share fingerprints, most similar first, at most `most`.
 * What also stands in `template`, the kit that every team starts from, counts for nothing. Gives way between
 * steps, so that a server goes on answering.
 */
export async function compareAll(
  sources: readonly Source[],
  template: readonly string[],
  { most, giveWay }: { most: number; giveWay: (done: number) => Promise<void> },
): Promise<Found[]> {
  const common = Math.max(COMMON_FROM, Math.ceil(sources.length * COMMON_SHARE));
  const index = new FingerprintIndex(KGRAM, WINDOW, false, common);
  const files: { source: Source; file: TokenizedFile }[] = [];
  for (const source of sources) {
    const file = tokenized(source.id, source.text);
    index.addFiles([file]);
    files.push({ source, file });
    await giveWay(0);
  }
  // The library takes out only what came before.
  for (const [i, text] of template.entries()) index.addIgnoredFile(tokenized(`template ${i}`, text));

  let found: { pair: Pair; left: Source; right: Source; similarity: number }[] = [];
  for (const [i, left] of files.entries()) {
    for (const right of files.slice(i + 1)) {
      if (left.source.entryId === right.source.entryId) continue;
      const pair = index.getPair(left.file, right.file);
      const similarity = similarityOf(pair);
      if (similarity >= LEAST_SIMILARITY)
        found.push({ pair, left: left.source, right: right.source, similarity });
    }
    if (found.length > 2 * most) found = found.sort(bySimilarity).slice(0, most);
    await giveWay(i + 1);
  }
  return found
    .sort(bySimilarity)
    .slice(0, most)
    .map(({ pair, left, right, similarity }) => ({
      leftId: left.id,
      rightId: right.id,
      similarity,
      longest: pair.longest,
      fragments: pair
        .buildFragments()
        .map((f) => ({
          left: [f.leftSelection.startRow, f.leftSelection.endRow] as [number, number],
          right: [f.rightSelection.startRow, f.rightSelection.endRow] as [number, number],
          tokens: f.pairs.length,
        }))
        .sort((a, b) => b.tokens - a.tokens)
        .slice(0, MOST_FRAGMENTS),
    }));
}

const bySimilarity = (a: { similarity: number }, b: { similarity: number }) => b.similarity - a.similarity;

/** Fingerprints in common of all that are not common knowledge; the library counts the left's for both. */
function similarityOf({ leftEntry, rightEntry, leftCovered, rightCovered }: Pair): number {
  const own = [leftEntry, rightEntry].map(
    (entry) =>
      entry.kgrams.length -
      [...entry.ignored].reduce((sum, shared) => sum + shared.occurrencesOf(entry.file).length, 0),
  );
  const all = own.reduce((a, b) => a + b, 0);
  return all > 0 ? Math.min(1, (leftCovered + rightCovered) / all) : 0;
}
