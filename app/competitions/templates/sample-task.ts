/** Texts by their path in a zip. */
type Files = Record<string, string>;
export type SampleFiles = {
  scoringProgram: Files;
  referenceData: Files;
  inputData: Files;
  publicData: Files;
  startingKit: Files;
};

const KINDS = ["amber", "birch", "cedar"] as const;
const TRAIN = 240;
const TEST = 200;
/** How many of the test's rows the public score is measured on; the rest is private. */
const PUBLIC = 60;

/** How far a point strays from its arm: so far that nobody is always right. */
const STRAY = 1.2;

/**
 * Points of three kinds around three bent arms, in no order: the mean of each kind parts them fairly, some
 * neighbours better (four in five and nine in ten right), nothing wholly.
 */
function points(count: number, chance: () => number): { x: string; y: string; kind: string }[] {
  return Array.from({ length: count }, () => {
    const arm = Math.floor(chance() * KINDS.length);
    const along = 0.15 + 0.85 * chance();
    const strayed = STRAY * (chance() + chance() + chance() - 1.5);
    const angle = arm * ((2 * Math.PI) / KINDS.length) + 2.2 * along + strayed;
    return {
      x: (along * Math.cos(angle)).toFixed(4),
      y: (along * Math.sin(angle)).toFixed(4),
      kind: KINDS[arm]!,
    };
  });
}

const csv = (rows: string[][]) => `${rows.map((row) => row.join(",")).join("\n")}\n`;

const SCORE = `"""Compares answers.csv with the truth. Standard Python only: replace it with your own."""
import csv, json, sys

def read(path, column):
    try:
        with open(path, newline="") as file:
            return {row["id"]: row for row in csv.DictReader(file) if row.get(column)}
    except FileNotFoundError:
        sys.exit("There is no answers.csv at the top of the archive.")

truth = read("/app/input/ref/truth.csv", "kind")
answers = read("/app/input/res/answers.csv", "kind")
missing = [id for id in truth if id not in answers]
if missing:
    sys.exit(f"answers.csv lacks {len(missing)} of {len(truth)} rows, the first is id {missing[0]}.")

def accuracy(split):
    rows = [row for row in truth.values() if row["split"] == split]
    return sum(answers[row["id"]]["kind"].strip() == row["kind"] for row in rows) / len(rows)

scores = {"accuracy": accuracy("public"), "accuracy_private": accuracy("private")}
print("public accuracy:", round(scores["accuracy"], 4))
json.dump(scores, open("/app/output/scores.json", "w"))
`;

const PREDICT = `"""A first solution: each point gets the kind whose points lie around the nearest mean. Better is easy."""
import csv, os, sys

here = os.path.dirname(os.path.abspath(__file__))
data = sys.argv[1] if len(sys.argv) > 1 else "/app/input_data"
to = sys.argv[2] if len(sys.argv) > 2 else "/app/output"
rows = lambda path: list(csv.DictReader(open(path, newline="")))

groups = {}
for r in rows(os.path.join(here, "train.csv")):
    groups.setdefault(r["kind"], []).append((float(r["x"]), float(r["y"])))
means = {kind: [sum(axis) / len(axis) for axis in zip(*group)] for kind, group in groups.items()}

with open(os.path.join(to, "answers.csv"), "w", newline="") as file:
    out = csv.writer(file)
    out.writerow(["id", "kind"])
    for r in rows(os.path.join(data, "test.csv")):
        x, y = float(r["x"]), float(r["y"])
        out.writerow([r["id"], min(means, key=lambda kind: (means[kind][0] - x) ** 2 + (means[kind][1] - y) ** 2)])
`;

const README = `# Starting kit

Say for each row of test.csv which kind it is: ${KINDS.join(", ")}.

- Results: zip a file answers.csv with the columns id and kind. The one here has every row and always the same
  kind: it is scored, and right a third of the time.
- Code: zip metadata, predict.py and train.csv without a folder around them, or hand in this kit as it is. The
  judge runs the command in metadata; it reads /app/input_data/test.csv and writes /app/output/answers.csv.

Try it at home: python3 predict.py . .

# 入门包

请判断 test.csv 每一行属于哪一类：${KINDS.join("、")}。

- 提交结果：把 answers.csv（列 id 和 kind）压缩成 zip。这里自带的一份行数完整、答案全部相同，可以直接评分，
  大约答对三分之一。
- 提交代码：把 metadata、predict.py、train.csv 直接压缩，外面不要再套文件夹；也可以原样提交整个入门包。评测机会
  运行 metadata 里的命令：读取 /app/input_data/test.csv，写出 /app/output/answers.csv。

本地试运行：python3 predict.py . .
`;

/**
 * A small problem that can be scored at once, so that an organiser sees the whole way before they have a task
 * of their own. `chance` gives numbers from 0 to below 1; that nobody can foretell them keeps the answers hidden.
 */
export function sampleTask(chance: () => number): SampleFiles {
  const train = csv([
    ["id", "x", "y", "kind"],
    ...points(TRAIN, chance).map(({ x, y, kind }, i) => [`${i}`, x, y, kind]),
  ]);
  const hidden = points(TEST, chance);
  const test = csv([["id", "x", "y"], ...hidden.map(({ x, y }, i) => [`${i}`, x, y])]);
  const truth = csv([
    ["id", "kind", "split"],
    ...hidden.map(({ kind }, i) => [`${i}`, kind, i < PUBLIC ? "public" : "private"]),
  ]);
  const allTheSame = csv([["id", "kind"], ...hidden.map((_, i) => [`${i}`, KINDS[0]])]);
  return {
    scoringProgram: { metadata: "command: python3 score.py\n", "score.py": SCORE },
    referenceData: { "truth.csv": truth },
    inputData: { "test.csv": test },
    publicData: { "train.csv": train, "test.csv": test },
    startingKit: {
      "README.md": README,
      metadata: "command: python3 predict.py /app/input_data /app/output\n",
      "predict.py": PREDICT,
      "train.csv": train,
      "test.csv": test,
      "answers.csv": allTheSame,
    },
  };
}
