import { afterAll, beforeAll, expect, test } from "vitest";
import { importing } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";
import { aJudge, type Files as Texts } from "../judge/support.ts";
import { judgedScores } from "../support/judged-bundle.ts";
import {
  codalabBundle,
  dumpedBundle,
  duringScoringBundle,
  type Files,
  manyTasksBundle,
  oldScoresBundle,
  templateBundle,
} from "../support/stranger-bundles.ts";

let judge: Awaited<ReturnType<typeof aJudge>>;
beforeAll(async () => {
  judge = await aJudge();
}, 300_000);
afterAll(() => judge.end());

/** Imports a bundle and judges a submission on one of its tasks with what the import stored. */
async function scoresOf(files: Files, submission: Texts, position = 0): Promise<Record<string, number>> {
  const made = await importing(await aViewer({ role: "organiser" }), files, new Date());
  if (!made.ok) throw new Error(made.refusal.reason);
  const scores = await judgedScores(judge, made.value.id, submission, position);
  return Object.fromEntries(Object.entries(scores).map(([key, value]) => [key, Number(value)]));
}

test("a bundle of CodaLab's scores as there: legacy variables, and scores.txt without spaces", async () => {
  expect(await scoresOf(await codalabBundle(), { "answer.txt": "1\n2\n3\n9\n" })).toEqual({
    set1_score: 1,
    set2_score: 0.5,
    Duration: 0,
  });
  expect(await scoresOf(oldScoresBundle(), { "answer.txt": "9\n2\n3\n4\n" })).toEqual({
    set1_score: 0.5,
    set2_score: 1,
  });
});

test("a bundle that CodaLab wrote scores in each phase for the leaderboard it has there", async () => {
  const right = { "answer.txt": "1\n2\n3\n4\n" };
  expect(await scoresOf(dumpedBundle(), right, 0)).toEqual({ kept: 1 });
  expect(await scoresOf(dumpedBundle(), right, 1)).toEqual({ set1_score: 1, set2_score: 1, Duration: 0 });
});

test("a template's bundle scores code, and results although its ingestion program finds no code in them", async () => {
  const model =
    "class Model:\n    def kind(self, length):\n        return 'long' if length > 4 else 'short'\n";
  expect(await scoresOf(templateBundle(), { "model.py": model })).toEqual({ accuracy: 1, wrong: 0 });
  expect(await scoresOf(templateBundle(), { "answers.txt": "long\nlong\n" })).toEqual({
    accuracy: 0.5,
    wrong: 0.5,
  });
});

test("an ingestion program beside the scoring one asks the team's code, which never sees the truth", async () => {
  const bundle = await duringScoringBundle();
  expect(await scoresOf(bundle, { "model.py": "def answer(question):\n    return 42\n" })).toEqual({
    score: 1,
  });
  const peeking =
    "import os\ndef answer(question):\n    return 42 if os.path.exists('/app/input/ref') else 0\n";
  expect(await scoresOf(bundle, { "model.py": peeking })).toEqual({ score: 0 });
});

test("each task of a phase is judged on its own data, and keys that are no columns are passed over", async () => {
  const cubes = { "answers.txt": "0\n1\n8\n27\n" };
  expect(await scoresOf(manyTasksBundle(), cubes, 0)).toEqual({ accuracy: 0.5, wrong: 0.5 });
  expect(await scoresOf(manyTasksBundle(), cubes, 1)).toEqual({ accuracy: 1, wrong: 0 });
});
