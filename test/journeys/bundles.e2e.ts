import { expect, test } from "@playwright/test";
import { aTeam, boardOf, handIn, judged, ownerByToken, publishBundle } from "../support/api.ts";
import { zipOf } from "../support/bundle.ts";
import { type Flower, flowersBundle, tidesBundle } from "../support/format-bundles.ts";

test.describe.configure({ timeout: 120_000 });

const HOURS = Array.from({ length: 13 }, (_, hour) => hour);
const HEIGHTS = HOURS.map((hour) => Number((2.5 + 1.7 * Math.cos(hour / 2)).toFixed(3)));
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** What Codabench keeps of a score. */
const ten = (value: number | string | undefined) => Number(value).toFixed(10);

const scoresOf = (end: { scores: { key: string; value: string }[] }) =>
  Object.fromEntries(end.scores.map(({ key, value }) => [key, ten(value)]));
const rowOf = (row: { values: Record<string, string> } | undefined) =>
  Object.values(row?.values ?? {})
    .map(ten)
    .sort();

function errorsOf(said: readonly number[]) {
  const errors = HEIGHTS.map((height, i) => Math.abs(height - (said[i] as number)));
  return { rmse: ten(Math.hypot(...errors) / Math.sqrt(errors.length)), mae: ten(mean(errors)) };
}
/** The mean of two decimals of ten digits, rounded half up to ten digits, in whole numbers. */
function meanOf(a: string, b: string): string {
  const sum = BigInt(a.replace(".", "")) + BigInt(b.replace(".", ""));
  const digits = ((sum + 1n) / 2n).toString().padStart(11, "0");
  return `${digits.slice(0, -10)}.${digits.slice(-10)}`;
}

test("a bundle for results scores files and self-running programs to ten digits", async () => {
  const owner = await ownerByToken();
  const slug = await publishBundle(owner, await tidesBundle(HOURS, HEIGHTS));
  const [files, program] = [await aTeam(owner, slug, "Files"), await aTeam(owner, slug, "Program")];

  const flat = HOURS.map((hour) => 2.4 + hour / 7);
  const wave = HOURS.map((hour) => 2.5 + 1.6 * Math.cos((hour - 0.25) / 2));
  const [byFiles, byProgram] = await Promise.all([
    handIn(files, slug, await zipOf({ "heights.txt": flat.join("\n") })),
    handIn(
      program,
      slug,
      await zipOf({
        metadata: "command: python $program/predict.py $output\n",
        "predict.py": `
import math, sys
hours = [float(line) for line in open("/app/input_data/hours.txt")]
heights = [2.5 + 1.6 * math.cos((hour - 0.25) / 2) for hour in hours]
open(sys.argv[1] + "/heights.txt", "w").write("\\n".join(map(repr, heights)))
`,
      }),
    ),
  ]);
  const ends = [await judged(files, byFiles), await judged(program, byProgram)];
  expect(ends.map((end) => [end.state, end.cause])).toEqual(Array(2).fill(["scored", "accepted"]));
  const expected = [errorsOf(flat), errorsOf(wave)];
  expect(ends.map(scoresOf)).toEqual(expected);

  const board = await boardOf(files, slug);
  expect(board.metrics.map(({ key }) => key)).toEqual(["rmse", "mae", "mean_error"]);
  expect(board.rows.map(({ rank, teamName }) => [rank, teamName])).toEqual([
    [1, "Program"],
    [2, "Files"],
  ]);
  expect(board.rows.map(rowOf)).toEqual(
    expected.reverse().map(({ rmse, mae }) => [rmse, mae, meanOf(rmse, mae)].sort()),
  );
});

const KNOWN: Flower[] = [
  { sizes: [5.1, 1.4], kind: "setosa" },
  { sizes: [4.7, 1.3], kind: "setosa" },
  { sizes: [6.1, 4.7], kind: "versicolor" },
  { sizes: [5.6, 4.1], kind: "versicolor" },
  { sizes: [6.9, 5.7], kind: "virginica" },
  { sizes: [7.7, 6.1], kind: "virginica" },
];
const UNKNOWN: Flower[] = [
  { sizes: [5.0, 1.6], kind: "setosa" },
  { sizes: [4.8, 1.9], kind: "setosa" },
  { sizes: [5.9, 4.2], kind: "versicolor" },
  { sizes: [6.6, 5.4], kind: "versicolor" },
  { sizes: [5.5, 3.7], kind: "versicolor" },
  { sizes: [7.1, 5.9], kind: "virginica" },
  { sizes: [6.0, 4.8], kind: "virginica" },
];

function nearest(flower: Flower): string {
  const apart = (other: Flower) => Math.hypot(...other.sizes.map((size, i) => size - (flower.sizes[i] ?? 0)));
  return [...KNOWN].sort((a, b) => apart(a) - apart(b))[0]?.kind ?? "";
}

function expectedOf(said: (flower: Flower) => string) {
  const right = (flowers: Flower[]) => flowers.filter((f) => said(f) === f.kind).length / flowers.length;
  const kinds = [...new Set(UNKNOWN.map(({ kind }) => kind))];
  const balanced = mean(kinds.map((kind) => right(UNKNOWN.filter((f) => f.kind === kind))));
  return { accuracy: ten(right(UNKNOWN)), balanced: ten(balanced) };
}

test("a bundle for code has its ingestion program import the team's model, and scores to ten digits", async () => {
  const owner = await ownerByToken();
  const slug = await publishBundle(owner, await flowersBundle(KNOWN, UNKNOWN));
  const team = await aTeam(owner, slug, "Neighbours");
  const byCode = await handIn(
    team,
    slug,
    await zipOf({
      metadata: "description: The nearest of the known flowers\n",
      "model.py": `
from distance import apart
class Model:
    def fit(self, sizes, kinds):
        self.known = list(zip(sizes, kinds))
    def predict(self, flowers):
        return [min(self.known, key=lambda one: apart(one[0], flower))[1] for flower in flowers]
`,
      "distance.py": "import math\napart = lambda a, b: math.dist(a, b)\n",
    }),
  );
  expect(await judged(team, byCode)).toMatchObject({ state: "scored", cause: "accepted" });
  const expected = expectedOf(nearest);
  expect(scoresOf(await judged(team, byCode))).toEqual(expected);
  // The two differ, so neither column can pass for the other.
  expect(expected.accuracy).not.toBe(expected.balanced);

  // Bundles rely on it: results score although the ingestion program finds no model in them.
  const byResults = await handIn(
    team,
    slug,
    await zipOf({ "kinds.txt": UNKNOWN.map(() => "versicolor").join("\n") }),
  );
  const constant = expectedOf(() => "versicolor");
  expect(scoresOf(await judged(team, byResults))).toEqual(constant);

  const board = await boardOf(team, slug);
  expect(board.rows.map((row) => row.submissionId)).toEqual([byCode, byResults]);
  const worse = ({ accuracy, balanced }: typeof expected) => (accuracy < balanced ? accuracy : balanced);
  expect(board.rows.map(rowOf)).toEqual(
    [expected, constant].map((one) => [one.accuracy, one.balanced, worse(one)].sort()),
  );
});
