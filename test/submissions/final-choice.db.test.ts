import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { changeNote, makePublic } from "../../app/submissions/change-submission.server.ts";
import { chooseFinal } from "../../app/submissions/choose-final.server.ts";
import { mayChooseFinal } from "../../app/submissions/final-choice.ts";
import { finalsOf } from "../../app/submissions/final-queries.server.ts";
import { submissionById } from "../../app/submissions/queries.server.ts";
import { db } from "../../db/connect.ts";
import { competitions, submissions } from "../../db/schema/index.ts";
import { score } from "../factories/boards.ts";
import { aPerson } from "../factories/people.ts";
import { aContest, aTeamIn, later, NOW } from "../factories/submissions.ts";

const reasonOf = (outcome: { ok: boolean; refusal?: { reason: string } }) =>
  outcome.ok ? "done" : outcome.refusal?.reason.replace("submissions.refusals.", "");

describe("final submissions", () => {
  test("a team chooses as many as the phase lets, however many it asks for at once, and takes one back", async () => {
    const contest = await aContest({ maxFinal: 2, endsAt: later(3600) });
    const team = await aTeamIn(contest);
    const ids = [];
    for (const accuracy of ["0.1", "0.2", "0.3", "0.4"])
      ids.push(await score(contest, team.entryId, { accuracy }, NOW));
    const choose = (submissionId: string, final = true, now = NOW) =>
      chooseFinal({ viewer: team.viewer, submissionId, final, now });
    const outcomes = await Promise.all(ids.map((id) => choose(id)));
    expect(outcomes.map(reasonOf).sort()).toEqual(["done", "done", "tooManyFinals", "tooManyFinals"]);
    const chosen = async () =>
      (await finalsOf(contest.competitionId, team.entryId, NOW))[0]!.chosen.map(({ id }) => id);
    const [first] = await chosen();
    expect(reasonOf(await choose(first!, false))).toBe("done");
    expect(await chosen()).toHaveLength(1);
    expect(reasonOf(await choose(first!, true, later(3600)))).toBe("finalsClosed");
    expect(reasonOf(await choose((await chosen())[0]!, false, later(3600)))).toBe("finalsClosed");
  });

  test("a phase asks for no choice before it begins", async () => {
    const contest = await aContest({ maxFinal: 2, startsAt: later(60), endsAt: later(3600) });
    const team = await aTeamIn(contest);
    expect(await finalsOf(contest.competitionId, team.entryId, NOW)).toEqual([]);
    expect(await finalsOf(contest.competitionId, team.entryId, later(60))).toMatchObject([
      { maxFinal: 2, open: true },
    ]);
  });

  test("nobody chooses for another team", async () => {
    const contest = await aContest({ maxFinal: 1 });
    const team = await aTeamIn(contest);
    const id = await score(contest, team.entryId, { accuracy: "0.1" }, NOW);
    const rival = await aTeamIn(contest, "Rival");
    expect(
      reasonOf(await chooseFinal({ viewer: rival.viewer, submissionId: id, final: true, now: NOW })),
    ).toBe("noSubmission");
  });

  test.each([
    ["where the phase asks for none", { maxFinal: 0, endsAt: null }, "scored", "noFinals"],
    ["of a submission without a score", { maxFinal: 1, endsAt: null }, "failed", "finalNotScored"],
  ] as const)("the choice %s is refused", (_what, phase, state, reason) => {
    const asked = { phase, submission: { id: "a", state }, chosen: [], now: NOW };
    expect(reasonOf(mayChooseFinal(asked))).toBe(reason);
  });
});

test("a team opens a scored submission to everybody where it may, without its note, and closes it again", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const id = await score(contest, team.entryId, { accuracy: "0.5" }, NOW);
  const about = { viewer: team.viewer, submissionId: id, now: NOW };
  expect(reasonOf(await changeNote({ ...about, note: "our secret trick" }))).toBe("done");
  const stranger = (await aPerson()).viewer;
  expect(await submissionById(stranger, id)).toBeNull();
  expect(reasonOf(await makePublic({ ...about, open: true }))).toBe("done");
  const seen = await submissionById(stranger, id);
  expect(seen).toMatchObject({ sight: "public", note: null, logsHidden: true });
  expect(seen?.runs[0]?.scores).toHaveLength(1);
  expect(JSON.stringify(seen)).not.toContain("secret");
  await makePublic({ ...about, open: false });
  expect(await submissionById(stranger, id)).toBeNull();
  await makePublic({ ...about, open: true });
  await db
    .update(competitions)
    .set({ publicSubmissionsAllowed: false })
    .where(eq(competitions.id, contest.competitionId));
  expect(await submissionById(stranger, id)).toBeNull();
  expect(reasonOf(await makePublic({ ...about, open: true }))).toBe("publicNotAllowed");
});

test("only a scored submission is opened, only by its team, and a note has an end", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const rival = await aTeamIn(contest, "Rival");
  const id = await score(contest, team.entryId, { accuracy: "0.5" }, NOW);
  const theirs = { viewer: rival.viewer, submissionId: id, now: NOW };
  expect(reasonOf(await makePublic({ ...theirs, open: true }))).toBe("noSubmission");
  expect(reasonOf(await changeNote({ ...theirs, note: "mine" }))).toBe("noSubmission");
  const own = { ...theirs, viewer: team.viewer };
  expect(await changeNote({ ...own, note: "x".repeat(2001) })).toMatchObject({ refusal: { field: "note" } });
  await db.update(submissions).set({ state: "failed" }).where(eq(submissions.id, id));
  expect(reasonOf(await makePublic({ ...own, open: true }))).toBe("publicNotScored");
});
