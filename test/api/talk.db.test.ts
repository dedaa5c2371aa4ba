import { afterAll, beforeAll, expect, test } from "vitest";
import { handle } from "../../app/api/handle.server.ts";
import { hidePost } from "../../app/discussions/moderate.server.ts";
import { TELL_SUBSCRIBERS, tell } from "../../app/discussions/tell.server.ts";
import { reply, startThread } from "../../app/discussions/write-post.server.ts";
import { createToken } from "../../app/people/tokens.server.ts";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";
import { aPerson } from "../factories/people.ts";

let jobs: Awaited<ReturnType<typeof startJobs>>;
beforeAll(async () => {
  jobs = await startJobs({ [TELL_SUBSCRIBERS]: tell });
});
afterAll(() => jobs.stop());

async function call(method: string, path: string, viewer: SignedInViewer | null, body?: unknown) {
  const token =
    viewer &&
    (await createToken({
      personId: viewer.person.id,
      name: "test",
      scopes: ["read", "take_part", "organise"],
      expiresAt: null,
    }));
  const response = await handle(
    new Request(`http://podium.test/api/v1/competitions/${path}`, {
      method,
      headers: token?.ok ? { authorization: `Bearer ${token.value.token}` } : {},
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  return { status: response.status, text, answer: JSON.parse(text) };
}

async function aWorld() {
  const organiser = (await aPerson({ role: "organiser" })).viewer;
  const competition = await aCompetition({ organiser, now: new Date() });
  const asker = await aViewer({ name: "Zhao Secret" });
  await anEntry({ competition, people: [asker], teamName: "Secret Team", now: new Date() });
  return { competition, organiser, asker, slug: competition.slug };
}

test("an organiser announces by API, and everybody reads it; nobody else announces", async () => {
  const { organiser, asker, slug } = await aWorld();
  const body = { title: { en: "Hello" }, body: { en: "World" } };
  expect((await call("POST", `${slug}/announcements`, asker, body)).status).toBe(404);
  expect((await call("POST", `${slug}/announcements`, null, body)).status).toBe(401);
  expect((await call("POST", `${slug}/announcements`, organiser, body)).status).toBe(201);
  expect((await call("GET", `${slug}/announcements`, null)).answer.announcements).toEqual([]);
  await call("POST", `${slug}/announcements`, organiser, { ...body, publish: true });
  expect((await call("GET", `${slug}/announcements`, null)).answer.announcements).toMatchObject([body]);
  expect(await db.select().from(notices)).toEqual([]);
});

test("a question goes from private to public by API, and never says who asked", async () => {
  const { organiser, asker, slug } = await aWorld();
  const path = `${slug}/clarifications`;
  const asked = await call("POST", path, asker, { question: "Secret Team asks: is n = 7?", task: 0 });
  expect(asked.status).toBe(201);
  const { id } = asked.answer;
  const other = await aViewer();
  expect((await call("GET", path, other)).answer).toMatchObject({ public: [], own: [], queue: [] });
  expect((await call("GET", path, organiser)).answer.queue).toMatchObject([{ id, teamName: "Secret Team" }]);
  expect((await call("PUT", `${path}/${id}/answer`, asker, { answer: "Yes" })).status).toBe(404);
  await call("PUT", `${path}/${id}/answer`, organiser, { answer: "Yes" });
  expect((await call("GET", path, other)).answer.public).toEqual([]);
  expect((await call("GET", path, asker)).answer.own).toMatchObject([{ answer: "Yes", isPublic: false }]);
  await call("PUT", `${path}/${id}/answer`, organiser, {
    answer: "Yes",
    public: true,
    publicQuestion: "Is n = 7?",
  });
  const { text, answer } = await call("GET", path, other);
  expect(answer.public).toMatchObject([{ question: "Is n = 7?", answer: "Yes" }]);
  for (const secret of ["Secret", asker.person.id, asker.person.email]) expect(text).not.toContain(secret);
});

test("threads are read by API; what is hidden is not there", async () => {
  const { competition, organiser, asker, slug } = await aWorld();
  const now = new Date();
  const thread = await startThread({ viewer: asker, slug, task: null, title: "Talk", body: "Hello", now });
  const threadId = thread.ok ? thread.value.id : "";
  const said = await reply({ viewer: asker, slug, threadId, body: "Rude words", now });
  const postId = said.ok ? said.value.id : "";
  const command = { viewer: organiser, competitionId: competition.id, postId, now };
  await hidePost({ ...command, hidden: true, reason: "Rude" });
  const list = await call("GET", `${slug}/discussions`, null);
  expect(list.answer.threads).toMatchObject([{ id: threadId, posts: 1 }]);
  const shown = await call("GET", `${slug}/discussions/${threadId}`, null);
  expect(shown.answer.posts).toMatchObject([{ body: "Hello", hidden: false }]);
  expect(shown.text).not.toContain("Rude");
  expect((await call("GET", `${slug}/discussions/${threadId}`, asker)).text).toContain("Rude words");
});

test("a thread is begun, answered, reported and moderated by API; who may not see or do it finds nothing there", async () => {
  const { organiser, asker, slug } = await aWorld();
  const reader = await aViewer({ name: "Reader" });
  const at = `${slug}/discussions`;
  const thread = { title: "Metric?", body: "First" };
  expect((await call("POST", at, null, thread)).status).toBe(401);
  expect((await call("POST", at, asker, { ...thread, body: " " })).answer.error).toMatchObject({
    field: "body",
  });
  const { id } = (await call("POST", at, asker, thread)).answer;
  const said = await call("POST", `${at}/${id}/posts`, reader, { body: "Rude words" });
  expect(said.status).toBe(201);
  const post = `${slug}/posts/${said.answer.id}`;
  expect((await call("PUT", post, reader, { body: "Ruder words" })).status).toBe(200);
  expect((await call("PUT", post, asker, { body: "Mine" })).status).toBe(403);
  expect((await call("POST", `${post}/report`, asker, { reason: "Rude" })).status).toBe(201);

  const moderation: [string, string, object?][] = [
    ["GET", `${slug}/post-reports`],
    ["PUT", `${post}/hidden`, { hidden: true, reason: "Rude" }],
    ["POST", `${at}/${id}/moderation`, { act: "lock" }],
    ["DELETE", `${slug}/post-reports/${said.answer.id}`],
  ];
  for (const viewer of [asker, reader])
    for (const [method, path, body] of moderation)
      expect((await call(method, path, viewer, body)).status).toBe(404);
  const reports = await call("GET", `${slug}/post-reports`, organiser);
  expect(reports.answer.reports).toMatchObject([{ body: "Ruder words", reasons: [{ reason: "Rude" }] }]);
  expect(JSON.stringify(reports.answer)).not.toContain("@");
  for (const [method, path, body] of moderation)
    expect((await call(method, path, organiser, body)).status).toBe(200);
  expect((await call("GET", `${at}/${id}`, null)).text).not.toContain("Ruder");
  expect((await call("GET", `${at}/${id}`, null)).answer).toMatchObject({ locked: true });

  const remove = { act: "delete" };
  expect((await call("POST", `${at}/${id}/moderation`, organiser, remove)).status).toBe(422);
  expect(
    (await call("POST", `${at}/${id}/moderation`, organiser, { ...remove, confirmed: true })).status,
  ).toBe(200);
  expect((await call("GET", `${at}/${id}`, organiser)).status).toBe(404);
});

test("mails of a topic are turned on and off by API, those of organisers by organisers alone", async () => {
  const { organiser, asker, slug } = await aWorld();
  const wish = { topic: "organising", wanted: false };
  expect((await call("PUT", `${slug}/subscription`, asker, wish)).status).toBe(404);
  expect((await call("PUT", `${slug}/subscription`, organiser, wish)).answer).toEqual(wish);
  const topic = { topic: "announcements", wanted: true };
  expect((await call("PUT", `${slug}/subscription`, asker, topic)).answer).toEqual(topic);
  expect((await call("PUT", `${slug}/subscription`, asker, { topic: "all", wanted: true })).status).toBe(422);
});
