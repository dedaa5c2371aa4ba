import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rank } from "../../app/leaderboards/rank.ts";
import { shapeOf } from "../../app/leaderboards/shape.server.ts";
import { db } from "../../db/connect.ts";
import { boards } from "../../db/schema/index.ts";
import { importing } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";
import { aJudge } from "../judge/support.ts";
import { judgedScores } from "../support/judged-bundle.ts";
import { rankedBundle, selfRunningBundle, shellBundle, windowsBundle } from "../support/odd-bundles.ts";
import type { Files } from "../support/stranger-bundles.ts";

let judge: Awaited<ReturnType<typeof aJudge>>;
beforeAll(async () => {
  judge = await aJudge();
}, 600_000);
afterAll(() => judge.end());

async function imported(files: Files | Buffer) {
  const made = await importing(await aViewer({ role: "organiser" }), files, new Date());
  if (!made.ok) throw new Error(`${made.refusal.reason} ${JSON.stringify(made.refusal.values)}`);
  return made.value;
}

/** Judges submissions, and ranks them as the competition's board does: names, ranks, and a column's values. */
async function ranked(id: string, submissions: Record<string, Record<string, string>>, column: string) {
  const [board] = await db.select().from(boards).where(eq(boards.competitionId, id));
  const shape = await shapeOf(db, board!);
  const standings = [];
  for (const [name, files] of Object.entries(submissions))
    standings.push({
      submissionId: name,
      entryId: name,
      values: await judgedScores(judge, id, files),
      submittedAt: new Date(Date.UTC(2026, 0, 1 + standings.length)).toISOString(),
    });
  return rank(shape, standings).map(({ standing, rank }) => [
    rank,
    standing.submissionId,
    standing.values[column],
  ]);
}

const model = (formula: string) => ({
  "model.py": `class Model:\n    def predict(self, n):\n        return ${formula}\n`,
});

test("code on several data sets is ranked by the mean of its ranks, ties sharing them, as on Codabench", async () => {
  const { id } = await imported(rankedBundle());
  expect(await judgedScores(judge, id, model("n * n if n < 6 else n"))).toEqual({
    set1: "0.7142857143",
    set2: "0.0000000000",
    // (30 + 42) / 3 + (90 + 380 + 870) / 3
    loss: "470.6666666667",
    duration: "1.5000000000",
  });
  const board = await ranked(
    id,
    {
      squares: model("n * n"),
      small: model("n * n if n < 6 else n"),
      large: model("n * n if n > 6 else n"),
      none: model("n"),
    },
    "avg_rank",
  );
  // set1 1, 2, 3, 4; set2 1.5, 3.5, 1.5, 3.5; loss 1, 3, 2, 4: means in two digits.
  expect(board).toEqual([
    [1, "squares", "1.17"],
    [2, "large", "2.17"],
    [3, "small", "2.83"],
    [4, "none", "3.83"],
  ]);
});

test("a bundle of CodaLab's that Windows packed is found, read and ranked as there", async () => {
  const { id, remarks } = await imported(windowsBundle());
  expect(remarks.filter((r) => r.kind === "mended").map((r) => r.reason.split(".")[2])).toEqual(
    expect.arrayContaining(["fileNear", "encoding"]),
  );
  const answers = (text: string) => ({ "answer.txt": text });
  expect(await judgedScores(judge, id, answers("1 2 3 4 9 9"))).toEqual({
    right: "0.6666666667",
    wrong: "2.0000000000",
    phase: "1.0000000000",
  });
  const board = await ranked(
    id,
    {
      one: answers("1 9 9 9 9 9"),
      all: answers("1 2 3 4 5 6"),
      same: answers("9 2 9 9 9 9"),
      no: answers("0"),
    },
    "rank",
  );
  // Both columns rank alike: 1, 2, 2, 3; of the two equal ones the earlier stands first.
  expect(board.map(([, name, value]) => [name, value])).toEqual([
    ["all", "1"],
    ["one", "2"],
    ["same", "2"],
    ["no", "3"],
  ]);
});

test("a shell script may start the scoring and write about its folder, data may be zip64, and scores.txt is YAML as Python reads it", async () => {
  const { id } = await imported(await shellBundle());
  expect(await judgedScores(judge, id, { "my folder/answer.txt": "3 1 2" })).toEqual({
    a: "1.0000000000",
    b: "1234.0000000000",
    c: "0.1234500016",
    d: "0.1234500015",
    y: "-0.0025000000",
  });
});

test("a submission that runs by itself is scored without data of any kind, whatever else scores.json holds", async () => {
  const { id } = await imported(selfRunningBundle());
  const scores = await judgedScores(judge, id, {
    metadata: "command: python $program/compute.py $output\n",
    "compute.py": `import sys\nopen(sys.argv[1] + "/pi.txt", "w").write("3.14159")\n`,
  });
  // π − 3.14159 as a float.
  expect(scores).toEqual({ error: "0.0000026536", ran: "1.0000000000", text: "0.0010000000" });
});
