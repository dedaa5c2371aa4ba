import { zipOf } from "./bundle.ts";

const LOGO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const head = (title: string) => `
version: 2
title: ${title}
image: logo.png
terms: terms.md
registration_auto_approve: true
docker_image: codalab/codalab-legacy:py37
pages:
  - {title: Overview, file: pages/overview.md}
`;
const texts = { "logo.png": LOGO, "terms.md": "Be fair.", "pages/overview.md": "# Overview" };
const lines = (values: readonly (number | string)[]) => `${values.join("\n")}\n`;

/**
 * A bundle for submissions of results, heights.txt: two error measures written to scores.txt, their mean as
 * a computed column, the scoring program packed as a zip of its own and called through the old variables.
 */
export async function tidesBundle(hours: readonly number[], heights: readonly number[]): Promise<Buffer> {
  return zipOf({
    ...texts,
    "competition.yaml": `${head("Tides")}
tasks:
  - index: 0
    name: Heights
    scoring_program: programs/scoring.zip
    reference_data: reference_data/
    input_data: input_data
phases:
  - {name: Main, index: 0, start: 2020-01-01, tasks: [0], max_submissions_per_day: 0, max_submissions: 0}
leaderboards:
  - title: Results
    key: main
    submission_rule: Force_Best
    primary_index: 2
    columns:
      - {title: RMSE, key: rmse, index: 0, sorting: asc, precision: 4}
      - {title: MAE, key: mae, index: 1, sorting: asc, precision: 4}
      - {title: Mean error, key: mean_error, index: 2, sorting: asc, computation: avg, computation_indexes: ["0", "1"]}
`,
    "input_data/hours.txt": lines(hours),
    "reference_data/heights.txt": lines(heights),
    "programs/scoring.zip": await zipOf({
      metadata: "command: python $program/score.py $input $output\ndescription: Errors of the heights\n",
      "score.py": `
import math, os, sys
given, output = sys.argv[1:3]
read = lambda *path: [float(line) for line in open(os.path.join(given, *path)).read().split()]
truth, said = read("ref", "heights.txt"), read("res", "heights.txt")
assert len(truth) == len(said), "one height an hour"
errors = [abs(a - b) for a, b in zip(truth, said)]
with open(os.path.join(output, "scores.txt"), "w") as scores:
    scores.write("rmse: %r\\n" % math.sqrt(sum(e * e for e in errors) / len(errors)))
    scores.write("mae: %r\\n" % (sum(errors) / len(errors)))
    scores.write("hours: %d\\n" % len(errors))
`,
    }),
  });
}

export type Flower = { sizes: readonly number[]; kind: string };

/**
 * A bundle for submissions of code: an ingestion program imports the team's Model from model.py, has it
 * learn and predict, and a scoring program called by a relative command compares. Standard Python alone.
 */
export function flowersBundle(known: readonly Flower[], unknown: readonly Flower[]): Promise<Buffer> {
  const sizes = (flowers: readonly Flower[]) => lines(flowers.map((flower) => flower.sizes.join(" ")));
  const kinds = (flowers: readonly Flower[]) => lines(flowers.map((flower) => flower.kind));
  return zipOf({
    ...texts,
    "competition.yaml": `${head("Flowers")}
tasks:
  - &flowers
    index: 0
    name: Flowers
    ingestion_program: ingestion_program/
    scoring_program: scoring_program/
    input_data: input_data/
    reference_data: reference_data/
phases:
  - {name: Main, index: 0, start: 2020-01-01, tasks: [0], max_submissions_per_day: 0, max_submissions: 0}
leaderboards:
  - title: Results
    key: main
    submission_rule: Force_Latest_Multiple
    columns:
      - {title: Accuracy, key: accuracy, index: 0, sorting: desc, precision: 4}
      - {title: Balanced accuracy, key: balanced, index: 1, sorting: desc, precision: 4}
      - {title: Worse of both, key: worse, index: 2, sorting: desc, computation: min, computation_indexes: [0, 1]}
`,
    "input_data/train.txt": sizes(known),
    "input_data/train_kinds.txt": kinds(known),
    "input_data/test.txt": sizes(unknown),
    "reference_data/kinds.txt": kinds(unknown),
    "ingestion_program/metadata.yaml":
      "command: python $ingestion_program/ingestion.py $input $output $ingestion_program $submission_program\n",
    "ingestion_program/ingestion.py": `
import os, sys
given, output, program, submission = sys.argv[1:5]
sys.path.append(submission)
from model import Model
rows = lambda name: [[float(v) for v in line.split()] for line in open(os.path.join(given, name))]
kinds = open(os.path.join(given, "train_kinds.txt")).read().split()
model = Model()
model.fit(rows("train.txt"), kinds)
with open(os.path.join(output, "kinds.txt"), "w") as said:
    said.writelines(kind + "\\n" for kind in model.predict(rows("test.txt")))
`,
    "scoring_program/metadata.yaml": "command: python3 score.py\n",
    "scoring_program/score.py": `
import json
from helpers import read
truth, said = read("/app/input/ref/kinds.txt"), read("/app/input/res/kinds.txt")
hits = [a == b for a, b in zip(truth, said)]
recall = {k: [hit for hit, t in zip(hits, truth) if t == k] for k in sorted(set(truth))}
scores = {
    "accuracy": sum(hits) / len(truth),
    "balanced": sum(sum(r) / len(r) for r in recall.values()) / len(recall),
    "by_kind": {k: sum(r) for k, r in recall.items()},
}
json.dump(scores, open("/app/output/scores.json", "w"))
`,
    "scoring_program/helpers.py": "read = lambda file: open(file).read().split()\n",
    "__MACOSX/._competition.yaml": "junk",
  });
}
