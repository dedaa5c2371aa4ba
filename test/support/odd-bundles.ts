import { buffer } from "node:stream/consumers";
import yazl from "yazl";
import { zipOf } from "../judge/zip-of.ts";
import type { Files } from "./stranger-bundles.ts";

/** Bundles that are all right at home, and odd in another way each. */

const LOGO = "a logo";

/** Codabench's of several data sets: code is run on each, and the mean of its ranks decides. */
export const rankedBundle = (): Files => ({
  "competition.yaml": `
title: Four sets
version: 2
image: logo.png
terms: terms.md
pages: [{title: Overview, file: terms.md}]
tasks:
  - {index: 0, name: Sets, input_data: input, reference_data: truth, scoring_program: scoring, ingestion_program: ingestion}
phases:
  - {index: 0, name: Only, start: 1-1-2024, tasks: [0], max_submissions_per_day: 0, max_submissions: 0}
leaderboards:
  - index: 0
    title: Results
    key: Results
    submission_rule: "Force_Last"
    columns:
      - {title: Average Rank, key: avg_rank, index: 0, sorting: asc, computation: avg_rank, computation_indexes: [1, 2, 3]}
      - {title: One, key: set1, index: 1, sorting: desc}
      - {title: Two, key: set2, index: 2, sorting: desc}
      - {title: Loss, key: loss, index: 3, sorting: asc}
      - {title: Duration, key: duration, index: 4, sorting: asc}
`,
  "logo.png": LOGO,
  "terms.md": "Be fair.",
  "input/set1.txt": "1 2 3 4 5 6 7",
  "input/set2.txt": "10 20 30",
  "truth/set1.txt": "1 4 9 16 25 36 49",
  "truth/set2.txt": "100 400 900",
  "ingestion/metadata": "command: python3 $ingestion_program/run.py $input $output $submission_program\n",
  "ingestion/run.py": `
import json, os, sys
given, output, submission = sys.argv[1:4]
sys.path.append(submission)
from model import Model
for name in ("set1", "set2"):
    numbers = [int(n) for n in open(os.path.join(given, name + ".txt")).read().split()]
    with open(os.path.join(output, name + ".predict"), "w") as file:
        file.write(" ".join(str(Model().predict(n)) for n in numbers))
json.dump({"duration": 1.5}, open(os.path.join(output, "metadata.json"), "w"))
`,
  "scoring/metadata.yaml": "command: python3 score.py\n",
  "scoring/score.py": `
import json
scores, loss = {}, 0
for name in ("set1", "set2"):
    truth = [float(n) for n in open("/app/input/ref/%s.txt" % name).read().split()]
    said = [float(n) for n in open("/app/input/res/%s.predict" % name).read().split()]
    scores[name] = sum(a == b for a, b in zip(truth, said)) / len(truth)
    loss += sum(abs(a - b) for a, b in zip(truth, said)) / 3
scores["loss"] = loss
scores["duration"] = json.load(open("/app/input/res/metadata.json"))["duration"]
json.dump(scores, open("/app/output/scores.json", "w"))
`,
});

/** CodaLab's, packed by Windows in China: backslashes, its encoding, its line ends, a mark at the start. */
export function windowsBundle(): Buffer {
  const yaml = `version: 1.5
title: Windows
description: ""
image: logo.png
has_registration: False
html: {overview: 概述.html, terms: 概述.html}
phases:
  1:
    phasenumber: 1
    label: Main
    start_date: 2019-06-30
    scoring_program: Scoring_Program
    reference_data: truth.zip
leaderboard:
  leaderboards:
    Results: &RESULTS {label: RESULTS, rank: 1}
  columns:
    rank: {leaderboard: *RESULTS, label: "< Rank >", rank: 1, sort: asc, numeric_format: 4, computed: {operation: Avg, fields: "right, wrong"}}
    right: {leaderboard: *RESULTS, label: Right, rank: 2, numeric_format: 4}
    wrong: {leaderboard: *RESULTS, label: Wrong, rank: 3, sort: asc}
    phase: {leaderboard: *RESULTS, label: Phase, rank: 4}
`;
  const lines = (text: string) => text.replaceAll("\n", "\r\n");
  const parts: [name: string | Buffer, content: string | Buffer][] = [
    ["competition.yaml", Buffer.from(`\uFEFF${lines(yaml)}`)],
    ["logo.png", LOGO],
    // 概述.html as GB 18030 writes it.
    [
      Buffer.concat([Buffer.from([0xb8, 0xc5, 0xca, 0xf6]), Buffer.from(".html")]),
      Buffer.from([0xb8, 0xc5, 0xca, 0xf6]),
    ],
    ["truth\\truth.txt", lines("1\n2\n3\n4\n5\n6\n")],
    [
      "scoring_program\\metadata",
      lines("command: python $program\\evaluate.py $input $output\ndescription: it\n"),
    ],
    [
      "scoring_program\\evaluate.py",
      lines(`
import sys
given, output = sys.argv[1:3]
about = dict(line.split(": ") for line in open(given + "/metadata").read().splitlines())
truth = open(given + "/ref/truth.txt").read().split()
said = open(given + "/res/answer.txt").read().split()
right = sum(a == b for a, b in zip(truth, said))
open(output + "/scores.txt", "w").write(
    "right:%.12f\\r\\nwrong:%d\\r\\nphase:%s\\r\\n" % (right / len(truth), len(truth) - right, about["competition-phase"]))
`),
    ],
    ["__MACOSX\\._competition.yaml", "junk"],
  ];
  return zipOf(parts.map(([name, content]) => ({ name, content, flags: 0, mode: 0 })));
}

/** Codabench's with zip64 inside, a shell script to start with, and YAML for scores. */
export async function shellBundle(): Promise<Files> {
  const large = new yazl.ZipFile();
  large.addBuffer(Buffer.from("3 1 2\n"), "deep/er/truth.txt", { forceZip64Format: true });
  large.end({ forceZip64Format: true, comment: "" });
  return {
    "competition.yaml": `
version: '2'
title: Shell
image: logo.png
terms: terms.md
pages: []
tasks: [{index: 0, name: T, scoring_program: scoring/, reference_data: truth.zip}]
phases: [{name: P, start: 2024-01-01, tasks: [0]}]
leaderboards:
  - title: R
    key: r
    columns:
      - {title: A, key: a, index: 0}
      - {title: B, key: b, index: 1}
      - {title: C, key: c, index: 2}
      - {title: D, key: d, index: 3}
      - {title: "y", key: y, index: 4}
`,
    "logo.png": LOGO,
    "terms.md": "Be fair.",
    "truth.zip": await buffer(large.outputStream),
    "scoring/metadata": `command: "sh run.sh '/app/output'   --name 'two words'"\n`,
    "scoring/run.sh": `set -e\ntest "$3" = "two words"\necho made > plots/made\necho log > ../log\nexec python lib/score.py "$@" < /app/input/ref/deep/er/truth.txt\n`,
    "scoring/plots/.gitkeep": "",
    "scoring/lib/score.py": `
import glob, sys
truth = sys.stdin.read().split()
(found,) = glob.glob("/app/input/res/**/answer.txt", recursive=True)
same = open(found).read().split() == truth
with open(sys.argv[1] + "/scores.txt", "w") as file:
    file.write("# scores\\na: %s\\nb: 1_234\\nc: '0.12345000155'\\nd: 0.12345000155\\ny: -2.5e-3\\nnote: [x, .nan]\\n" % ("Yes" if same else "No"))
`,
  };
}

/** Codabench's without any data: the submission runs by itself, and says what it likes. */
export const selfRunningBundle = (): Files => ({
  "competition.yaml": `
version: 2
title: Runs itself
image: logo.png
terms: terms.md
pages: []
tasks: [{index: 3, name: T, scoring_program: scoring.zip}]
phases: [{name: P, start: '2024-04-10T13:00:00+02:00', tasks: ["3"]}]
leaderboards:
  - title: R
    key: r
    submission_rule: Force_Best
    columns:
      - {title: Pi, key: error, index: 0, sorting: asc, precision: 10}
      - {title: Ran, key: ran, index: 1}
      - {title: Text, key: text, index: 2}
`,
  "logo.png": LOGO,
  "terms.md": "Be fair.",
  "scoring/metadata.yaml": "command: python /app/program/score.py\ndescription: [not, text]\n",
  "scoring/score.py": `
import json, math
about = dict(line.split(": ") for line in open("/app/input/res/metadata").read().splitlines())
said = float(open("/app/input/res/pi.txt").read())
json.dump({"error": abs(math.pi - said), "ran": about["exitCode"] == "0" and float(about["elapsedTime"]) > 0,
           "text": " 1e-3 ", "other": float("nan"), "more": {"error": 7}}, open("/app/output/scores.json", "w"))
`,
});
