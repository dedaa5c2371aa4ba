import { expect, test } from "vitest";
import { cancel } from "../../app/submissions/cancel.server.ts";
import { comparison } from "../../app/submissions/compare.server.ts";
import { usualMs } from "../../app/submissions/queries.server.ts";
import { aPerson } from "../factories/people.ts";
import { aContest, aSubmission, aTeamIn, aZip, NOW } from "../factories/submissions.ts";

test("a team compares the files of two of its submissions, and nobody else does", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const rival = await aTeamIn(contest, "Rival");
  const first = await aSubmission(contest, {
    ...team,
    blob: await aZip({ "model.py": "a = 1\nb = 2\n", "same.txt": "x", "old.bin": "\0\0" }),
  });
  const second = await aSubmission(contest, {
    ...team,
    blob: await aZip({ "model.py": "a = 1\nb = 3\n", "same.txt": "x", "huge.txt": "y".repeat(200_000) }),
  });
  const theirs = await aSubmission(contest, rival);
  const seen = await comparison(team.viewer, first.id, second.id);
  expect(seen?.files?.same).toBe(1);
  expect(seen?.files?.changes.map(({ name, change, why }) => [name, change, why])).toEqual([
    ["huge.txt", "added", "large"],
    ["model.py", "changed", null],
    ["old.bin", "removed", "binary"],
  ]);
  expect(seen?.files?.changes[1]?.diff?.[0]).toContainEqual({ sign: "+", text: "b = 3" });
  expect(await comparison(team.viewer, first.id, theirs.id)).toBeNull();
  expect(await comparison(rival.viewer, first.id, second.id)).toBeNull();
  expect(await comparison(team.viewer, first.id, "nonsense")).toBeNull();
  const organiser = (await aPerson({ role: "organiser" })).viewer;
  expect(await comparison(organiser, first.id, theirs.id)).not.toBeNull();
  for (const { id } of [first, second, theirs])
    await cancel({ viewer: organiser, submissionId: id, now: NOW });
});

test("how long judging usually takes is told from three scored submissions on", async () => {
  const contest = await aContest();
  expect(await usualMs(contest.phaseId)).toBeNull();
});

test("two submissions of one file differ in nothing", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const first = await aSubmission(contest, team);
  const second = await aSubmission(contest, team);
  const organiser = (await aPerson({ role: "organiser" })).viewer;
  expect((await comparison(team.viewer, first.id, second.id))?.files?.changes).toEqual([]);
  for (const { id } of [first, second]) await cancel({ viewer: organiser, submissionId: id, now: NOW });
});
