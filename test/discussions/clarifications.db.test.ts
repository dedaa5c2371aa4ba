import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { answer } from "../../app/discussions/answer.server.ts";
import { ask } from "../../app/discussions/ask.server.ts";
import {
  clarificationQueue,
  ownClarifications,
  publicClarifications,
} from "../../app/discussions/queries.server.ts";
import { subscribeHere } from "../../app/discussions/subscribe.server.ts";
import { TELL_SUBSCRIBERS, tell } from "../../app/discussions/tell.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { db } from "../../db/connect.ts";
import { entries, notices } from "../../db/schema/index.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";

const NOW = new Date("2026-11-23T09:00:00Z");
let jobs: Awaited<ReturnType<typeof startJobs>>;
beforeAll(async () => {
  jobs = await startJobs({ [TELL_SUBSCRIBERS]: tell });
});
afterAll(() => jobs.stop());
beforeEach(async () => {
  await db.delete(notices);
});

async function aWorld() {
  const competition = await aCompetition({ now: NOW });
  const people = [await aViewer({ name: "Zhao Secret" }), await aViewer()];
  const entry = await anEntry({ competition, people, teamName: "Secret Team", now: NOW });
  const asked = await ask({
    viewer: people[0]!,
    slug: competition.slug,
    task: 0,
    question: "We, Secret Team, wonder: is n = 7?",
    now: NOW,
  });
  if (!asked.ok) throw new Error(asked.refusal.reason);
  const command = {
    viewer: competition.organiser,
    competitionId: competition.id,
    id: asked.value.id,
    answer: "Yes, **7**.",
    isPublic: false,
    publicQuestion: "",
    now: NOW,
  };
  return { competition, entry, people, command };
}
const mails = async () => (await db.select().from(notices)).map((m) => m.to).sort();

test("a private answer reaches the asking team by page and mail, and nobody else", async () => {
  const { competition, people, command } = await aWorld();
  expect((await answer(command)).ok).toBe(true);
  expect(await mails()).toEqual(people.map((p) => p.person.email).sort());
  for (const viewer of people)
    expect(await ownClarifications(viewer, competition.id)).toMatchObject([{ answer: "Yes, **7**." }]);
  const other = (await anEntry({ competition, now: NOW })).captain;
  for (const viewer of [GUEST, other, competition.organiser])
    expect(await ownClarifications(viewer, competition.id)).toEqual([]);
  expect((await publicClarifications(competition, 1)).clarifications).toEqual([]);
});

test("a public answer tells everybody the organisers' wording, and nothing of who asked", async () => {
  const { competition, entry, people, command } = await aWorld();
  const reader = await aViewer();
  await subscribeHere({
    viewer: reader,
    slug: competition.slug,
    topic: "clarifications",
    wanted: true,
    now: NOW,
  });
  await answer({ ...command, isPublic: true, publicQuestion: "Is n = 7?" });
  await vi.waitFor(async () => expect(await mails()).toContain(reader.person.email), { timeout: 20_000 });
  expect(await mails()).toHaveLength(3);
  const shown = await publicClarifications(competition, 1);
  expect(shown.clarifications).toMatchObject([{ question: "Is n = 7?", answer: "Yes, **7**." }]);
  const toReader = (await db.select().from(notices)).filter((m) => m.to === reader.person.email);
  for (const text of [JSON.stringify(shown), JSON.stringify(toReader)])
    for (const secret of ["Secret", entry.id, people[0]!.person.id, people[0]!.person.email])
      expect(text).not.toContain(secret);
});

test("an answer that becomes private again is gone from the page", async () => {
  const { competition, command } = await aWorld();
  await answer({ ...command, isPublic: true, publicQuestion: "Is n = 7?" });
  await answer(command);
  expect((await publicClarifications(competition, 1)).clarifications).toEqual([]);
});

test("the team is told again only when the answer is another", async () => {
  const { command } = await aWorld();
  await answer(command);
  await answer(command);
  expect(await mails()).toHaveLength(2);
  await answer({ ...command, answer: "No, 8." });
  expect(await mails()).toHaveLength(4);
});

test("organisers see the queue with the open questions first; nobody else does", async () => {
  const { competition, people, command } = await aWorld();
  await answer(command);
  await ask({ viewer: people[1]!, slug: competition.slug, task: null, question: "Open?", now: NOW });
  const queue = await clarificationQueue(competition.organiser, competition.id, 1);
  expect(queue.open).toBe(1);
  expect(queue.clarifications.map((c) => [c.question.slice(0, 5), c.teamName])).toEqual([
    ["Open?", "Secret Team"],
    ["We, S", "Secret Team"],
  ]);
  expect((await clarificationQueue(people[0]!, competition.id, 1)).clarifications).toEqual([]);
});

test("what cannot be asked or answered is refused at its field", async () => {
  const { competition, people, command } = await aWorld();
  const asking = { viewer: people[0]!, slug: competition.slug, task: null, question: "Why?", now: NOW };
  expect(await ask({ ...asking, question: " " })).toMatchObject({ refusal: { field: "question" } });
  expect(await ask({ ...asking, question: "x".repeat(4001) })).toMatchObject({
    refusal: { field: "question" },
  });
  expect(await ask({ ...asking, task: 9 })).toMatchObject({ refusal: { field: "task" } });
  expect(await ask({ ...asking, viewer: await aViewer() })).toMatchObject({
    refusal: { reason: "discussions.refusals.teamsAsk" },
  });
  expect(await ask({ ...asking, viewer: await aViewer({ verified: false }) })).toMatchObject({
    refusal: { code: "forbidden" },
  });
  expect(await answer({ ...command, answer: "" })).toMatchObject({ refusal: { field: "answer" } });
  expect(await answer({ ...command, isPublic: true })).toMatchObject({
    refusal: { field: "publicQuestion" },
  });
  expect(await answer({ ...command, viewer: people[0]! })).toMatchObject({ refusal: { code: "not_found" } });
  await db.update(entries).set({ state: "disqualified" });
  expect(await ask(asking)).toMatchObject({ refusal: { reason: "discussions.refusals.teamsAsk" } });
});
