import { randomUUID } from "node:crypto";
import { parseWithZod } from "@conform-to/zod/v4";
import { and, eq, sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { savePhase } from "../../app/competitions/change-phases.server.ts";
import { changeSettings } from "../../app/competitions/change-settings.server.ts";
import { saveTask } from "../../app/competitions/change-tasks.server.ts";
import { copyCompetition } from "../../app/competitions/copy.server.ts";
import { TaskForm } from "../../app/competitions/forms.ts";
import { installationLimits } from "../../app/competitions/installation-limits.server.ts";
import { overviewOf } from "../../app/competitions/overview.server.ts";
import { competitionBySlug } from "../../app/competitions/queries.server.ts";
import { REPLAN_WAITING, replanAllWaiting } from "../../app/competitions/replan-waiting.server.ts";
import type { SettingsChange } from "../../app/competitions/settings.ts";
import { claim } from "../../app/judging/claim.server.ts";
import { queueChoices, turnEnd } from "../../app/queues/queries.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { provide } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { competitions, judgeDevices, judgeHosts, judgeQueues, runs } from "../../db/schema/index.ts";
import { aBundle, aCompetition, importing } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";
import { aContest, aHost, aSubmission, aTeamIn, hostFacts, later, NOW } from "../factories/submissions.ts";

const owner = await aViewer({ role: "owner" });
const organiser = await aViewer({ role: "organiser" });

async function aQueue(viewer = organiser, more: Partial<typeof judgeQueues.$inferInsert> = {}) {
  const [queue] = await db
    .insert(judgeQueues)
    .values({ name: `lab ${randomUUID()}`, ownerId: viewer.person.id, createdAt: NOW, ...more })
    .returning();
  return queue!;
}
async function hostIn(queueId: string | null, labels: string[] = []) {
  const host = await aHost();
  await db.update(judgeHosts).set({ queueId, labels, lastSeenAt: NOW }).where(eq(judgeHosts.id, host.id));
  return { ...host, queueId };
}
const asked = (host: Awaited<ReturnType<typeof hostIn>>, labels: string[] = []) =>
  claim({ host, facts: hostFacts({ labels }), now: NOW });
const look = async (slug: string) => (await competitionBySlug(owner, slug, NOW))!;
const findings = async (slug: string) =>
  (await overviewOf(await look(slug), NOW)).findings
    .filter((f) => ["editor.ready.queueWithoutHost", "editor.ready.needsUnmet"].includes(f.reason))
    .map((f) => [f.reason.replace("editor.ready.", ""), f.values]);

test("a competition takes its organiser's queues and open ones; what is closed to them does not exist", async () => {
  const stranger = await aViewer({ role: "organiser" });
  const { slug } = await aCompetition({ organiser, draft: true });
  const [own, shut, open] = [await aQueue(), await aQueue(stranger), await aQueue(stranger, { open: true })];
  const choose = (queueId: string | null) =>
    changeSettings({ viewer: organiser, slug, change: { queueId }, now: NOW });
  const none = { refusal: { code: "invalid", reason: "editor.refusals.noSuchQueue", field: "queueId" } };
  expect(await choose(shut.id)).toMatchObject(none);
  expect(await choose(randomUUID())).toMatchObject(none);
  expect(await choose(own.id)).toMatchObject({ ok: true });
  expect(await choose(open.id)).toMatchObject({ ok: true });
  expect((await look(slug)).queueId).toBe(open.id);
  // Closed later: it stays chosen, and in the list, but for this competition alone.
  await db.update(judgeQueues).set({ open: false }).where(eq(judgeQueues.id, open.id));
  expect(
    await changeSettings({ viewer: organiser, slug, change: { queueId: open.id, maxTeamSize: 7 }, now: NOW }),
  ).toMatchObject({ ok: true });
  const offered = async (chosen: string | null) =>
    (await queueChoices(organiser, chosen, NOW)).map((queue) => queue.id);
  expect(await offered(open.id)).toEqual(expect.arrayContaining([open.id, own.id]));
  expect(await offered(null)).not.toContain(open.id);
  expect(await offered(null)).not.toContain(shut.id);
});

test("what waits goes where the settings say now: to another queue, to other hosts, in another turn", async () => {
  const contest = await aContest();
  const queue = await aQueue(owner);
  const submission = await aSubmission(contest, { viewer: (await aTeamIn(contest)).viewer });
  const run = async () => (await db.select().from(runs).where(eq(runs.submissionId, submission.id)))[0];
  const command = { viewer: owner, slug: contest.slug, now: NOW };
  await changeSettings({ ...command, change: { queueId: queue.id } });
  expect(await run()).toMatchObject({ queueId: queue.id });

  const { tasks, phases } = await look(contest.slug);
  const { name, description, trackId, ingestionOnlyDuringScoring } = tasks[0]!;
  const task = { name, description, trackId, ingestionOnlyDuringScoring, note: null };
  const ask = (labels: string[], limits = {}) =>
    saveTask({ ...command, id: tasks[0]!.id, task: { ...task, labels, limits }, files: {} });
  expect(await ask(["A100"], { gpus: 2, gpuMemoryBytes: 40e9 })).toMatchObject({ ok: true });
  expect(await run()).toMatchObject({
    labels: ["A100"],
    gpus: 2,
    gpuMemoryBytes: 40e9,
    needs: "A100|2x40000000000",
  });
  expect(await asked(await hostIn(queue.id, ["a100"]), ["a100"])).toBeNull();
  await ask(["lab-3"]);
  const { id, state: _s, migratedAt: _m, position: _p, competitionId: _c, ...phase } = phases[0]!;
  expect(
    await savePhase({ ...command, id, phase: { ...phase, priority: -5, accepts: ["archive"] } }),
  ).toMatchObject({ ok: true });
  expect(await run()).toMatchObject({ priority: -5, needs: "lab-3", gpus: 0, state: "queued" });
  expect(await asked(await hostIn(null, ["lab-3"]), ["lab-3"])).toBeNull();
  expect(await asked(await hostIn(queue.id, ["Lab-3"]), ["Lab-3"])).not.toBeNull();
  // What is at work stays as it was claimed.
  await ask(["other"]);
  expect(await run()).toMatchObject({ needs: "lab-3", state: "running" });
});

test("of many that wait a first step goes where the settings say at once, and a job takes the rest there", async () => {
  await (await startJobs({})).stop();
  provide({ REJUDGE_STEP: "2" });
  onTestFinished(() => provide({ REJUDGE_STEP: "" }));
  const contest = await aContest();
  const queue = await aQueue(owner);
  const { viewer } = await aTeamIn(contest);
  for (let i = 0; i < 5; i++) await aSubmission(contest, { viewer, now: later(i) });
  const there = () =>
    db.$count(runs, and(eq(runs.competitionId, contest.competitionId), eq(runs.queueId, queue.id)));
  await changeSettings({ viewer: owner, slug: contest.slug, change: { queueId: queue.id }, now: NOW });
  expect(await there()).toBe(2);
  const waits = await db.execute<{ id: string }>(
    sql`select payload ->> 'competitionId' as id from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = ${REPLAN_WAITING}`,
  );
  expect(waits.map((job) => job.id)).toEqual([contest.competitionId]);
  await Promise.all([replanAllWaiting(contest.competitionId), replanAllWaiting(contest.competitionId)]);
  expect(await there()).toBe(5);
});

test("organisers put their phases first on their own queue alone; where they share, operators decide", async () => {
  const contest = await aContest();
  const { slug } = contest;
  await db.update(competitions).set({ createdBy: organiser.person.id }).where(eq(competitions.slug, slug));
  const stranger = await aViewer({ role: "organiser" });
  const [own, open, shared] = [
    await aQueue(),
    await aQueue(stranger, { open: true }),
    await aQueue(owner, { ownerId: null, open: true }),
  ];
  const command = { viewer: organiser, slug, now: NOW };
  const {
    id,
    state: _s,
    migratedAt: _m,
    position: _p,
    competitionId: _c,
    ...phase
  } = (await look(slug)).phases[0]!;
  const first = (priority: number) =>
    savePhase({ ...command, id, phase: { ...phase, priority, accepts: ["archive"] } });
  expect(await first(9)).toMatchObject({ ok: true });
  const rival = await aContest();
  const submission = await aSubmission(contest, { viewer: (await aTeamIn(contest)).viewer });
  const turn = async () =>
    (await db.select().from(runs).where(eq(runs.submissionId, submission.id)))[0]!.priority;
  const rivals = await aSubmission(rival, { viewer: (await aTeamIn(rival)).viewer, now: later(-60) });
  const choose = (change: SettingsChange, viewer = organiser) =>
    changeSettings({ ...command, viewer, change });

  // As it is handed in, on the hosts that all share; and wherever else it goes.
  expect(await turn()).toBe(0);
  expect(await turnEnd(await look(slug))).toBe(0);
  for (const [queueId, expected] of [
    [own.id, 9],
    [open.id, 0],
    [own.id, 9],
    [shared.id, 0],
  ] as const) {
    expect(await choose({ queueId })).toMatchObject({ ok: true });
    expect(await turn()).toBe(expected);
  }
  expect(await choose({ goesFirst: true })).toMatchObject({
    refusal: { code: "forbidden", reason: "editor.refusals.goesFirst" },
  });
  expect(await turn()).toBe(0);
  expect(await choose({ goesFirst: true }, owner)).toMatchObject({ ok: true });
  expect(await turn()).toBe(9);
  // A competition like it starts without the permission.
  const copied = await copyCompetition({ ...command, title: { en: "Next year" }, startsAt: NOW });
  if (!copied.ok) throw new Error(copied.refusal.reason);
  expect((await look(copied.value.slug)).goesFirst).toBe(false);
  expect(await choose({ goesFirst: false }, owner)).toMatchObject({ ok: true });
  expect(await turn()).toBe(0);
  // Behind others is always theirs to say; and on shared hosts the rival, who waits longer, is judged first.
  await choose({ queueId: null });
  expect(await asked(await hostIn(null))).toMatchObject({ submission: { fileName: "answers.zip" } });
  expect((await db.select().from(runs).where(eq(runs.submissionId, rivals.id)))[0]!.state).toBe("running");
  expect(await first(-5)).toMatchObject({ ok: true });
  expect(await turn()).toBe(-5);
});

test("before it is published, an organiser learns that no host could judge it", async () => {
  const { slug, taskId, ...c } = await aCompetition({ organiser, draft: true });
  const command = { viewer: organiser, slug, now: NOW };
  const queue = await aQueue();
  await changeSettings({ ...command, change: { queueId: queue.id } });
  expect(await findings(slug)).toEqual([["queueWithoutHost", { queue: queue.name }]]);
  const host = await hostIn(queue.id, ["a100"]);
  expect(await findings(slug)).toEqual([]);
  const task = {
    name: { en: "Digits" },
    description: {},
    trackId: null,
    ingestionOnlyDuringScoring: false,
    note: null,
  };
  const limits = { gpus: 2, gpuMemoryBytes: 40e9 };
  await saveTask({ ...command, id: taskId, task: { ...task, labels: ["a100"], limits }, files: {} });
  const unmet = [["needsUnmet", { task: "Digits", needs: "2 × GPU ≥ 40 GB, a100" }]];
  expect(await findings(slug)).toEqual(unmet);
  const card = (n: number) => ({
    hostId: host.id,
    uuid: `GPU-${n}`,
    kind: "gpu" as const,
    name: "NVIDIA A100-SXM4-40GB",
    index: n,
    memoryBytes: 40_536 * 1024 * 1024,
    stateAt: NOW,
    lastSeenAt: NOW,
  });
  await db.insert(judgeDevices).values(card(0));
  expect(await findings(slug)).toEqual(unmet);
  await db.insert(judgeDevices).values(card(1));
  expect(await findings(slug)).toEqual([]);
  expect(c.id).toBeDefined();
});

test("a task asks for no more GPUs than the installation gives, and for labels that can be labels", async () => {
  const { slug, taskId } = await aCompetition({ organiser, draft: true });
  const task = {
    name: { en: "Digits" },
    description: {},
    trackId: null,
    ingestionOnlyDuringScoring: false,
    note: null,
    labels: [],
  };
  const max = installationLimits().most.gpus!;
  const ask = (limits: Record<string, number>) =>
    saveTask({ viewer: organiser, slug, now: NOW, id: taskId, task: { ...task, limits }, files: {} });
  expect(await ask({ gpus: max + 1 })).toMatchObject({
    refusal: { field: "limits.gpus", reason: "editor.refusals.limitOutside", values: { min: 0, max } },
  });
  expect(await ask({ gpus: 1, gpuMemoryBytes: 1001e9 })).toMatchObject({
    refusal: { field: "limits.gpuMemoryBytes", values: { min: 0, max: 1000 } },
  });
  expect(await ask({ gpus: max, gpuMemoryBytes: 80e9 })).toMatchObject({ ok: true });

  const sent = (labels: string) => {
    const body = new FormData();
    body.set("name.en", "Digits");
    body.set("labels", labels);
    return parseWithZod(body, { schema: TaskForm });
  };
  expect(sent("A100, lab-3，显卡 a100")).toMatchObject({ value: { labels: ["a100", "lab-3", "显卡"] } });
  expect(sent("")).toMatchObject({ value: { labels: [] } });
  expect(sent("a100 <b>").reply().error).toEqual({ labels: ["editor.refusals.labelWrong?max=40"] });
  expect(sent(Array.from({ length: 11 }, (_, i) => `l${i}`).join(",")).reply().error).toEqual({
    labels: ["editor.refusals.manyLabels?max=10"],
  });
});

test("a bundle's queue is one of that name which its creator may choose, and the report says which", async () => {
  const [own, shut] = [await aQueue(), await aQueue(await aViewer({ role: "organiser" }))];
  const yaml = aBundle()["competition.yaml"] as string;
  const imported = async (queue: string) => {
    const made = await importing(organiser, aBundle({ "competition.yaml": `${yaml}queue: ${queue}\n` }), NOW);
    if (!made.ok) throw new Error(made.refusal.reason);
    const { queueId } = await look(made.value.slug);
    return {
      queueId,
      said: made.value.remarks.find((r) => r.reason.startsWith("competitions.bundle.queue")),
    };
  };
  expect(await imported(own.name.toUpperCase())).toMatchObject({
    queueId: own.id,
    said: { kind: "taken", reason: "competitions.bundle.queueFound", values: { queue: own.name } },
  });
  expect(await imported(shut.name)).toMatchObject({
    queueId: null,
    said: { kind: "ignored", reason: "competitions.bundle.queueUnknown", values: { queue: shut.name } },
  });
});
