import yazl from "yazl";

/** A zip of texts by their path. */
export async function zipOf(files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** The counting bundle's scoring program; it looks at the answers from this one on. */
export const scorer = (from = 0) => ({
  metadata: "command: python3 score.py\n",
  "score.py": `
import json, time
truth = open("/app/input/ref/truth.txt").read().split()
lines = open("/app/input/res/answers.txt").read().splitlines()
for line in lines:
    if line.startswith("sleep "):
        print("waiting as asked", flush=True)
        time.sleep(float(line.split()[1]))
answers = [line for line in lines if line and not line.startswith("sleep ")]
pairs = list(zip(answers, truth))[${from}:]
right = sum(a == b for a, b in pairs)
print("right:", right, "of", len(truth) - ${from})
json.dump({"accuracy": right / (len(truth) - ${from}), "ignored": None}, open("/app/output/scores.json", "w"))
`,
});

/**
 * A Codabench v2 bundle whose scoring program counts right answers: standard Python alone, so that it
 * runs on the small image. A submission is a file `answers.txt`; a line `sleep N` makes scoring wait. `more` is
 * added to its competition.yaml.
 */
export const countingBundle = (title: string, more = "") =>
  zipOf({
    "competition.yaml": `
version: 2
title: ${title}
description: Say the squares.
image: logo.png
terms: terms.md
registration_auto_approve: true
docker_image: codalab/codalab-legacy:py37
pages:
  - {title: Overview, file: overview.md}
tasks:
  - {index: 0, name: Squares, scoring_program: scoring_program, reference_data: reference_data}
phases:
  - {name: Only phase, index: 0, start: 2020-01-01, tasks: [0], max_submissions_per_day: 0, max_submissions: 0}
leaderboards:
  - title: Results
    key: main
    submission_rule: Force_Best
    columns:
      - {title: Accuracy, key: accuracy, index: 0, sorting: desc, precision: 4}
${more}`,
    "logo.png": Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    ),
    "terms.md": "Be fair.",
    "overview.md": "Square the numbers from 0 to 6.",
    "reference_data/truth.txt": "0\n1\n4\n9\n16\n25\n36\n",
    ...Object.fromEntries(Object.entries(scorer()).map(([name, text]) => [`scoring_program/${name}`, text])),
  });

/** Answers of which the first `right` of seven are right. */
export const answers = (right: number, sleepS = 0) => answersBetween(0, right, sleepS);

/** Answers of which those from one place to before another are right. */
export const answersBetween = (from: number, to: number, sleepS = 0) =>
  zipOf({
    "answers.txt": [
      ...(sleepS ? [`sleep ${sleepS}`] : []),
      ...Array.from({ length: 7 }, (_, i) => (from <= i && i < to ? i * i : -1)),
    ].join("\n"),
  });
