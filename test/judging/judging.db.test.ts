import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { attemptFile, putArtifact } from "../../app/judging/artifacts.server.ts";
import { claim } from "../../app/judging/claim.server.ts";
import { finish } from "../../app/judging/finish.server.ts";
import { heartbeat } from "../../app/judging/heartbeat.server.ts";
import { ensureHost, hostByToken, type JudgeHost } from "../../app/judging/hosts.server.ts";
import { appendLog } from "../../app/judging/log.server.ts";
import { queuePlace } from "../../app/judging/queue-place.server.ts";
import { reap } from "../../app/judging/reap.server.ts";
import { waitForWork } from "../../app/judging/wait-for-work.server.ts";
import { putOnBoard } from "../../app/leaderboards/put-on-board.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { cancel } from "../../app/submissions/cancel.server.ts";
import { usageNow } from "../../app/submissions/queries.server.ts";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import {
  attemptSamples,
  attempts,
  competitions,
  imageMappings,
  logChunks,
  runs,
  scores,
  standings,
  submissions,
  tasks,
} from "../../db/schema/index.ts";
import type { Finish } from "../../judge/contract/protocol.ts";
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

const report = (host: JudgeHost, attemptId: string, said: Finish, now = NOW) =>
  finish({
    hostId: host.id,
    attemptId,
    report: said,
    now,
    onScored: (tx, submission, at) => putOnBoard(tx, { submission, now: at }),
  });
const submissionNow = async (id: string) =>
  (await db.select().from(submissions).where(eq(submissions.id, id)))[0]!;
const runsOf = (id: string) => db.select().from(runs).where(eq(runs.submissionId, id));
/** Nothing of an earlier test waits or is at work. */
async function emptyQueue() {
  await reap(later(86_400));
  await db.update(runs).set({ state: "cancelled" }).where(eq(runs.state, "queued"));
}
const ended = { refusal: { code: "conflict" } };

async function waiting() {
  await emptyQueue();
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const { id } = await aSubmission(contest, team);
  return { contest, team, id, host: await aHost() };
}

test("an accepted report scores the submission and puts it on the board", async () => {
  const { contest, id, host } = await waiting();
  const work = await claimed(host);
  expect(work).toMatchObject({ metricKeys: ["accuracy"], limits: { wallS: 600 } });
  expect((await submissionNow(id)).state).toBe("running");
  const said = aReport({ scores: { accuracy: "0.9741666667", all_costs: "7" } });
  expect(await report(host, work.attemptId, said)).toMatchObject({ ok: true });
  expect(await submissionNow(id)).toMatchObject({ state: "scored", cause: "accepted", counts: true });
  const board = await db.select().from(standings).where(eq(standings.boardId, contest.boardId));
  expect(board.map((row) => row.submissionId)).toEqual([id]);
});

test("a claimed run notes the version of its task, and runs the image that the installation's table says", async () => {
  const { contest, id, host } = await waiting();
  await db.update(tasks).set({ version: 3 }).where(eq(tasks.competitionId, contest.competitionId));
  const named = "lab/model:2";
  await db.update(competitions).set({ image: named }).where(eq(competitions.id, contest.competitionId));
  const [line] = await db
    .insert(imageMappings)
    .values({ position: 0, pattern: "lab/*", target: "lab/ours:1", updatedAt: NOW })
    .returning();
  expect(await claimed(host)).toMatchObject({ image: "lab/ours:1", imageNamed: named });
  expect((await runsOf(id))[0]).toMatchObject({ taskVersion: 3 });
  await db.delete(imageMappings).where(eq(imageMappings.id, line!.id));
});

test("the same report again is answered alike and changes nothing", async () => {
  const { host, id } = await waiting();
  const { attemptId } = await claimed(host);
  await report(host, attemptId, aReport());
  const [run] = await runsOf(id);
  expect(await report(host, attemptId, aReport(), later(60))).toMatchObject({ ok: true });
  expect(await db.select().from(scores).where(eq(scores.runId, run!.id))).toHaveLength(1);
  expect(await report(host, attemptId, aReport({ cause: "timed_out", scores: {} }))).toMatchObject(ended);
});

test("an accepted report without a score of the board is a failure", async () => {
  const { host, id } = await waiting();
  const { attemptId } = await claimed(host);
  await report(host, attemptId, aReport({ scores: { other: "1" } }));
  expect(await submissionNow(id)).toMatchObject({ state: "failed", cause: "no_scores", counts: true });
});

test("a silent host's run is given to another and its late answer is refused: one official score", async () => {
  const { host, id } = await waiting();
  const first = await claimed(host);
  expect(await reap(later(5))).toBe(0);
  expect(await reap(later(11))).toBe(1);
  expect(await submissionNow(id)).toMatchObject({ state: "queued" });
  const other = await aHost();
  const second = await claimed(other, later(12));
  expect(await report(host, first.attemptId, aReport({ scores: { accuracy: "1" } }))).toMatchObject(ended);
  const about = { hostId: host.id, attemptId: first.attemptId };
  expect(await heartbeat({ ...about, beat: { step: "scoring" }, now: NOW })).toMatchObject(ended);
  const chunks = [{ seq: 0, stream: "scoring_stdout" as const, text: "late" }];
  expect(await appendLog({ ...about, chunks, now: NOW })).toMatchObject(ended);
  const kind = "scoring_output" as const;
  expect(await putArtifact({ ...about, kind, content: Readable.from(["late"]) })).toMatchObject(ended);
  await report(other, second.attemptId, aReport({ scores: { accuracy: "0.5" } }));
  const [run] = await runsOf(id);
  const official = await db.select().from(scores).where(eq(scores.runId, run!.id));
  expect(official.map((score) => Number(score.value))).toEqual([0.5]);
});

test("a heartbeat keeps an attempt alive beyond its first lease", async () => {
  const { host } = await waiting();
  const { attemptId } = await claimed(host);
  const beat = { step: "predicting" as const };
  expect(await heartbeat({ hostId: host.id, attemptId, beat, now: later(8) })).toMatchObject({
    value: { stop: false },
  });
  expect(await reap(later(15))).toBe(0);
  expect(await reap(later(19))).toBe(1);
});

test("what heartbeats measure is kept, evenly and never more than the bound", async () => {
  const { host, id, team, contest } = await waiting();
  const { attemptId } = await claimed(host);
  const most = webConfig().ATTEMPT_SAMPLES;
  const devices = [{ uuid: "GPU-secret", utilisation: 1, memoryBytes: 7 }];
  const measure = (n: number) => ({ atMs: n * 1500, cpuMs: n, memoryBytes: 5, pids: 2, devices });
  const tell = (n: number) =>
    heartbeat({
      hostId: host.id,
      attemptId,
      beat: { step: "predicting", sample: measure(n) },
      now: later(1),
    });
  for (let n = 0; n < most * 2 + 10; n++) expect((await tell(n)).ok).toBe(true);
  const kept = await db
    .select({ sample: attemptSamples.sample })
    .from(attemptSamples)
    .where(eq(attemptSamples.attemptId, attemptId))
    .orderBy(attemptSamples.seq);
  const moments = kept.map(({ sample }) => (sample as { atMs: number }).atMs);
  expect(moments.length).toBeLessThanOrEqual(most);
  expect(moments.length).toBeGreaterThan(most / 3);
  expect(moments[0]).toBe(0);
  const gaps = moments.slice(1).map((at, i) => at - moments[i]!);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.min(...gaps) * 2.1);
  // Its team sees the last one, and nobody else does.
  expect(await usageNow(team.viewer, id)).toMatchObject([
    { step: "predicting", pids: 2, devices: [{ utilisation: 1, memoryBytes: 7 }] },
  ]);
  expect(JSON.stringify(await usageNow(team.viewer, id))).not.toContain("GPU-secret");
  expect(await usageNow((await aTeamIn(contest)).viewer, id)).toBeNull();
  expect(await usageNow(GUEST, id)).toBeNull();
});

test("a run lost three times fails without costing quota", async () => {
  const { host, id } = await waiting();
  for (const turn of [0, 1, 2]) {
    await claimed(host, later(turn * 20));
    expect(await reap(later(turn * 20 + 11))).toBe(1);
  }
  expect(await submissionNow(id)).toMatchObject({ state: "failed", cause: "judge_broke", counts: false });
  const tries = await db
    .select()
    .from(attempts)
    .innerJoin(runs, eq(runs.id, attempts.runId))
    .where(eq(runs.submissionId, id));
  expect(tries.map((row) => row.attempts.outcome)).toEqual(["lost", "lost", "lost"]);
});

test("a fault of the platform is tried again", async () => {
  const { host, id } = await waiting();
  const { attemptId } = await claimed(host);
  await report(host, attemptId, aReport({ cause: "judge_broke", scores: {} }));
  expect(await submissionNow(id)).toMatchObject({ state: "queued", counts: true });
  expect((await claimed(await aHost())).attemptId).not.toBe(attemptId);
});

test("several reapers end a lost attempt once", async () => {
  const { host, id } = await waiting();
  await claimed(host);
  const counts = await Promise.all([1, 2, 3, 4].map(() => reap(later(11))));
  expect(counts.reduce((a, b) => a + b)).toBe(1);
  expect((await runsOf(id))[0]).toMatchObject({ state: "queued", platformFailures: 1 });
});

test("a host is told to stop a cancelled submission, and what it reports then scores nothing", async () => {
  const { host, id, team } = await waiting();
  const { attemptId } = await claimed(host);
  await cancel({ viewer: team.viewer, submissionId: id, now: later(1) });
  const beat = { step: "scoring" as const };
  expect(await heartbeat({ hostId: host.id, attemptId, beat, now: later(2) })).toMatchObject({
    value: { stop: true },
  });
  expect(await report(host, attemptId, aReport(), later(3))).toMatchObject({ ok: true });
  expect(await submissionNow(id)).toMatchObject({ state: "cancelled", counts: false });
  expect((await runsOf(id))[0]?.state).toBe("cancelled");
});

test("a cancelled submission whose host fell silent is not tried again", async () => {
  const { host, id, team } = await waiting();
  await claimed(host);
  await cancel({ viewer: team.viewer, submissionId: id, now: later(1) });
  await reap(later(11));
  expect((await runsOf(id))[0]?.state).toBe("cancelled");
});

test("a team's first submission is judged before another team's second", async () => {
  await emptyQueue();
  const contest = await aContest();
  const early = await aTeamIn(contest, "Early");
  const late = await aTeamIn(contest, "Late");
  const a = await aSubmission(contest, { ...early, now: later(0) });
  const b = await aSubmission(contest, { ...early, now: later(1) });
  const c = await aSubmission(contest, { ...late, now: later(2) });
  expect(await queuePlace(b.id, later(3))).toMatchObject({ place: 3, waitingFor: "noHost" });
  const host = await aHost();
  const order: string[] = [];
  for (const _ of [a, b, c]) {
    const { attemptId } = await claimed(host, later(3));
    const [found] = await db
      .select({ id: runs.submissionId })
      .from(attempts)
      .innerJoin(runs, eq(runs.id, attempts.runId))
      .where(eq(attempts.id, attemptId));
    order.push(found!.id);
  }
  expect(order).toEqual([a.id, c.id, b.id]);
});

test("a team has no more runs at work than it may, however many hosts ask together", async () => {
  await emptyQueue();
  const contest = await aContest();
  const team = await aTeamIn(contest);
  for (const second of [0, 1, 2, 3]) await aSubmission(contest, { ...team, now: later(second) });
  const hosts = await Promise.all([1, 2, 3, 4].map(() => aHost()));
  const got = await Promise.all(hosts.map((host) => claim({ host, facts: hostFacts(), now: later(9) })));
  expect(got.filter((work) => work !== null)).toHaveLength(2);
});

test("a run that wants a label goes only to a host that has it", async () => {
  const { host, id } = await waiting();
  await db
    .update(runs)
    .set({ labels: ["gpu"] })
    .where(eq(runs.submissionId, id));
  expect(await claim({ host, facts: hostFacts(), now: NOW })).toBeNull();
  expect(await claim({ host, facts: hostFacts({ labels: ["gpu", "big"] }), now: NOW })).not.toBeNull();
});

test("a host that waits gets a run as soon as it is queued", async () => {
  await emptyQueue();
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const host = await aHost();
  expect(await waitForWork(host, { host: hostFacts(), waitS: 0 })).toMatchObject({ value: null });
  const asked = waitForWork(host, { host: hostFacts(), waitS: 20 });
  await aSubmission(contest, team);
  const handedIn = performance.now();
  expect(await asked).toMatchObject({ value: { submission: { fileName: "answers.zip" } } });
  expect(performance.now() - handedIn).toBeLessThan(900);
});

test("a host that hangs up gets nothing and takes nothing", async () => {
  await emptyQueue();
  const contest = await aContest();
  const hangUp = new AbortController();
  const asked = waitForWork(await aHost(), { host: hostFacts(), waitS: 20 }, hangUp.signal);
  hangUp.abort();
  expect(await asked).toMatchObject({ value: null });
  const { id } = await aSubmission(contest, await aTeamIn(contest));
  expect((await runsOf(id))[0]?.state).toBe("queued");
});

test("an attempt's log keeps each chunk once and stays within its limit", async () => {
  const { host, contest } = await waiting();
  await db
    .update(tasks)
    .set({ limits: { logBytes: 10 } })
    .where(eq(tasks.id, contest.taskId));
  const { attemptId } = await claimed(host);
  const say = (seq: number, said: string) =>
    appendLog({
      hostId: host.id,
      attemptId,
      chunks: [{ seq, stream: "scoring_stdout", text: said }],
      now: NOW,
    });
  await say(0, "12345");
  await say(0, "12345");
  await say(1, "67890abc");
  await say(2, "more");
  const kept = await db
    .select()
    .from(logChunks)
    .where(eq(logChunks.attemptId, attemptId))
    .orderBy(logChunks.seq);
  expect(kept.map((chunk) => chunk.text)).toEqual(["12345", "67890"]);
});

test("a host gets the files of its own attempt and no others", async () => {
  const { host } = await waiting();
  const { attemptId, submission } = await claimed(host);
  const file = await attemptFile({ hostId: host.id, attemptId, hash: submission.hash });
  expect(file.ok && (await buffer(file.value)).length).toBe(submission.size);
  const unknown = { refusal: { code: "not_found" } };
  expect(await attemptFile({ hostId: host.id, attemptId, hash: "f".repeat(64) })).toMatchObject(unknown);
  const other = await aHost();
  expect(await attemptFile({ hostId: other.id, attemptId, hash: submission.hash })).toMatchObject(unknown);
});

test("an output larger than the task allows is refused", async () => {
  const { host, contest } = await waiting();
  await db
    .update(tasks)
    .set({ limits: { outputBytes: 1 } })
    .where(eq(tasks.id, contest.taskId));
  const { attemptId } = await claimed(host);
  const content = Readable.from([Buffer.alloc(5 * 1024 * 1024)]);
  const put = await putArtifact({ hostId: host.id, attemptId, kind: "scoring_output", content });
  expect(put).toMatchObject({ refusal: { code: "invalid" } });
});

test("a host's new token replaces its old one", async () => {
  const before = await ensureHost("the same host");
  const after = await ensureHost("the same host");
  expect(after.id).toBe(before.id);
  expect(await hostByToken(before.token)).toBeNull();
  expect(await hostByToken(after.token)).toMatchObject({ name: "the same host" });
});
