import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { attemptFile } from "../../app/judging/artifacts.server.ts";
import { finish } from "../../app/judging/finish.server.ts";
import { reap } from "../../app/judging/reap.server.ts";
import { reproduce } from "../../app/judging/reproduce.server.ts";
import { reproductionsOf } from "../../app/judging/reproductions.server.ts";
import { putOnBoard } from "../../app/leaderboards/put-on-board.server.ts";
import { submissionById } from "../../app/submissions/queries.server.ts";
import { db } from "../../db/connect.ts";
import {
  boardEvents,
  competitions,
  phases,
  runs,
  standings,
  submissions,
  tasks,
} from "../../db/schema/index.ts";
import type { Finish, Work } from "../../judge/contract/protocol.ts";
import { someFacts } from "../factories/facts.ts";
import { aPerson } from "../factories/people.ts";
import {
  aContest,
  aHost,
  aReport,
  aSubmission,
  aTeamIn,
  aZip,
  claimed,
  later,
} from "../factories/submissions.ts";

const judged = { facts: someFacts(), scores: { accuracy: "0.5" } };

/** A submission that was judged, and whoever organises its competition. */
async function aJudgedOne(said: Partial<Finish> = judged) {
  await reap(later(86_400));
  await db.update(runs).set({ state: "cancelled" }).where(eq(runs.state, "queued"));
  const contest = await aContest({ maxTotal: 1 });
  const team = await aTeamIn(contest);
  const { id } = await aSubmission(contest, team);
  const host = await aHost();
  const work = await claimed(host);
  await end(host, work, said);
  const organiser = (await aPerson({ role: "owner" })).viewer;
  return { contest, team, id, host, work, organiser };
}
const end = (host: { id: string }, work: Work, said: Partial<Finish>) =>
  finish({
    hostId: host.id,
    attemptId: work.attemptId,
    report: aReport(said),
    now: later(60),
    onScored: (tx, submission, now) => putOnBoard(tx, { submission, now }),
  });
const again = (viewer: Parameters<typeof reproduce>[0]["viewer"], submissionId: string, after = 120) =>
  reproduce({ viewer, submissionId, now: later(after) });

test("what is run again changes no score, no board, no quota and no state, whatever comes out", async () => {
  const { contest, id, host, organiser } = await aJudgedOne();
  const rows = () =>
    Promise.all([
      db.select().from(submissions).where(eq(submissions.id, id)),
      db.select().from(standings).where(eq(standings.boardId, contest.boardId)),
      db.select().from(boardEvents).where(eq(boardEvents.boardId, contest.boardId)),
    ]);
  const before = await rows();
  const outcomes = [{ ...judged, scores: { accuracy: "0.9" } }, { cause: "exit_nonzero" as const }];
  for (const [n, said] of outcomes.entries()) {
    expect(await again(organiser, id, 120 + n)).toMatchObject({ ok: true });
    await end(host, await claimed(host), { facts: someFacts(), ...said });
    expect(await rows()).toEqual(before);
  }
  const [failed, scored] = (await reproductionsOf(organiser, id))!;
  expect(scored?.compared?.result).toEqual([
    { kind: "score", subject: "accuracy", before: "0.5000000000", after: "0.9000000000" },
  ]);
  expect(failed?.compared?.result[0]).toMatchObject({ kind: "verdict", after: "exit_nonzero" });
  expect((await submissionById(organiser, id))?.runs[0]?.scores[0]?.value).toBe("0.5000000000");
});

test("it gets the files, limits and seed of then, and the very image, though the competition has moved on", async () => {
  const { contest, id, host, work, organiser } = await aJudgedOne();
  const { hash } = await aZip({ metadata: "command: python3 other.py" });
  await db
    .update(tasks)
    .set({ scoringProgram: hash, version: 2, limits: { pids: 9 } })
    .where(eq(tasks.competitionId, contest.competitionId));
  await db.update(phases).set({ timeLimitS: 1 }).where(eq(phases.id, contest.phaseId));
  await db.update(competitions).set({ image: "x:2" }).where(eq(competitions.id, contest.competitionId));
  await again(organiser, id);
  const { attemptId, ...now } = await claimed(host);
  const { attemptId: _, ...then } = work;
  expect(now).toEqual({ ...then, image: "lab/model@sha256:1", sameImage: true });
  const newest = await db.select().from(runs).where(eq(runs.submissionId, id));
  expect(newest.map((run) => run.taskVersion)).toEqual([1, 1]);
  const asked = { hostId: host.id, attemptId };
  expect(await attemptFile({ ...asked, hash })).toMatchObject({ refusal: { code: "not_found" } });
});

test("a submission that is judged again gets the seed that it had", async () => {
  const { id, host, work } = await aJudgedOne();
  await db.update(runs).set({ state: "queued" }).where(eq(runs.submissionId, id));
  expect((await claimed(host)).seed).toBe(work.seed);
});

test("only its organisers may run a submission again, or learn what came out", async () => {
  const { contest, team, id } = await aJudgedOne();
  for (const { viewer } of [team, await aTeamIn(contest)]) {
    expect(await again(viewer, id)).toMatchObject({ refusal: { code: "not_found" } });
    expect(await reproductionsOf(viewer, id)).toBeNull();
  }
});

test("one run again at a time, and none of what has not ended or left no record", async () => {
  const { id, organiser } = await aJudgedOne();
  expect(await again(organiser, id)).toMatchObject({ ok: true });
  expect(await again(organiser, id)).toMatchObject({ refusal: { reason: "judging.refusals.reproducing" } });
  const unrecorded = await aJudgedOne({ facts: null });
  expect(await again(unrecorded.organiser, unrecorded.id)).toMatchObject({
    refusal: { reason: "judging.refusals.nothingToReproduce" },
  });
  const contest = await aContest();
  const open = await aSubmission(contest, await aTeamIn(contest));
  expect(await again(organiser, open.id)).toMatchObject({
    refusal: { reason: "submissions.refusals.notEnded" },
  });
});

test("teams learn the image and the seed, and not the host, a card's id or what hidden data and scores can be guessed by", async () => {
  const devices = [{ name: "NVIDIA H100", memoryBytes: 80e9 }];
  const { team, id, host, work, organiser } = await aJudgedOne({
    ...judged,
    facts: someFacts({ ran: { devices } }),
  });
  const seen = await submissionById(team.viewer, id);
  expect(seen?.runs[0]?.attempt?.how).toMatchObject({
    image: "lab/model@sha256:1",
    seed: 7,
    devices: "NVIDIA H100 × 1",
    limits: { wallS: 600 },
    predictionDigest: "digest-of-the-prediction",
    organisers: null,
  });
  const text = JSON.stringify(seen);
  for (const secret of [host.name, work.task.scoringProgram.hash, "digest-of-the-scores"])
    expect(text).not.toContain(secret);
  expect((await submissionById(organiser, id))?.runs[0]?.attempt?.how?.organisers).toMatchObject({
    host: host.name,
    scoringDigest: "digest-of-the-scores",
  });
});
