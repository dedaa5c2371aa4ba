import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { putArtifact } from "../../app/judging/artifacts.server.ts";
import { finish } from "../../app/judging/finish.server.ts";
import { appendLog } from "../../app/judging/log.server.ts";
import { reap } from "../../app/judging/reap.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { submissionsOf } from "../../app/submissions/list-queries.server.ts";
import { logAfter, logTails } from "../../app/submissions/log-queries.server.ts";
import { downloadOf, submissionById } from "../../app/submissions/queries.server.ts";
import { submissionDoor } from "../../app/submissions/visible.server.ts";
import { db } from "../../db/connect.ts";
import { boards, metrics, phases, rejudges, runs, submissions } from "../../db/schema/index.ts";
import { aPerson } from "../factories/people.ts";
import { aContest, aHost, aReport, aSubmission, aTeamIn, claimed, NOW } from "../factories/submissions.ts";

async function aJudgedSubmission() {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const { id } = await aSubmission(contest, team);
  const host = await aHost();
  const { attemptId } = await claimed(host);
  const about = { hostId: host.id, attemptId };
  const chunks = [{ seq: 0, stream: "scoring_stdout" as const, text: "secret of the team\n" }];
  await appendLog({ ...about, chunks, now: NOW });
  for (const kind of ["prediction_output", "scoring_output"] as const)
    expect(await putArtifact({ ...about, kind, content: Readable.from([kind]) })).toMatchObject({ ok: true });
  await finish({ ...about, report: aReport(), now: NOW, onScored: async () => {} });
  return { contest, team, id };
}

test("a submission exists for its team and its organisers only", async () => {
  const { contest, team, id } = await aJudgedSubmission();
  const organiser = await aPerson({ role: "organiser" });
  const rival = await aTeamIn(contest, "Rivals");
  for (const viewer of [team.viewer, organiser.viewer]) {
    expect(await submissionById(viewer, id)).toMatchObject({ id, state: "scored" });
    expect((await logTails(viewer, id))?.[0]?.text).toContain("secret");
  }
  for (const viewer of [rival.viewer, (await aPerson()).viewer, GUEST]) {
    expect(await submissionById(viewer, id)).toBeNull();
    expect(await logTails(viewer, id)).toBeNull();
    expect(await logAfter(viewer, id, -1)).toBeNull();
    expect(await downloadOf(viewer, id, "submission")).toBeNull();
  }
});

test("a team's list holds its own submissions, an organiser's holds all", async () => {
  const { contest, team } = await aJudgedSubmission();
  const rival = await aTeamIn(contest, "Rivals");
  await aSubmission(contest, rival);
  // Judged to its end: what waits, or is lost, would be handed to the next test's host.
  const host = await aHost();
  const { attemptId } = await claimed(host);
  await finish({ hostId: host.id, attemptId, report: aReport(), now: NOW, onScored: async () => {} });
  const numbers = async (viewer: typeof team.viewer) =>
    (await submissionsOf(viewer, contest.slug, 1))?.submissions.map((row) => row.number).sort();
  expect(await numbers(team.viewer)).toEqual([1]);
  expect(await numbers(rival.viewer)).toEqual([2]);
  expect(await numbers((await aPerson({ role: "organiser" })).viewer)).toEqual([1, 2]);
  expect(await submissionsOf((await aPerson()).viewer, contest.slug, 1)).toBeNull();
});

test("whoever follows a log hears the second host after the first was lost", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const { id } = await aSubmission(contest, team);
  const say = async (now: Date, ...texts: string[]) => {
    const host = await aHost();
    const { attemptId } = await claimed(host, now);
    const chunks = texts.map((text, seq) => ({ seq, stream: "scoring_stdout" as const, text }));
    await appendLog({ hostId: host.id, attemptId, chunks, now });
  };
  await say(NOW, "one", "two", "three");
  const first = await logAfter(team.viewer, id, -1);
  expect(first?.chunks.map((c) => c.text)).toEqual(["one", "two", "three"]);

  const later = new Date(NOW.getTime() + 60_000);
  await reap(later);
  await say(later, "one again");
  const second = await logAfter(team.viewer, id, first?.last ?? -1);
  expect(second?.chunks.map((c) => c.text)).toEqual(["one again"]);
});

test("what a phase hides is hidden from the team and shown to its organisers", async () => {
  const { contest, team, id } = await aJudgedSubmission();
  await db
    .update(phases)
    .set({ hideLogs: true, hidePredictionOutput: true, hideScoringOutput: true })
    .where(eq(phases.id, contest.phaseId));
  const organiser = await aPerson({ role: "organiser" });
  expect(await logTails(team.viewer, id)).toEqual([]);
  expect(await logAfter(team.viewer, id, -1)).toMatchObject({ chunks: [], hidden: true });
  for (const kind of ["prediction_output", "scoring_output"] as const) {
    expect(await downloadOf(team.viewer, id, kind)).toBeNull();
    expect(await downloadOf(organiser.viewer, id, kind)).toMatchObject({ hash: expect.any(String) });
  }
  expect(await logTails(organiser.viewer, id)).toHaveLength(1);
});

test("private scores are told to nobody but organisers before the reveal, nor what scoring wrote of them", async () => {
  const { contest, team, id } = await aJudgedSubmission();
  await db.update(metrics).set({ split: "private" }).where(eq(metrics.competitionId, contest.competitionId));
  const organiser = (await aPerson({ role: "organiser" })).viewer;
  const shown = async (viewer: typeof team.viewer) => ({
    page: (await submissionById(viewer, id))?.runs[0]?.scores.length,
    list: (await submissionsOf(viewer, contest.slug, 1))?.submissions[0]?.scores.length,
    tails: (await logTails(viewer, id))?.length,
    log: (await logAfter(viewer, id, -1))?.chunks.length,
    live: (await submissionDoor(viewer, id)).logs,
    output: (await downloadOf(viewer, id, "scoring_output")) !== null,
    prediction: (await downloadOf(viewer, id, "prediction_output")) !== null,
  });
  const all = { page: 1, list: 1, tails: 1, log: 1, live: true, output: true, prediction: true };
  const none = { page: 0, list: 0, tails: 0, log: 0, live: false, output: false, prediction: true };
  expect(await shown(team.viewer)).toEqual(none);
  expect(await shown(organiser)).toEqual(all);
  await db.update(boards).set({ revealedAt: NOW }).where(eq(boards.id, contest.boardId));
  expect(await shown(team.viewer)).toEqual(all);
});

test("a submission that a team opened tells strangers no score from the freeze on, and no log or output ever", async () => {
  const { contest, id } = await aJudgedSubmission();
  await db.update(submissions).set({ madePublicAt: NOW }).where(eq(submissions.id, id));
  await db.update(phases).set({ freezeAt: NOW }).where(eq(phases.id, contest.phaseId));
  const page = await submissionById(GUEST, id);
  expect(page).toMatchObject({ frozen: true, logsHidden: true, facts: [] });
  expect(page?.runs.flatMap((run) => run.scores)).toEqual([]);
  expect(page?.runs.flatMap((run) => run.attempt?.artifacts ?? [])).toEqual([]);
  expect(await logTails(GUEST, id)).toEqual([]);
  expect(await downloadOf(GUEST, id, "scoring_output")).toBeNull();
  await db.update(boards).set({ revealedAt: NOW }).where(eq(boards.id, contest.boardId));
  expect((await submissionById(GUEST, id))?.runs[0]?.scores).toHaveLength(1);
});

test("a score that a rejudge made official after the freeze is told to no stranger before the reveal", async () => {
  const { contest, team, id } = await aJudgedSubmission();
  await db.update(submissions).set({ madePublicAt: NOW }).where(eq(submissions.id, id));
  const freezeAt = new Date(NOW.getTime() + 60_000);
  await db.update(phases).set({ freezeAt }).where(eq(phases.id, contest.phaseId));
  const told = async (viewer: Parameters<typeof submissionById>[0] = GUEST) =>
    (await submissionById(viewer, id))?.runs.flatMap((run) => run.scores).length;
  const rejudgedAt = async (decidedAt: Date) => {
    const [made] = await db
      .insert(rejudges)
      .values({
        competitionId: contest.competitionId,
        reason: "Wrong",
        state: "approved",
        createdAt: NOW,
        decidedAt,
      })
      .returning();
    await db.update(runs).set({ rejudgeId: made!.id }).where(eq(runs.submissionId, id));
  };
  expect(await told()).toBe(1);
  await rejudgedAt(NOW);
  expect(await told()).toBe(1);
  await rejudgedAt(freezeAt);
  expect(await told()).toBe(0);
  expect(await told(team.viewer)).toBe(1);
  await db.update(boards).set({ revealedAt: NOW }).where(eq(boards.id, contest.boardId));
  expect(await told()).toBe(1);
});
