import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import yazl from "yazl";
import { aJudge, type Files, type Given } from "./support.ts";

// What programs written for Codabench and CodaLab rely on, rule by rule.

let host: Awaited<ReturnType<typeof aJudge>>;
beforeAll(async () => {
  host = await aJudge();
}, 600_000);
afterAll(() => host.end());

const command = (text: string) => ({ metadata: `command: ${text}\n` });
const scoring = (python: string, more: Files = {}): Files => ({
  ...command("python3 score.py"),
  "score.py": `import json, os, sys, time\ndef score(**s): json.dump(s, open("/app/output/scores.json", "w"))\n${python}`,
  ...more,
});
/** Scores 1 when the condition holds in the scoring container. */
const scoredIf = (condition: string) => scoring(`score(score=bool(${condition}))`);
const judge = (given: Partial<Given>) =>
  host.judge({ submission: { "answer.txt": "a" }, scoring: scoredIf("True"), ...given });
const fine = { cause: "accepted", scores: { score: "1.0000000000" } };

test("metadata.yaml goes before metadata; metadata.yml is one of a program, and a file of a submission", async () => {
  const program = {
    ...scoredIf("True"),
    ...command("python3 wrong.py"),
    "metadata.yaml": "description: the newer one\ncommand: python score.py\n",
    "metadata.yml": "command: python3 wrong.py\n",
  };
  expect(await judge({ scoring: program })).toMatchObject(fine);
  const { metadata, ...named } = scoredIf(`os.path.exists("/app/input/res/metadata.yml")`);
  const end = await judge({
    submission: { "metadata.yml": "command: python3 wrong.py\n" },
    scoring: { ...named, "metadata.yml": metadata! },
  });
  expect(end).toMatchObject(fine);
});

test("a submission without metadata is copied to the prediction, one with metadata but no command is not", async () => {
  const copied = scoredIf(`sorted(os.listdir("/app/input/res")) == ["answer.txt", "metadata"]`);
  expect(await judge({ scoring: copied })).toMatchObject(fine);
  const nothing = scoredIf(`os.listdir("/app/input/res") == ["metadata"]`);
  for (const metadata of ["description: mine\n", "just words\n", "- a list\n", "a: [\n"])
    expect(await judge({ submission: { "answer.txt": "a", metadata }, scoring: nothing })).toMatchObject(
      fine,
    );
});

test.each([
  ["crashes", { ...command("python3 run.py"), "run.py": "from model import Model" }],
  ["has no metadata", { "run.py": "" }],
  ["names a program that does not exist", command("nothing-of-this-name run.py")],
  ["cannot be split into words", command(`python3 'run.py`)],
])("results are scored although the ingestion program %s", async (_what, ingestion) => {
  const end = await judge({
    ingestion,
    input: { "x.txt": "1" },
    scoring: scoredIf(`open("/app/input/res/answer.txt").read() == "a"`),
  });
  expect(end).toMatchObject(fine);
});

test("a submission's own exit code fails nothing, and the prediction's metadata tells it", async () => {
  const end = await judge({
    submission: {
      ...command("python3 main.py"),
      "main.py": `open("/app/output/a", "w"); raise SystemExit(3)`,
    },
    scoring: scoredIf(
      `(m := dict(l.strip().split(": ") for l in open("/app/input/res/metadata"))) and m["exitCode"] == "3"
  and float(m["elapsedTime"]) > 0 and m["ingestionExitCode"] == "null" and os.path.exists("/app/input/res/a")`,
    ),
  });
  expect(end).toMatchObject(fine);
  expect(end.facts).toMatchObject({ predictionExit: 3, scoringExit: 0 });
});

test("code that an ingestion program ran took as long as that program", async () => {
  const end = await judge({
    submission: { "model.py": "answer = 42" },
    ingestion: {
      ...command("python3 run.py"),
      "run.py": `import sys; sys.path.append("/app/ingested_program"); import model`,
    },
    scoring: scoredIf(
      `(m := dict(l.strip().split(": ") for l in open("/app/input/res/metadata"))) and m["exitCode"] == "null"
  and float(m["elapsedTime"]) > 0 and m["elapsedTime"] == m["ingestionElapsedTime"]`,
    ),
  });
  expect(end).toMatchObject(fine);
});

test("time runs out in the prediction for both its programs together", async () => {
  const slow = (seconds: number) => ({
    ...command("python3 run.py"),
    "run.py": `import time; time.sleep(${seconds})`,
  });
  const end = await judge({ submission: slow(0), ingestion: slow(20), limits: { wallS: 1 } });
  expect(end.cause).toBe("timed_out");
});

test("the variables and relative commands of older bundles, of the submission and of the scoring program", async () => {
  const end = await judge({
    submission: {
      ...command("python $program/main.py $input $output"),
      "main.py": `import sys\nopen(sys.argv[2] + "/answer.txt", "w").write(open(sys.argv[1] + "/x.txt").read())`,
    },
    input: { "x.txt": "seen" },
    reference: { "truth.txt": "seen" },
    scoring: {
      ...command("python $program/score.py $input $output"),
      "score.py": `
import sys
right = open(sys.argv[1] + "/res/answer.txt").read() == open(sys.argv[1] + "/ref/truth.txt").read()
open(sys.argv[2] + "/scores.txt", "w").write("score:%d\\nDuration: 0" % right)`,
    },
  });
  expect(end).toMatchObject(fine);
});

test("a scoring program of CodaLab's finds the metadata of its input, with the phase and without a name", async () => {
  const end = await judge({
    reference: { "truth.txt": "a" },
    scoring: scoredIf(
      `dict(l.strip().split(": ") for l in open("/app/input/metadata")) == {"ref": "ref", "res": "res", "competition-phase": "1"}
  and sorted(os.listdir("/app/input")) == ["metadata", "ref", "res"]`,
    ),
  });
  expect(end).toMatchObject(fine);
});

test("during scoring both programs run at once, meet in /app/shared and /app/output, and only one sees the truth", async () => {
  const end = await judge({
    submission: { "model.py": "def answer(): return 'a'" },
    ingestion: {
      ...command("python $program/run.py $input $shared $submission_program"),
      "run.py": `
import os, sys, time
data, shared, submitted = sys.argv[1:]
sys.path.insert(0, submitted)
while not os.path.exists(shared + "/question"): time.sleep(0.01)
assert not os.path.exists("/app/input/ref")
assert open(data + "/x.txt").read() == "1"
from model import answer
open(shared + "/part", "w").write(answer()); os.rename(shared + "/part", shared + "/answer")
open("/app/output/from_ingestion", "w")
raise SystemExit(5)`,
    },
    duringScoring: true,
    input: { "x.txt": "1" },
    reference: { "truth.txt": "a" },
    scoring: scoring(`
open("/app/shared/question", "w")
while not os.path.exists("/app/shared/answer"): time.sleep(0.01)
assert open("/app/input_data/x.txt").read() == "1"
score(score=open("/app/shared/answer").read() == open("/app/input/ref/truth.txt").read())`),
  });
  expect(end).toMatchObject(fine);
});

test("during scoring the step waits for an ingestion program that ends later, and its failure is ignored", async () => {
  const end = await judge({
    ingestion: {
      ...command("python3 run.py"),
      "run.py": `import time; time.sleep(1); open("/app/output/late.html", "w").write("late"); raise SystemExit(1)`,
    },
    duringScoring: true,
    detailedResults: true,
  });
  expect(end).toMatchObject(fine);
  expect(end.artifacts.detailed_results?.toString()).toBe("late");
});

test("during scoring nothing is waited for once the scoring program has failed", async () => {
  const end = await judge({
    ingestion: { ...command("python3 run.py"), "run.py": "import time; time.sleep(19)" },
    duringScoring: true,
    scoring: scoring("raise SystemExit(2)"),
  });
  expect(end).toMatchObject({ cause: "exit_nonzero", facts: { scoringExit: 2 } });
  expect(end.facts?.scoring?.wallMs).toBeLessThan(10_000);
});

test("an ingestion program during scoring sees a submission's code although it has metadata without a command", async () => {
  const end = await judge({
    submission: { "model.py": "answer = 'a'", metadata: "description: mine" },
    ingestion: {
      ...command("python3 run.py"),
      "run.py": `import sys; sys.path.insert(0, "/app/ingested_program")
from model import answer
open("/app/output/scores.json", "w").write('{"score": 1}')`,
    },
    duringScoring: true,
    scoring: scoring("time.sleep(1)"),
  });
  expect(end).toMatchObject(fine);
});

test("a program may use its folder and the one above, its input, its home, /tmp, shared memory and its own network as at home", async () => {
  const python = `
import getpass, multiprocessing, os, socket, stat, subprocess
def square(x): return x * x
if __name__ == "__main__":
    open("made_here.txt", "w").write("x"); os.chmod("made_here.txt", 0o700)
    os.makedirs(os.path.expanduser("~/.cache/lib")); open("/tmp/y", "w")
    open("/tmp/tool", "w").write("#!/bin/sh\\nexit 0\\n"); os.chmod("/tmp/tool", 0o755); subprocess.check_call(["/tmp/tool"])
    open("../above.txt", "w"); open("/app/input_data/own.txt", "w"); assert os.listdir("/app/data") == []
    assert getpass.getuser()
    with multiprocessing.Pool(2) as pool: assert pool.map(square, [2, 3]) == [4, 9]
    server = socket.create_server(("127.0.0.1", 0)); socket.create_connection(server.getsockname())
    socket.gethostbyname(socket.gethostname())
    open("/app/output/answer.txt", "w").write(open("/app/input_data/x.txt").read())`;
  const end = await judge({
    submission: { ...command("python3 main.py"), "main.py": python },
    input: { "x.txt": "a" },
    reference: { "truth.txt": "a" },
    scoring: scoring(`
open("/app/input/mine.txt", "w"); open("/app/input/res/mine.txt", "w"); open("/app/input/ref/mine.txt", "w")
score(score=open("/app/input/res/answer.txt").read() == open("/app/input/ref/truth.txt").read())`),
  });
  expect(end.logs).toEqual({});
  expect(end).toMatchObject(fine);
  // What one run wrote into its data, the next does not see.
  const next = await judge({
    reference: { "truth.txt": "a" },
    scoring: scoredIf(`os.listdir("/app/input/ref") == ["truth.txt"]`),
  });
  expect(next).toMatchObject(fine);
});

test("scores are read at the root of the output only, scores.json before scores.txt, the rest is ignored", async () => {
  const end = await judge({
    metricKeys: ["score", "flag", "tiny"],
    scoring: scoring(`
os.mkdir("/app/output/res"); open("/app/output/res/scores.json", "w").write('{"score": 9}')
open("/app/output/scores.txt", "w").write("score: 8")
score(score=1, flag=True, tiny="1e-7", all_costs={"a": [1, float("nan")]}, note="a: NaN")`),
  });
  expect(end).toMatchObject({
    cause: "accepted",
    scores: { score: "1.0000000000", flag: "1.0000000000", tiny: "0.0000001000" },
  });
});

test("detailed results are detailed_results.html, else the first page, of a scoring program that failed too", async () => {
  const wrote = (...names: string[]) =>
    judge({
      detailedResults: true,
      scoring: scoring(
        `for n in ${JSON.stringify(names)}: open("/app/output/" + n, "w").write(n)\nscore(score=1)`,
      ),
    });
  const own = await wrote("a.html", "detailed_results.html", "z.html");
  expect(own.artifacts.detailed_results?.toString()).toBe("detailed_results.html");
  const first = await wrote("scores.html", "plot.svg");
  expect(first.artifacts.detailed_results?.toString()).toBe("scores.html");
  const failed = await judge({
    detailedResults: true,
    scoring: scoring(
      `open("/app/output/why.html", "w").write("line 3")\nscore(score=1)\nraise SystemExit(1)`,
    ),
  });
  expect(failed).toMatchObject({ cause: "exit_nonzero", scores: {} });
  expect(failed.artifacts.detailed_results?.toString()).toBe("line 3");
  expect(failed.artifacts.scoring_output).toBeUndefined();
});

test("archives of Windows, with an enclosing folder, an empty one, what macOS adds, and files nobody may read", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-format-"));
  try {
    const zip = new yazl.ZipFile();
    zip.addBuffer(Buffer.from("a"), "mine/secret.txt", { mode: 0o100000 });
    zip.addBuffer(Buffer.from("b"), "__MACOSX/._secret.txt", { mode: 0o100600 });
    zip.addBuffer(Buffer.from("c"), "mine/deep/er/file.txt");
    zip.addEmptyDirectory("mine/empty");
    zip.end();
    const file = path.join(folder, "s.zip");
    await pipeline(zip.outputStream as NodeJS.ReadableStream, createWriteStream(file));
    const end = await judge({
      submission: await readFile(file),
      scoring: scoredIf(
        `open("/app/input/res/mine/secret.txt").read() + open("/app/input/res/__MACOSX/._secret.txt").read()
  + open("/app/input/res/mine/deep/er/file.txt").read() == "abc" and os.listdir("/app/input/res/mine/empty") == []`,
      ),
    });
    expect(end).toMatchObject(fine);
  } finally {
    await rm(folder, { recursive: true });
  }
});
