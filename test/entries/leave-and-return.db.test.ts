import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { decideEntry } from "../../app/entries/decide.server.ts";
import { entryFor } from "../../app/entries/manage-queries.server.ts";
import { withdraw } from "../../app/entries/withdraw.server.ts";
import { claim } from "../../app/judging/claim.server.ts";
import { finish } from "../../app/judging/finish.server.ts";
import { heartbeat } from "../../app/judging/heartbeat.server.ts";
import { followEntry } from "../../app/leaderboards/follow-entry.server.ts";
import { putOnBoard } from "../../app/leaderboards/put-on-board.server.ts";
import { boardFor } from "../../app/leaderboards/queries.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import { runs, submissions } from "../../db/schema/index.ts";
import { score } from "../factories/boards.ts";
import { aPerson } from "../factories/people.ts";
import {
  aContest,
  aHost,
  aReport,
  aSubmission,
  aTeamIn,
  claimed,
  hostFacts,
  later,
  NOW,
} from "../factories/submissions.ts";

const of = (entryId: string) =>
  db.select().from(submissions).where(eq(submissions.entryId, entryId)).orderBy(submissions.number);

/** A team with a place on the board, one submission at work on a host and one that waits. */
async function aBusyTeam() {
  const contest = await aContest();
  const team = await aTeamIn(contest, "Busy");
  const other = await aTeamIn(contest, "Other");
  await score(contest, other.entryId, { accuracy: "0.1" }, NOW);
  await score(contest, team.entryId, { accuracy: "0.5" }, NOW);
  const first = await aSubmission(contest, { viewer: team.viewer });
  const host = await aHost();
  const work = await claimed(host);
  const second = await aSubmission(contest, { viewer: team.viewer, now: later(1) });
  const { viewer: organiser } = await aPerson({ role: "organiser" });
  const decide = (state: "accepted" | "disqualified", more: { confirmed?: boolean } = {}) =>
    decideEntry({
      viewer: organiser,
      entryId: team.entryId,
      state,
      reason: "copied",
      ...more,
      now: later(10),
      onDecided: followEntry,
    });
  const board = async () =>
    (await boardFor(GUEST, contest.slug, undefined, later(20)))?.rows.map((r) => r.team);
  return { contest, team, first, second, host, work, organiser, decide, board };
}

test("a withdrawal calls off what waits and what runs, costs no quota, and the board follows", async () => {
  const { team, host, work, board } = await aBusyTeam();
  const command = { viewer: team.viewer, entryId: team.entryId, now: later(5), onDecided: followEntry };
  expect(await withdraw({ ...command, confirmed: true })).toMatchObject({ ok: true });

  expect(await board()).toEqual(["Other"]);
  expect((await of(team.entryId)).map((s) => [s.state, s.cause, s.counts])).toEqual([
    ["scored", null, true],
    ["cancelled", "entry_left", false],
    ["cancelled", "entry_left", false],
  ]);
  expect(await claim({ host, facts: hostFacts(), now: later(6) })).toBeNull();
  expect(
    await heartbeat({
      hostId: host.id,
      attemptId: work.attemptId,
      beat: { step: "predicting" },
      now: later(6),
    }),
  ).toMatchObject({ value: { stop: true } });
  await finish({
    hostId: host.id,
    attemptId: work.attemptId,
    report: aReport(),
    now: later(7),
    onScored: (tx, submission, now) => putOnBoard(tx, { submission, now }),
  });
  expect((await of(team.entryId)).map((s) => s.state)).toEqual(["scored", "cancelled", "cancelled"]);
});

test("disqualifying is asked twice, and says before what it does to boards and waiting runs", async () => {
  const { contest, team, organiser, decide, board } = await aBusyTeam();
  expect(await decide("disqualified")).toMatchObject({
    refusal: { reason: "entries.refusals.confirmDisqualify", field: "confirmed" },
  });
  expect(await board()).toEqual(["Busy", "Other"]);
  expect(await entryFor(organiser, contest.competitionId, team.entryId)).toMatchObject({
    state: "accepted",
    waiting: 2,
    stands: { rows: 1, boards: 1 },
  });
  expect(await decide("disqualified", { confirmed: true })).toMatchObject({ ok: true });
  expect(await board()).toEqual(["Other"]);
});

test("an entry that is taken back in stands again, and what was called off is judged after all", async () => {
  const { team, host, work, first, second, decide, board } = await aBusyTeam();
  await decide("disqualified", { confirmed: true });
  expect(await decide("accepted")).toMatchObject({ ok: true });

  expect(await board()).toEqual(["Busy", "Other"]);
  expect((await of(team.entryId)).map((s) => [s.state, s.counts])).toEqual([
    ["scored", true],
    ["queued", true],
    ["queued", true],
  ]);
  // The attempt from before is fenced off; the submission is judged by a new one.
  const say = (attemptId: string) =>
    finish({
      hostId: host.id,
      attemptId,
      report: aReport({ scores: { accuracy: "0.9" } }),
      now: later(30),
      onScored: (tx, submission, now) => putOnBoard(tx, { submission, now }),
    });
  expect(await say(work.attemptId)).toMatchObject({ refusal: { code: "conflict" } });
  const ids = [first.id, second.id];
  for (let i = 0; i < 2; i++) {
    const again = await claimed(host, later(20 + i));
    const [run] = await db.select().from(runs).where(eq(runs.submissionId, ids[i]!));
    expect(run?.state).toBe("running");
    expect(await say(again.attemptId)).toMatchObject({ ok: true });
  }
  expect((await of(team.entryId)).map((s) => s.state)).toEqual(["scored", "scored", "scored"]);
});

test("what a team cancelled itself stays cancelled when its entry comes back", async () => {
  const { team, second, decide } = await aBusyTeam();
  await db
    .update(submissions)
    .set({ state: "cancelled", cause: "cancelled", counts: false })
    .where(eq(submissions.id, second.id));
  await decide("disqualified", { confirmed: true });
  await decide("accepted");
  expect((await of(team.entryId)).map((s) => s.state)).toEqual(["scored", "queued", "cancelled"]);
});
