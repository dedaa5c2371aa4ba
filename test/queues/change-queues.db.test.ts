import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { removeQueue, saveQueue } from "../../app/queues/change-queues.server.ts";
import { managedQueue, queueByName, queuesFor, queuesPage } from "../../app/queues/queries.server.ts";
import { QueueForm } from "../../app/queues/queue-form.ts";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { auditEvents, competitions, judgeHosts, judgeQueues, runs } from "../../db/schema/index.ts";
import { aViewer } from "../factories/forums.ts";
import { aContest, aSubmission, aTeamIn, NOW } from "../factories/submissions.ts";

let made = 0;
const named = (more: Partial<QueueForm> = {}): QueueForm => ({
  name: `lab ${++made}-${Date.now()}`,
  note: null,
  open: false,
  ...more,
});
const [operator, organiser, other, person] = [
  await aViewer({ role: "owner" }),
  await aViewer({ role: "organiser", name: "Chen Jing" }),
  await aViewer({ role: "organiser" }),
  await aViewer(),
];
const make = async (viewer = organiser, queue = named()) => {
  const saved = await saveQueue({ viewer, id: null, queue, now: NOW });
  if (!saved.ok) throw new Error(saved.refusal.reason);
  return { ...queue, id: saved.value.id };
};
const idsOf = async (viewer: typeof organiser) => (await queuesFor(viewer, NOW)).map((queue) => queue.id);

test("a queue is its owner's and the operators'; others see it once it is open, and may not change it", async () => {
  const queue = await make();
  expect(await idsOf(organiser)).toContain(queue.id);
  expect(await idsOf(operator)).toContain(queue.id);
  expect(await idsOf(other)).not.toContain(queue.id);
  const change = (viewer: typeof organiser, open: boolean) =>
    saveQueue({ viewer, id: queue.id, queue: { ...queue, open }, now: NOW });
  expect(await change(other, true)).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  expect(await change(organiser, true)).toMatchObject({ ok: true });
  expect((await queuesFor(other, NOW)).find((one) => one.id === queue.id)).toMatchObject({
    open: true,
    manages: false,
    owner: "Chen Jing",
  });
  expect(await managedQueue(other, queue.id, NOW)).toBeNull();
  expect(await managedQueue(operator, queue.id, NOW)).toMatchObject({ manages: true });
  expect(await change(other, false)).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  expect(await removeQueue({ viewer: other, id: queue.id, now: NOW })).toMatchObject({
    refusal: { code: "not_found" },
  });
  expect(await managedQueue(organiser, "no id", NOW)).toBeNull();
  const acts = await db.select().from(auditEvents).where(eq(auditEvents.subjectId, queue.id));
  expect(acts.map((act) => act.act)).toEqual(["queue.created", "queue.changed"]);
});

test("who makes no competitions makes no queue and has no page of them; an operator's belongs to nobody", async () => {
  expect(await saveQueue({ viewer: person, id: null, queue: named(), now: NOW })).toMatchObject({
    refusal: { code: "forbidden", reason: "queues.refusals.mayNotMake" },
  });
  expect(await queuesPage(person, NOW)).toBeNull();
  const queue = await make(operator);
  const [row] = await db.select().from(judgeQueues).where(eq(judgeQueues.id, queue.id));
  expect(row?.ownerId).toBeNull();
});

test("an owner's queues and open ones have names of their own in letters of any size; another's closed one tells nobody its name", async () => {
  const queue = await make();
  const taken = { refusal: { code: "conflict", reason: "queues.refusals.nameTaken", field: "name" } };
  const again = { ...named(), name: queue.name.toUpperCase() };
  expect(await saveQueue({ viewer: organiser, id: null, queue: again, now: NOW })).toMatchObject(taken);
  const theirs = await saveQueue({ viewer: other, id: null, queue: again, now: NOW });
  expect(await queueByName(other, queue.name)).toMatchObject({ id: theirs.ok && theirs.value.id });
  expect(await queueByName(organiser, queue.name)).toMatchObject({ id: queue.id });
  const open = { ...named(), open: true };
  await saveQueue({ viewer: organiser, id: null, queue: open, now: NOW });
  expect(await saveQueue({ viewer: other, id: null, queue: open, now: NOW })).toMatchObject(taken);
  expect(await saveQueue({ viewer: organiser, id: queue.id, queue: again, now: NOW })).toMatchObject({
    ok: true,
  });
  const both = named();
  const results = await Promise.all(
    [1, 2].map(() => saveQueue({ viewer: organiser, id: null, queue: both, now: NOW })),
  );
  expect(results.filter((result) => result.ok)).toHaveLength(1);
});

test("an organiser has at most so many queues, an operator any number", async () => {
  const max = webConfig().QUEUES_PER_ORGANISER;
  const full = await aViewer({ role: "organiser" });
  await db
    .insert(judgeQueues)
    .values(Array.from({ length: max - 1 }, () => ({ ...named(), ownerId: full.person.id, createdAt: NOW })));
  const last = await make(full);
  expect(await saveQueue({ viewer: full, id: null, queue: named(), now: NOW })).toMatchObject({
    refusal: { reason: "queues.refusals.tooMany", values: { max } },
  });
  expect(await saveQueue({ viewer: full, id: last.id, queue: named(), now: NOW })).toMatchObject({
    ok: true,
  });
  await make(operator);
});

test("a queue goes away only when no host, competition or waiting run needs it; ended runs stay", async () => {
  const contest = await aContest();
  const queue = await make();
  const remove = () => removeQueue({ viewer: organiser, id: queue.id, now: NOW });
  await db.insert(judgeHosts).values({ name: queue.name, tokenHash: queue.id, queueId: queue.id });
  await db.update(competitions).set({ queueId: queue.id }).where(eq(competitions.id, contest.competitionId));
  expect(await managedQueue(organiser, queue.id, NOW)).toMatchObject({
    hosts: 1,
    online: 0,
    competitions: 1,
  });
  expect(await remove()).toMatchObject({ refusal: { reason: "queues.refusals.hasHosts", values: { n: 1 } } });
  await db.delete(judgeHosts).where(eq(judgeHosts.queueId, queue.id));
  expect(await remove()).toMatchObject({ refusal: { reason: "queues.refusals.hasCompetitions" } });
  const submission = await aSubmission(contest, { viewer: (await aTeamIn(contest)).viewer });
  await db.update(competitions).set({ queueId: null }).where(eq(competitions.id, contest.competitionId));
  expect(await remove()).toMatchObject({ refusal: { reason: "queues.refusals.hasRuns", values: { n: 1 } } });
  await db.update(runs).set({ state: "cancelled" }).where(eq(runs.queueId, queue.id));
  expect(await remove()).toMatchObject({ ok: true });
  expect(await db.$count(judgeQueues, eq(judgeQueues.id, queue.id))).toBe(0);
  expect(await db.$count(runs, eq(runs.submissionId, submission.id))).toBe(1);
});

test("names are words that a command line can say", () => {
  const fault = (name: string) => QueueForm.safeParse({ name }).error?.issues[0]?.message;
  for (const good of ["a100", "lab-a100", "实验室 甲", "Lab 2.b"]) expect(fault(good)).toBeUndefined();
  for (const bad of ["", " ", "-a", "a--b", "a\nb", "<b>", "x".repeat(61)])
    expect(fault(bad)).toBe("queues.refusals.nameWrong?max=60");
});
