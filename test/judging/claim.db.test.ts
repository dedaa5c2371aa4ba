import { eq, inArray } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { claim } from "../../app/judging/claim.server.ts";
import { finish } from "../../app/judging/finish.server.ts";
import { greet } from "../../app/judging/greet.server.ts";
import type { JudgeHost } from "../../app/judging/hosts.server.ts";
import { reap } from "../../app/judging/reap.server.ts";
import { db } from "../../db/connect.ts";
import {
  attempts,
  competitions,
  deviceLeases,
  judgeDevices,
  judgeHosts,
  judgeQueues,
  runs,
  tasks,
} from "../../db/schema/index.ts";
import type { Device } from "../../judge/contract/protocol.ts";
import {
  aContest,
  aHost,
  aSubmission,
  aTeamIn,
  type Contest,
  hostFacts,
  later,
  NOW,
} from "../factories/submissions.ts";

const GiB = 1024 ** 3;
const DAY = 86_400;

beforeEach(async () => {
  await reap(later(DAY));
  await db
    .update(runs)
    .set({ state: "cancelled" })
    .where(inArray(runs.state, ["queued", "running"]));
});

const aCard = (uuid: string, more: Partial<Device> = {}): Device => ({
  uuid,
  kind: "gpu",
  parentUuid: null,
  name: "NVIDIA A100-SXM4-80GB",
  index: 0,
  memoryBytes: 80 * GiB,
  usedBytes: 0,
  utilisation: null,
  processes: 0,
  idle: true,
  fault: null,
  ...more,
});

/** Asks as a host with these devices does: first what it sees, then for work. */
async function ask(host: JudgeHost, devices: Device[] = [], now = NOW) {
  const facts = hostFacts({ devices });
  await greet(host, facts, now);
  const work = await claim({ host, facts, now });
  return work && { ...work, submissionId: await submissionOf(work.attemptId) };
}

async function submissionOf(attemptId: string): Promise<string> {
  const [found] = await db
    .select({ id: runs.submissionId })
    .from(attempts)
    .innerJoin(runs, eq(runs.id, attempts.runId))
    .where(eq(attempts.id, attemptId));
  return found!.id;
}

async function needing(gpus: number, more: { labels?: string[]; memory?: number } = {}): Promise<Contest> {
  const contest = await aContest();
  await db
    .update(tasks)
    .set({ limits: { gpus, gpuMemoryBytes: more.memory ?? 0 }, labels: more.labels ?? [] })
    .where(eq(tasks.id, contest.taskId));
  return contest;
}

test("a rush in one competition does not hold up another: they take turns", async () => {
  const [rush, quiet] = [await aContest(), await aContest()];
  const crowd: string[] = [];
  for (let n = 0; n < 4; n++)
    crowd.push((await aSubmission(rush, { ...(await aTeamIn(rush)), now: later(n) })).id);
  const late = await aSubmission(quiet, { ...(await aTeamIn(quiet)), now: later(60) });
  const host = await aHost();
  const order = [];
  for (let n = 0; n < 5; n++) order.push((await ask(host, [], later(61 + n)))!.submissionId);
  expect(order.indexOf(late.id)).toBeLessThanOrEqual(1);
  expect(order.filter((id) => id !== late.id)).toEqual(crowd);
});

test("what a team had judged within the last hour counts before its next submission", async () => {
  const contest = await aContest();
  const [busy, fresh] = [await aTeamIn(contest), await aTeamIn(contest)];
  const host = await aHost();
  await aSubmission(contest, { ...busy, now: later(0) });
  const { attemptId } = (await ask(host, [], later(1)))!;
  const report = { cause: "exit_nonzero", scores: {}, detail: "", facts: null } as const;
  await finish({ hostId: host.id, attemptId, report, now: later(2), onScored: async () => {} });
  const again = await aSubmission(contest, { ...busy, now: later(10) });
  const first = await aSubmission(contest, { ...fresh, now: later(20) });
  expect((await ask(host, [], later(21)))!.submissionId).toBe(first.id);
  expect((await ask(host, [], later(22)))!.submissionId).toBe(again.id);
});

test("a run that has waited half a day counts as its team's first, so nobody waits for ever", async () => {
  const contest = await aContest();
  const [eager, other] = [await aTeamIn(contest), await aTeamIn(contest)];
  await db.update(competitions).set({ teamConcurrency: 5 }).where(eq(competitions.id, contest.competitionId));
  await aSubmission(contest, { ...eager, now: later(0) });
  const second = await aSubmission(contest, { ...eager, now: later(1) });
  const host = await aHost();
  await ask(host, [], later(2));
  await aSubmission(contest, { ...other, now: later(43_190) });
  await db.update(attempts).set({ leaseUntil: later(2 * DAY) });
  await reap(later(43_300));
  expect((await ask(host, [], later(43_300)))!.submissionId).toBe(second.id);
});

test("a competition may let its teams have more, or less, at work than the installation", async () => {
  const contest = await aContest();
  await db.update(competitions).set({ teamConcurrency: 1 }).where(eq(competitions.id, contest.competitionId));
  const team = await aTeamIn(contest);
  for (const second of [0, 1]) await aSubmission(contest, { ...team, now: later(second) });
  const host = await aHost();
  expect(await ask(host)).not.toBeNull();
  expect(await ask(host)).toBeNull();
});

test("the runs of a queue go to its hosts and to no others, and its hosts get nothing else", async () => {
  const [queue] = await db
    .insert(judgeQueues)
    .values({ name: `lab ${Date.now()}`, createdAt: NOW })
    .returning();
  const [ours, theirs] = [await aContest(), await aContest()];
  await db.update(competitions).set({ queueId: queue!.id }).where(eq(competitions.id, ours.competitionId));
  const own = await aSubmission(ours, await aTeamIn(ours));
  const other = await aSubmission(theirs, await aTeamIn(theirs));
  const common = await aHost();
  const lab = { ...(await aHost()), queueId: queue!.id };
  await db.update(judgeHosts).set({ queueId: queue!.id }).where(eq(judgeHosts.id, lab.id));
  expect((await ask(common))!.submissionId).toBe(other.id);
  expect(await ask(common)).toBeNull();
  expect((await ask(lab))!.submissionId).toBe(own.id);
  expect(await ask(lab)).toBeNull();
});

test("a run gets the devices it needs alone, and a run without needs is given to the same host meanwhile", async () => {
  const host = await aHost();
  const cards = [aCard("GPU-1"), aCard("GPU-2", { index: 1 })];
  const [big, plain] = [await needing(2), await aContest()];
  const first = await aSubmission(big, await aTeamIn(big));
  const given = (await ask(host, cards))!;
  expect(given).toMatchObject({ submissionId: first.id, devices: [{ uuid: "GPU-1" }, { uuid: "GPU-2" }] });
  await aSubmission(big, await aTeamIn(big));
  const small = await aSubmission(plain, await aTeamIn(plain));
  expect(await ask(host, cards)).toMatchObject({ submissionId: small.id, devices: [] });
  expect(await ask(host, cards)).toBeNull();
});

test("the database itself refuses to lease a device twice", async () => {
  const host = await aHost();
  const contest = await needing(1);
  await aSubmission(contest, await aTeamIn(contest));
  await aSubmission(contest, await aTeamIn(contest));
  const first = (await ask(host, [aCard("GPU-1"), aCard("GPU-2")]))!;
  const second = (await ask(host, [aCard("GPU-1"), aCard("GPU-2")]))!;
  const [lease] = await db.select().from(deviceLeases).where(eq(deviceLeases.attemptId, first.attemptId));
  const twice = { deviceId: lease!.deviceId, attemptId: second.attemptId, takenAt: NOW };
  await expect(db.insert(deviceLeases).values(twice)).rejects.toThrow();
});

test("a device comes back only when it is idle, and one that stays busy is put into quarantine", async () => {
  const host = await aHost();
  const contest = await needing(1);
  for (let n = 0; n < 3; n++) await aSubmission(contest, await aTeamIn(contest));
  await ask(host, [aCard("GPU-1")]);
  await reap(later(11));
  const busy = aCard("GPU-1", { idle: false, processes: 1 });
  expect(await ask(host, [busy], later(12))).toBeNull();
  expect(await ask(host, [aCard("GPU-1")], later(13))).not.toBeNull();
  await reap(later(30));
  expect(await ask(host, [busy], later(100))).toBeNull();
  const [device] = await db.select().from(judgeDevices).where(eq(judgeDevices.hostId, host.id));
  expect(device).toMatchObject({ state: "quarantined", reason: "not_idle" });
  expect(await ask(host, [aCard("GPU-1")], later(101))).toBeNull();
});

test("a device that the host no longer sees is given to nobody, and is back when it is seen again", async () => {
  const host = await aHost();
  const contest = await needing(1);
  await aSubmission(contest, await aTeamIn(contest));
  await greet(host, hostFacts({ devices: [aCard("GPU-1")] }), NOW);
  expect(await ask(host, [])).toBeNull();
  expect(await ask(host, [aCard("GPU-1")])).not.toBeNull();
});

test("a card that is cut into slices is given by the slice only", async () => {
  const host = await aHost();
  const contest = await needing(1);
  await aSubmission(contest, await aTeamIn(contest));
  await aSubmission(contest, await aTeamIn(contest));
  const slice = aCard("MIG-1", { kind: "mig", parentUuid: "GPU-1", memoryBytes: 10 * GiB });
  const cards = [aCard("GPU-1"), slice];
  expect(await ask(host, cards)).toMatchObject({ devices: [{ uuid: "MIG-1" }] });
  expect(await ask(host, cards)).toBeNull();
});

test("a task that asks for gVisor goes to hosts that have it alone, and is told to run on it there", async () => {
  const host = await aHost();
  const ordinary = await aContest();
  await aSubmission(ordinary, await aTeamIn(ordinary));
  const asked = (labels: string[]) => claim({ host, facts: hostFacts({ labels }), now: later(60) });
  expect(await asked(["gvisor"])).toMatchObject({ gvisor: false });
  const contest = await needing(0, { labels: ["gVisor"] });
  await aSubmission(contest, await aTeamIn(contest));
  expect(await asked([])).toBeNull();
  expect(await asked(["gvisor"])).toMatchObject({ gvisor: true });
});

test("a task may ask for a class of card and for memory", async () => {
  const host = await aHost();
  const contest = await needing(1, { labels: ["a100"], memory: 60 * GiB });
  await aSubmission(contest, await aTeamIn(contest));
  const cards = [aCard("GPU-1", { name: "NVIDIA T4", memoryBytes: 16 * GiB })];
  expect(await ask(host, cards)).toBeNull();
  expect(await ask(host, [...cards, aCard("GPU-2")])).toMatchObject({ devices: [{ uuid: "GPU-2" }] });
});
