import { copyFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { finish } from "../../app/judging/finish.server.ts";
import { reproduce } from "../../app/judging/reproduce.server.ts";
import { reproductionsOf } from "../../app/judging/reproductions.server.ts";
import { submissionById } from "../../app/submissions/queries.server.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { db } from "../../db/connect.ts";
import { tasks } from "../../db/schema/index.ts";
import { aPerson } from "../factories/people.ts";
import { aContest, aHost, aSubmission, aTeamIn, aZip, claimed, NOW } from "../factories/submissions.ts";
import { aJudge } from "../judge/support.ts";

let judge: Awaited<ReturnType<typeof aJudge>>;
beforeAll(async () => {
  judge = await aJudge();
}, 600_000);
afterAll(() => judge.end());

const SCORING = {
  metadata: "command: python3 score.py",
  "score.py": `
import json
value = float(open("/app/input/res/answer.txt").read().split()[0])
json.dump({"accuracy": value}, open("/app/output/scores.json", "w"))
`,
};
const program = (draw: string) => ({
  metadata: "command: python3 $program/main.py",
  "main.py": `
import os, random
random.seed(int(os.environ["PODIUM_SEED"]))
value = ${draw}
# Without a seed of its own Python walks a set of texts in another order in each run.
order = " ".join({"a", "b", "c", "d", "e", "f", "g", "h"})
open("/app/output/answer.txt", "w").write(f"{value} {order}")
open("/app/output/steady.txt", "w").write("always the same")
`,
});

/** Hands in a program and judges it in containers, twice: then, and again for comparison. */
async function twice(draw: string) {
  const contest = await aContest();
  const scoring = await aZip(SCORING);
  await db
    .update(tasks)
    .set({ scoringProgram: scoring.hash })
    .where(eq(tasks.competitionId, contest.competitionId));
  const team = await aTeamIn(contest);
  const { id } = await aSubmission(contest, { ...team, blob: await aZip(program(draw)) });
  const host = await aHost();
  const organiser = (await aPerson({ role: "owner" })).viewer;
  const judgeNext = async () => {
    const work = await claimed(host);
    for (const { hash } of [work.submission, work.task.scoringProgram])
      await copyFile(await blobStore().path(hash), path.join(judge.folder, "blobs", hash));
    const report = await judge.judgeFiles(work);
    const onScored = async () => {};
    await finish({ hostId: host.id, attemptId: work.attemptId, report, now: NOW, onScored });
    return work;
  };
  const first = await judgeNext();
  await reproduce({ viewer: organiser, submissionId: id, now: NOW });
  await judgeNext();
  const [again] = (await reproductionsOf(organiser, id))!;
  return { first, again, how: (await submissionById(team.viewer, id))?.runs[0]?.attempt?.how };
}

test("a program that draws by PODIUM_SEED brings the same scores and the same files when it is run again", async () => {
  const { first, again, how } = await twice("random.random()");
  expect(again).toMatchObject({ state: "scored", compared: { result: [], circumstances: [] } });
  expect(how).toMatchObject({ seed: first.seed, image: judge.image, taskVersion: 1 });
  expect(how?.engine).toMatch(/^Docker \d/);
  expect(how?.runtime).toMatch(/^runc \d/);
  expect(how?.kernel).toMatch(/^\d/);
});

test("of a program that draws at random it is said which score and which file came out otherwise", async () => {
  const { again } = await twice("int.from_bytes(os.urandom(4), 'big')");
  expect(again?.compared?.result.map(({ kind, subject }) => [kind, subject])).toEqual([
    ["score", "accuracy"],
    ["fileChanged", "prediction/answer.txt"],
    ["fileChanged", "scoring/scores.json"],
  ]);
});
