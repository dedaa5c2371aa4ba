import { expect, test } from "vitest";
import { Comparison } from "../../app/similarity/compare.ts";
import { inCommon } from "../../app/similarity/fragments.ts";
import { tokensOf } from "../../app/similarity/tokens.ts";
import { MODEL } from "../factories/sources.ts";

const RENAMED = `# my very own work\n${MODEL.replaceAll("weights", "theta")
  .replaceAll("Model", "Learner")
  .replaceAll("guess", "estimate")
  .replaceAll("rows", "data")
  .replaceAll("100", "250")
  .replaceAll("    ", "\t")}`;
const OTHER = `
from collections import Counter

def neighbours(train, point, k):
    ranked = sorted(train, key=lambda item: abs(item[0] - point))
    return [label for _, label in ranked[:k]]

def vote(labels):
    counted = Counter(labels)
    if not counted:
        raise ValueError("nobody voted")
    return counted.most_common(1)[0][0]

while True:
    line = input()
    if line == "":
        break
    print(vote(neighbours([(1, 2), (3, 4)], float(line), 3)))
`;

const TOKENS = 40_000;
const compare = (texts: [entryId: string, text: string][], template: string[] = [], most = 10) => {
  const comparison = new Comparison(TOKENS);
  for (const [entryId, text] of texts) comparison.add(entryId, text);
  for (const text of template) comparison.leaveOut(text);
  const { pairs, known } = comparison.alike(most);
  return pairs.map((pair) => ({
    ...pair,
    ...inCommon(texts[pair.left]![1], texts[pair.right]![1], known, TOKENS),
  }));
};

test("renamed, reindented and commented sources are found as one", () => {
  const [pair] = compare([
    ["A", MODEL],
    ["B", RENAMED],
  ]);
  expect(pair).toMatchObject({ left: 0, right: 1 });
  expect(pair!.similarity).toBeGreaterThan(0.95);
  expect(pair!.fragments.length).toBeGreaterThan(0);
  // The comment before it moves the right side down by a line.
  expect(pair!.fragments[0]!.right[0]).toBe(pair!.fragments[0]!.left[0] + 1);
});

test("unrelated sources are no pair", () => {
  expect(
    compare([
      ["A", MODEL],
      ["B", OTHER],
    ]),
  ).toEqual([]);
});

test("a team is never paired with itself", () => {
  expect(
    compare([
      ["A", MODEL],
      ["A", MODEL],
    ]),
  ).toEqual([]);
});

test("what stands in the starting kit counts for nothing, what teams wrote still does", () => {
  const own = (extra: string): [string, string][] => [
    ["A", `${MODEL}\n${extra}`],
    ["B", `${RENAMED}\n${extra}`],
  ];
  expect(compare(own(""), [MODEL])).toEqual([]);
  const [pair] = compare(own(OTHER), [MODEL]);
  expect(pair!.similarity).toBeGreaterThan(0.9);
});

test("no more pairs are kept than asked for, the most similar first", () => {
  const texts: [string, string][] = Array.from({ length: 8 }, (_, i) => [
    `E${i}`,
    i < 2
      ? MODEL
      : `${MODEL}\n${OTHER.split("\n")
          .slice(0, i * 2)
          .join("\n")}`,
  ]);
  const found = compare(texts, [], 3);
  expect(found).toHaveLength(3);
  expect(found[0]).toMatchObject({ left: 0, right: 1, similarity: 1 });
});

test("what most of many teams have in common counts for nothing", () => {
  const texts = Array.from({ length: 12 }, (_, i): [string, string] => [`E${i}`, MODEL]);
  expect(compare(texts)).toEqual([]);
  const [pair] = compare([...texts, ["X", `${MODEL}\n${OTHER}`], ["Y", `${MODEL}\n${OTHER}`]]);
  expect(pair).toMatchObject({ left: 12, right: 13, similarity: 1 });
});

test("text that repeats without end costs nothing like its square", () => {
  const monotone = "x = 1;\n".repeat(10_000);
  const begun = performance.now();
  const [pair] = compare([
    ["A", `${monotone}${MODEL}`],
    ["B", `${monotone}${RENAMED}`],
  ]);
  expect(pair!.similarity).toBeGreaterThan(0.9);
  expect(pair!.fragments.length).toBeLessThan(50);
  // Each of 40,000 places beside each other one would be 1,600 million pieces: minutes, if the memory lasted.
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test("tokens know where they stand, and leave out comments in any language", () => {
  expect(tokensOf('int 数 = 42; // note\n/* a\nb */ return "x";').map((t) => t.kind)).toEqual([
    "int",
    "name",
    "=",
    "number",
    ";",
    "return",
    "text",
    ";",
  ]);
  const [, last] = tokensOf("a\n  bcd");
  expect(last).toEqual({ kind: "name", row: 1, col: 2, endRow: 1, endCol: 5 });
});

test("a text that never ends, an empty one and strange signs are read all the same", () => {
  expect(tokensOf("")).toEqual([]);
  expect(tokensOf('"""never ends').map((t) => t.kind)).toEqual(["text"]);
  expect(tokensOf("\u0000\ud800 \u202e").length).toBeGreaterThan(0);
  expect(tokensOf("a ".repeat(100), 10)).toHaveLength(10);
});
