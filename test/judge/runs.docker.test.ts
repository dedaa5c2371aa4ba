import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Docker from "dockerode";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { aJudge, type Given } from "./support.ts";

let host: Awaited<ReturnType<typeof aJudge>>;
beforeAll(async () => {
  host = await aJudge();
}, 600_000);
afterAll(() => host.end());

afterEach(async () => {
  const filters = { label: [`podium.host=${host.host}`] };
  expect(await new Docker().listContainers({ all: true, filters })).toEqual([]);
  expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(host.folder);
  const attempts = path.join(host.folder, "attempts");
  expect(existsSync(attempts) ? readdirSync(attempts) : []).toEqual([]);
});

const command = (text: string) => ({ metadata: `command: ${text}\n` });
/** Scores how many lines of the prediction equal the truth. */
const SCORING = {
  ...command("python3 score.py"),
  "score.py": `
import json
truth = open("/app/input/ref/truth.txt").read().split()
found = open("/app/input/res/answer.txt").read().split()
right = sum(a == b for a, b in zip(truth, found))
json.dump({"score": right / len(truth), "other": {"x": 1}}, open("/app/output/scores.json", "w"))
open("/app/output/detailed_results.html", "w").write("<p>fine</p>")
`,
};
const REFERENCE = { "truth.txt": "a b c" };
const program = (python: string) => ({
  ...command("python3 $program/main.py $input $output"),
  "main.py": python,
});
const code = (python: string, more: Partial<Given> = {}): Given => ({
  submission: program(python),
  scoring: SCORING,
  reference: REFERENCE,
  ...more,
});
const scoredBy = (python: string, more: Partial<Given> = {}): Given => ({
  submission: { "answer.txt": "a b x" },
  scoring: { ...command("python3 score.py"), "score.py": python },
  reference: REFERENCE,
  ...more,
});

test("a submission of results is scored to ten digits", async () => {
  const end = await host.judge({
    submission: { "answer.txt": "a b x" },
    scoring: SCORING,
    reference: REFERENCE,
    detailedResults: true,
  });
  expect(end).toMatchObject({ cause: "accepted", scores: { score: "0.6666666667" } });
  expect(Object.keys(end.artifacts).sort()).toEqual([
    "detailed_results",
    "prediction_output",
    "scoring_output",
  ]);
});

test("an ingestion program runs the submission's code on the input data", async () => {
  const end = await host.judge({
    submission: { "model.py": "def predict(words): return words" },
    ingestion: {
      ...command("python $ingestion_program/run.py $input $output $submission_program"),
      "run.py": `
import os, sys
sys.path.insert(0, sys.argv[3])
from model import predict
assert not os.path.exists("/app/input/ref")
open(sys.argv[2] + "/answer.txt", "w").write(predict(open(sys.argv[1] + "/words.txt").read()))
print("ingested")
`,
    },
    input: { "words.txt": "a b c" },
    scoring: SCORING,
    reference: REFERENCE,
  });
  expect(end).toMatchObject({ cause: "accepted", scores: { score: "1.0000000000" } });
  expect(end.logs.prediction_ingestion_stdout).toBe("ingested\n");
});

test("a submission with a command of its own runs by itself", async () => {
  const end = await host.judge(code(`import sys\nopen(sys.argv[2] + "/answer.txt", "w").write("a b c")`));
  expect(end).toMatchObject({ cause: "accepted", scores: { score: "1.0000000000" } });
  // Only root may take away the control group that is read after the end; others say that they do not know.
  const { cpuMs } = end.facts?.prediction ?? {};
  if (process.getuid?.() === 0) expect(cpuMs).toBeGreaterThan(0);
  else expect(cpuMs).toBeNull();
});

test("an ingestion program during scoring never sees the reference data", async () => {
  const end = await host.judge({
    submission: { "answer.txt": "a b c" },
    ingestion: {
      ...command("python3 run.py"),
      "run.py": `import os\nopen("/app/shared/seen", "w").write(str(os.path.exists("/app/input/ref")))`,
    },
    duringScoring: true,
    scoring: {
      ...command("python3 score.py"),
      "score.py": `
import json, os, time
while not os.path.exists("/app/shared/seen") or not open("/app/shared/seen").read(): time.sleep(0.01)
json.dump({"score": open("/app/shared/seen").read() == "True"}, open("/app/output/scores.json", "w"))`,
    },
    reference: REFERENCE,
  });
  expect(end).toMatchObject({ cause: "accepted", scores: { score: "0.0000000000" } });
});

test("a page of detailed results that is too large is left out, and the score stands", async () => {
  const python = `
open("/app/output/scores.json", "w").write('{"score": 1}')
open("/app/output/detailed_results.html", "w").write("x" * 21 * 1024 * 1024)`;
  const end = await host.judge(scoredBy(python, { detailedResults: true }));
  expect(end).toMatchObject({ cause: "accepted", scores: { score: "1.0000000000" } });
  expect(Object.keys(end.artifacts).sort()).toEqual(["prediction_output", "scoring_output"]);
  expect(end.logs.scoring_stderr).toContain("is not kept");
});

test("links in the output are removed and never followed", async () => {
  const end = await host.judge(
    code(
      `import os\nos.symlink("/app/input/ref/truth.txt", "/app/output/answer.txt")\nos.mkfifo("/app/output/pipe")`,
    ),
  );
  expect(end.cause).toBe("exit_nonzero");
  expect(end.logs.prediction_stderr).toContain('"answer.txt", "pipe"');
});

test("a scoring program may move, remove and replace the folder of results, as any other", async () => {
  const python = `
import json, os, shutil
os.rename("/app/input/res", "/app/input/moved")
os.mkdir("/app/input/res")
shutil.copy("/app/input/moved/answer.txt", "/app/input/res/first.txt")
shutil.rmtree("/app/input/moved")
os.symlink("first.txt", "/app/input/res/answer.txt")
score = open("/app/input/res/answer.txt").read() == "42" and sorted(os.listdir("/app/input")) == ["metadata", "ref", "res"]
json.dump({"score": int(score)}, open("/app/output/scores.json", "w"))`;
  const given = { ...scoredBy(python), submission: { "answer.txt": "42" }, reference: REFERENCE };
  expect(await host.judge(given)).toMatchObject({ cause: "accepted", scores: { score: "1.0000000000" } });
});

test("where a participant's program runs beside it, the scoring program has the folder of results in common with it", async () => {
  const end = await host.judge({
    submission: { "answer.txt": "42" },
    ingestion: {
      ...command("python3 run.py"),
      "run.py": `
import os
os.symlink("/app/input/ref/truth.txt", "/app/input/res/leak.txt")
open("/app/shared/done", "w").write("1")`,
    },
    duringScoring: true,
    scoring: {
      ...command("python3 score.py"),
      "score.py": `
import json, os, time
while not os.path.exists("/app/shared/done"): time.sleep(0.01)
def led():
    try: return open("/app/input/res/leak.txt").read() != ""
    except OSError: return False
def moved():
    try: os.rename("/app/input/res", "/app/input/moved")
    except OSError: return False
    return True
json.dump({"score": 1 + 2 * led() + 4 * moved()}, open("/app/output/scores.json", "w"))`,
    },
    reference: REFERENCE,
  });
  expect(end).toMatchObject({ cause: "accepted", scores: { score: "1.0000000000" } });
});

test("a judge that starts again removes the containers its killed self left", async () => {
  const docker = new Docker();
  const left = await docker.createContainer({
    Image: host.image,
    Cmd: ["sleep", "60"],
    Labels: { "podium.host": host.host },
    NetworkDisabled: true,
  });
  await left.start();
  await host.sandbox.sweep();
  expect(await left.inspect().catch((error) => error.statusCode)).toBe(404);
});

test("a cancelled run is gone at once", async () => {
  const end = await host.judge(code("import time\ntime.sleep(20)"), AbortSignal.timeout(1500));
  expect(end.cause).toBe("cancelled");
});
