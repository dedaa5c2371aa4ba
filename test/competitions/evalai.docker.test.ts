import { readFile } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blobStore } from "../../db/blobs/disk.ts";
import { db } from "../../db/connect.ts";
import { competitions, metrics, tasks } from "../../db/schema/index.ts";
import { importing } from "../factories/competitions.ts";
import { aChallenge } from "../factories/evalai.ts";
import { aViewer } from "../factories/forums.ts";
import { aJudge } from "../judge/support.ts";

const NOW = new Date("2026-11-23T09:00:00Z");
let host: Awaited<ReturnType<typeof aJudge>>;
beforeAll(async () => {
  host = await aJudge();
}, 600_000);
afterAll(() => host.end());

const imported = async (...given: Parameters<typeof aChallenge>) =>
  importing(await aViewer({ role: "organiser" }), await aChallenge(...given), NOW);

/** Judges a submission for the phase at `position` of an imported challenge. */
async function judged(position: number, submission: Record<string, string>, script = {}) {
  const made = await imported({}, script);
  if (!made.ok) throw new Error(`${made.refusal.reason} ${JSON.stringify(made.refusal.values)}`);
  const all = await db
    .select()
    .from(tasks)
    .where(eq(tasks.competitionId, made.value.id))
    .orderBy(tasks.position);
  const columns = await db.select().from(metrics).where(eq(metrics.competitionId, made.value.id));
  const bytes = async (hash: string) => readFile(await blobStore().path(hash));
  const task = all[position]!;
  return host.judge({
    submission,
    scoring: await bytes(task.scoringProgram),
    reference: await bytes(task.referenceData!),
    metricKeys: columns.map((column) => column.key),
    detailedResults: true,
  });
}

test("a challenge's own script scores a submission, in the phase it is for", async () => {
  const dev = await judged(0, { "answer.txt": "a b c x" });
  expect(dev).toMatchObject({
    cause: "accepted",
    scores: { public_split_Right: "0.7500000000", public_split_Wrong: "1.0000000000" },
  });
  expect(dev.artifacts.detailed_results?.toString()).toContain("&lt;b&gt;3&lt;/b&gt;");
  const end = await judged(1, { "answer.txt": "a b" });
  expect(end.scores).toEqual({
    public_split_Right: "1.0000000000",
    public_split_Wrong: "0.0000000000",
    private_split_Right: "0.5000000000",
    private_split_Wrong: "1.0000000000",
  });
});

test.each([
  [
    "scores a split that its phase does not have",
    `def evaluate(a, b, c, **k): return {"result": [{"split1": {"Right": 1}}]}`,
    'scored the split "split1", which the phase "dev" does not have. It has: public_split',
  ],
  ["returns no result", "def evaluate(a, b, c, **k): return {}", "returned no result"],
  ["fails", "def evaluate(a, b, c, **k): raise ValueError('seen')", "ValueError: seen"],
  ["cannot be imported", "import nothing_of_this_name", "cannot be imported"],
])("a script that %s fails the run with a sentence", async (_what, main, sentence) => {
  const end = await judged(0, { "answer.txt": "a" }, { "main.py": main });
  expect(end).toMatchObject({ cause: "exit_nonzero", scores: {} });
  expect(end.logs.scoring_stderr).toContain(sentence);
});

test("a submission of several files is given to the script as a zip, and the script's own modules may have any name", async () => {
  const script = {
    "main.py": `
import os, sys
sys.path.append(os.path.dirname(os.path.abspath(__file__)))
from evaluation import names
def evaluate(truth, submitted, phase, **about):
    assert about["submission_metadata"]["submission_metadata"] is None
    return {"result": [{"public_split": {"Right": len(names(submitted)), "Wrong": 0}}]}`,
    "evaluation.py": "import zipfile\nnames = lambda file: zipfile.ZipFile(file).namelist()\n",
  };
  const end = await judged(0, { "a.txt": "a", "b/c.txt": "c" }, script);
  expect(end.scores).toMatchObject({ public_split_Right: "2.0000000000" });
});

test("a challenge is imported with its pages, its rules and what its script asks for", async () => {
  const made = await imported({}, { "requirements.txt": "numpy" });
  if (!made.ok) throw new Error(made.refusal.reason);
  expect(made.value.remarks.map(({ reason }) => reason)).toEqual(
    expect.arrayContaining(["competitions.evalai.read", "competitions.evalai.requirements"]),
  );
  const [row] = await db.select().from(competitions).where(eq(competitions.id, made.value.id));
  expect(row).toMatchObject({ maxTeamSize: 3, rulesFormat: "html", detailedResults: true });
});

test("files that are missing, outside, or lie in a folder, are refused by name", async () => {
  const refusal = async (changes: Record<string, string | Buffer | null>) => {
    const made = await imported(changes);
    return made.ok ? null : made.refusal;
  };
  expect(await refusal({ "templates/phase.html": null })).toMatchObject({
    values: { path: "templates/phase.html" },
  });
  expect(await refusal({ "annotations/test.txt": null })).toMatchObject({
    reason: "competitions.bundle.fileMissing",
    values: { path: "annotations/test.txt" },
  });
  const { "challenge_config.yaml": config } = await aChallenge();
  const outside = String(config).replace("annotations/test.txt", "../../../../etc/passwd");
  expect(await refusal({ "challenge_config.yaml": outside })).toMatchObject({
    reason: "competitions.bundle.fileMissing",
  });
  expect(
    await refusal({ "challenge_config.yaml": null, "mine/challenge_config.yaml": config! }),
  ).toMatchObject({
    reason: "competitions.evalai.wrongRoot",
    values: { folder: "mine" },
  });
  expect(await refusal({ "evaluation_script.zip": null, "evaluation_script/x.py": "" })).toMatchObject({
    reason: "competitions.evalai.noEvaluate",
  });
});
