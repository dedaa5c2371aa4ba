import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  addHost,
  drainHost,
  removeHost,
  resumeHost,
  rotateToken,
  wantSelfTest,
} from "../../app/judging/change-hosts.server.ts";
import { claim } from "../../app/judging/claim.server.ts";
import { giveBack } from "../../app/judging/give-back.server.ts";
import { greet } from "../../app/judging/greet.server.ts";
import { readHost } from "../../app/judging/host-form.ts";
import { ensureHost, hostByToken } from "../../app/judging/hosts.server.ts";
import { judgeHost, judgeHostsFor } from "../../app/judging/queries.server.ts";
import { reap } from "../../app/judging/reap.server.ts";
import { waitForWork } from "../../app/judging/wait-for-work.server.ts";
import { GUEST, type SignedInViewer } from "../../app/people/viewer.ts";
import { cancel } from "../../app/submissions/cancel.server.ts";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { attempts, auditEvents, judgeHosts, judgeQueues, runs, submissions } from "../../db/schema/index.ts";
import { aPerson } from "../factories/people.ts";
import {
  aContest,
  aHost,
  aSubmission,
  aTeamIn,
  claimed,
  hostFacts,
  later,
  NOW,
} from "../factories/submissions.ts";

async function aQueueOf(viewer: SignedInViewer) {
  const [queue] = await db
    .insert(judgeQueues)
    .values({ name: `queue ${randomUUID()}`, ownerId: viewer.person.id, createdAt: NOW })
    .returning();
  return queue!;
}

async function anOrganiser() {
  const { viewer } = await aPerson({ role: "organiser" });
  return { viewer, queue: await aQueueOf(viewer) };
}

async function added(viewer: SignedInViewer, queueId: string | null, name = `host ${randomUUID()}`) {
  const made = await addHost({ viewer, host: { name, queueId, note: null }, now: NOW });
  if (!made.ok) throw new Error(made.refusal.reason);
  return { ...made.value, name };
}

/** One submission waits, and nothing else. */
async function waiting() {
  await reap(later(86_400));
  await db.update(runs).set({ state: "cancelled" }).where(eq(runs.state, "queued"));
  const contest = await aContest();
  const team = await aTeamIn(contest);
  return { team, ...(await aSubmission(contest, team)) };
}
const runOf = async (submissionId: string) =>
  (await db.select().from(runs).where(eq(runs.submissionId, submissionId)))[0]!;

test("an organiser runs the hosts of their own queues and sees no others", async () => {
  const mine = await anOrganiser();
  const theirs = await anOrganiser();
  const { viewer: owner } = await aPerson({ role: "owner" });
  const host = await added(mine.viewer, mine.queue.id, "a100");
  const other = await added(theirs.viewer, theirs.queue.id, "a100");
  const standard = await added(owner, null);

  const seen = await judgeHostsFor(mine.viewer, NOW);
  expect(seen?.hosts.map(({ id }) => id)).toEqual([host.id]);
  expect(seen?.queues.map(({ id }) => id)).toEqual([mine.queue.id]);
  expect(seen?.queueLength).toBeNull();
  const all = (await judgeHostsFor(owner, NOW))!.hosts.map(({ id }) => id);
  expect(all).toEqual(expect.arrayContaining([host.id, other.id, standard.id]));

  const unknown = { refusal: { code: "not_found", reason: "judging.refusals.noHost" } };
  for (const id of [other.id, standard.id, randomUUID(), "no id"]) {
    expect(await judgeHost(mine.viewer, id, NOW)).toBeNull();
    for (const command of [rotateToken, drainHost, resumeHost, wantSelfTest, removeHost])
      expect(await command({ viewer: mine.viewer, id, now: NOW })).toMatchObject(unknown);
  }
  expect(await hostByToken(other.token)).toMatchObject({ id: other.id, state: "active" });
});

test("nobody adds hosts to others' queues, and only operators to the standard one", async () => {
  const mine = await anOrganiser();
  const theirs = await anOrganiser();
  const add = (queueId: string | null) =>
    addHost({ viewer: mine.viewer, host: { name: "x", queueId, note: null }, now: NOW });
  for (const queueId of [theirs.queue.id, randomUUID(), "no id"])
    expect(await add(queueId)).toMatchObject({ refusal: { code: "not_found", field: "queueId" } });
  expect(await add(null)).toMatchObject({ refusal: { code: "forbidden", field: "queueId" } });
  const { viewer: person } = await aPerson();
  expect(await judgeHostsFor(person, NOW)).toBeNull();
  expect(await judgeHostsFor(GUEST, NOW)).toBeNull();
});

test("a queue has no more hosts than the installation allows, removed ones not counted", async () => {
  const { viewer, queue } = await anOrganiser();
  const max = webConfig().HOSTS_PER_QUEUE;
  const [first] = await db
    .insert(judgeHosts)
    .values(
      Array.from({ length: max }, () => ({
        name: randomUUID(),
        tokenHash: randomUUID(),
        queueId: queue.id,
        createdAt: NOW,
      })),
    )
    .returning();
  const add = () => addHost({ viewer, host: { name: "one more", queueId: queue.id, note: null }, now: NOW });
  expect(await add()).toMatchObject({
    refusal: { reason: "judging.refusals.tooManyHosts", values: { max } },
  });
  await db.update(judgeHosts).set({ state: "disabled" }).where(eq(judgeHosts.id, first!.id));
  expect(await add()).toMatchObject({ ok: true });
});

test("a name is one host's within its queue, also when the installation's own judge is called so", async () => {
  const { viewer, queue } = await anOrganiser();
  const name = `machine-${randomUUID()}`;
  const host = await added(viewer, queue.id, name);
  expect(await addHost({ viewer, host: { name, queueId: queue.id, note: null }, now: NOW })).toMatchObject({
    refusal: { code: "conflict", field: "name" },
  });
  const own = await ensureHost(name);
  expect(own.id).not.toBe(host.id);
  expect(await hostByToken(host.token)).toMatchObject({ id: host.id, queueId: queue.id });
  expect(await hostByToken(own.token)).toMatchObject({ id: own.id, queueId: null });
});

test.each(["", "  ", "-a", "a--b", "a".repeat(65), "a\u202eb", "<b>"])("%j is no host's name", (name) => {
  expect(readHost({ name })).toMatchObject({ refusal: { field: "name" } });
});

test("a rotated token replaces the old one at once, and what was done is on record without it", async () => {
  const { viewer, queue } = await anOrganiser();
  const host = await added(viewer, queue.id);
  const made = await rotateToken({ viewer, id: host.id, now: NOW });
  if (!made.ok) throw new Error();
  expect(await hostByToken(host.token)).toBeNull();
  expect(await hostByToken(made.value.token)).toMatchObject({ id: host.id });
  const acts = await db.select().from(auditEvents).where(eq(auditEvents.subjectId, host.id));
  expect(acts.map(({ act }) => act)).toEqual(["host.added", "host.token_rotated"]);
  expect(JSON.stringify(acts)).not.toMatch(/pjh_/);
});

test("a host that is drained while it waits gets nothing, others of its kind do, and resuming wakes it", async () => {
  await waiting();
  const { viewer } = await aPerson({ role: "owner" });
  const host = await aHost();
  const asked = { host: hostFacts(), waitS: 0 };
  await drainHost({ viewer, id: host.id, now: NOW });
  expect(await waitForWork(host, asked)).toMatchObject({ value: null });
  expect(await judgeHost(viewer, host.id, NOW)).toMatchObject({ state: "draining" });
  const drained = waitForWork(host, { ...asked, waitS: 20 });
  expect(await waitForWork(await aHost(), { ...asked, waitS: 20 })).toMatchObject({
    value: { submission: { fileName: "answers.zip" } },
  });
  const next = await aContest();
  await resumeHost({ viewer, id: host.id, now: NOW });
  await aSubmission(next, await aTeamIn(next));
  expect(await drained).toMatchObject({ value: { submission: { fileName: "answers.zip" } } });
});

test("a removed host's token is nobody's, its name is free again, and what it judged stays", async () => {
  await waiting();
  const { viewer } = await aPerson({ role: "owner" });
  const host = await added(viewer, null);
  const known = (await hostByToken(host.token))!;
  const { attemptId } = await claimed(known);
  expect(await removeHost({ viewer, id: host.id, now: NOW })).toMatchObject({ ok: true });
  expect(await hostByToken(host.token)).toBeNull();
  expect(await judgeHost(viewer, host.id, NOW)).toBeNull();
  expect(await claim({ host: known, facts: hostFacts(), now: NOW })).toBeNull();
  expect(await db.select().from(attempts).where(eq(attempts.id, attemptId))).toHaveLength(1);
  expect(await added(viewer, null, host.name)).toMatchObject({ name: host.name });
});

test("the process that began last judges with a token; an older one is refused and its page says so", async () => {
  await waiting();
  const { viewer } = await aPerson({ role: "owner" });
  const host = await aHost();
  const old = hostFacts({ instance: "old" });
  const young = hostFacts({ instance: "young" });
  expect(await greet(host, { ...old, first: true }, NOW)).toMatchObject({ ok: true });
  expect(await greet(host, old, NOW)).toMatchObject({ ok: true });
  expect(await greet(host, { ...young, first: true }, NOW)).toMatchObject({ ok: true });
  expect(await claim({ host, facts: old, now: NOW })).toBeNull();
  expect(await greet(host, old, NOW)).toMatchObject({
    refusal: { reason: "judging.refusals.otherProcess" },
  });
  expect(await judgeHost(viewer, host.id, NOW)).toMatchObject({ problem: { kind: "replaced" } });
  expect(await claim({ host, facts: young, now: NOW })).not.toBeNull();
  expect(await judgeHost(viewer, host.id, later(2 * 86_400))).toMatchObject({ problem: null });
});

test("a wrong clock is shown and moves no deadline", async () => {
  const { id } = await waiting();
  const { viewer } = await aPerson({ role: "owner" });
  const host = await aHost();
  const facts = hostFacts({ clock: NOW.getTime() + 5_000 });
  await greet(host, facts, NOW);
  expect(await judgeHost(viewer, host.id, NOW)).toMatchObject({ clockSkewMs: 5_000, clockWrong: true });
  await claim({ host, facts, now: NOW });
  const [attempt] = await db
    .select()
    .from(attempts)
    .where(eq(attempts.runId, (await runOf(id)).id));
  expect(attempt).toMatchObject({ startedAt: NOW, leaseUntil: later(10) });
  await greet(host, hostFacts({ clock: NOW.getTime() - 1_500 }), NOW);
  expect(await judgeHost(viewer, host.id, NOW)).toMatchObject({ clockSkewMs: -1_500, clockWrong: false });
  await greet(host, hostFacts({ clock: 1e300 }), NOW);
  expect(await judgeHost(viewer, host.id, NOW)).toMatchObject({ clockWrong: true });
});

test("a host whose disk is full gets nothing, and another does", async () => {
  await waiting();
  const full = hostFacts({ diskFull: true, diskFreeBytes: 1 });
  expect(await claim({ host: await aHost(), facts: full, now: NOW })).toBeNull();
  expect(await claim({ host: await aHost(), facts: hostFacts(), now: NOW })).not.toBeNull();
});

test("what a stopping host gives back waits again at once and is charged nothing", async () => {
  const { id } = await waiting();
  for (let turn = 0; turn < 5; turn++) {
    const host = await aHost();
    const { attemptId } = await claimed(host);
    const back = { hostId: host.id, attemptId, now: NOW };
    expect(await giveBack({ ...back, hostId: (await aHost()).id })).toMatchObject({
      refusal: { code: "not_found" },
    });
    expect(await giveBack(back)).toMatchObject({ ok: true });
    expect(await giveBack(back)).toMatchObject({ ok: true });
    expect(await runOf(id)).toMatchObject({ state: "queued", platformFailures: 0 });
  }
  expect((await claimed(await aHost())).attemptId).toBeTruthy();
});

test("a host that gives everything back cannot keep a run for ever: at last the platform has failed it", async () => {
  const { id } = await waiting();
  const host = await aHost();
  const { MAX_GIVE_BACKS, MAX_PLATFORM_FAILURES } = webConfig();
  const again = async () =>
    giveBack({ hostId: host.id, attemptId: (await claimed(host)).attemptId, now: NOW });
  for (let turn = 0; turn < MAX_GIVE_BACKS; turn++) await again();
  expect(await runOf(id)).toMatchObject({ state: "queued", platformFailures: 0 });
  for (let turn = 0; turn < MAX_PLATFORM_FAILURES; turn++) await again();
  expect(await runOf(id)).toMatchObject({ state: "failed", cause: "judge_broke" });
  const [submission] = await db.select().from(submissions).where(eq(submissions.id, id));
  expect(submission).toMatchObject({ state: "failed", counts: false });
});

test("a lost attempt is not given back, and a cancelled one stays cancelled", async () => {
  const { id, team } = await waiting();
  const host = await aHost();
  const lost = await claimed(host);
  await reap(later(60));
  const back = (attemptId: string) => giveBack({ hostId: host.id, attemptId, now: later(61) });
  expect(await back(lost.attemptId)).toMatchObject({ refusal: { code: "conflict" } });
  const again = await claimed(host, later(62));
  await cancel({ viewer: team.viewer, submissionId: id, now: later(63) });
  expect(await back(again.attemptId)).toMatchObject({ ok: true });
  expect(await runOf(id)).toMatchObject({ state: "cancelled" });
  expect((await db.select().from(submissions).where(eq(submissions.id, id)))[0]?.state).toBe("cancelled");
});
