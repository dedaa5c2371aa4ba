import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { competitionBySlug } from "../../app/competitions/queries.server.ts";
import { editPost } from "../../app/discussions/edit-post.server.ts";
import { dismissReports, hidePost, moderateThread } from "../../app/discussions/moderate.server.ts";
import { reportsOf, threadById, threadsOf, wants } from "../../app/discussions/queries.server.ts";
import { reportPost } from "../../app/discussions/report-post.server.ts";
import { subscribeHere } from "../../app/discussions/subscribe.server.ts";
import { TELL_SUBSCRIBERS, tell } from "../../app/discussions/tell.server.ts";
import { mailOrganisers, TELL_ORGANISERS } from "../../app/discussions/tell-organisers.server.ts";
import { reply, startThread } from "../../app/discussions/write-post.server.ts";
import { GUEST, type SignedInViewer, type Viewer } from "../../app/people/viewer.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { connection, db } from "../../db/connect.ts";
import { competitions, grants, notices, posts } from "../../db/schema/index.ts";
import { aCompetition } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";

// Settings are read once, when modules load.
vi.hoisted(() => {
  process.env.RATE_LIMITS = "1";
});

const NOW = new Date("2026-11-23T09:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
let jobs: Awaited<ReturnType<typeof startJobs>>;
beforeAll(async () => {
  jobs = await startJobs({ [TELL_SUBSCRIBERS]: tell, [TELL_ORGANISERS]: mailOrganisers });
});
afterAll(() => jobs.stop());
beforeEach(async () => {
  await db.delete(notices);
});

/** Once no job is left. */
const idle = () =>
  vi.waitFor(async () => expect(await db.execute(sql`select 1 from graphile_worker.jobs`)).toHaveLength(0), {
    timeout: 20_000,
  });

async function aWorld() {
  const competition = await aCompetition({ now: NOW });
  const author = await aViewer({ name: "Wang Fang" });
  const reader = await aViewer({ name: "Reader" });
  const slug = competition.slug;
  const started = await startThread({
    viewer: author,
    slug,
    task: 0,
    title: "Metric?",
    body: "First post",
    now: NOW,
  });
  if (!started.ok) throw new Error(started.refusal.reason);
  const threadId = started.value.id;
  const say = async (viewer: SignedInViewer, body: string, now = NOW) => {
    const said = await reply({ viewer, slug, threadId, body, now });
    return said.ok ? said.value.id : said.refusal.reason;
  };
  const shown = async (viewer: Viewer, page = 1) => {
    const here = await competitionBySlug(viewer, slug, NOW);
    return here && threadById(viewer, here, threadId, page);
  };
  const bodies = async (viewer: Viewer) => (await shown(viewer))?.posts.map((p) => p.body) ?? null;
  const list = async (viewer: Viewer) => {
    const here = await competitionBySlug(viewer, slug, NOW);
    return here && (await threadsOf(here, null, 1));
  };
  const moderator = { viewer: competition.organiser, competitionId: competition.id, now: NOW };
  return { competition, slug, threadId, author, reader, say, shown, bodies, list, moderator };
}

test("people talk in a thread of a task, and everybody reads it in order", async () => {
  const { say, reader, bodies, list } = await aWorld();
  await say(reader, "Second", later(1));
  expect(await bodies(GUEST)).toEqual(["First post", "Second"]);
  expect((await list(GUEST))?.threads).toMatchObject([
    { title: "Metric?", author: "Wang Fang", posts: 2, lastPostAt: later(1) },
  ]);
});

test("a hidden post exists for its author and the organisers alone", async () => {
  const { competition, slug, say, reader, author, bodies, list, moderator } = await aWorld();
  const postId = await say(reader, "Rude words", later(1));
  await hidePost({ ...moderator, postId, hidden: true, reason: "Rude" });
  for (const viewer of [GUEST, author]) {
    expect(await bodies(viewer)).toEqual(["First post"]);
    expect((await list(viewer))?.threads).toMatchObject([{ posts: 1, lastPostAt: NOW }]);
  }
  for (const viewer of [reader, competition.organiser])
    expect(await bodies(viewer)).toEqual(["First post", "Rude words"]);
  expect(await reportPost({ viewer: author, slug, postId, reason: "?", now: NOW })).toMatchObject({
    refusal: { code: "not_found" },
  });
  expect(await editPost({ viewer: reader, slug, postId, body: "Nice", now: NOW })).toMatchObject({
    refusal: { reason: "discussions.refusals.postHidden" },
  });
  expect(await editPost({ viewer: author, slug, postId, body: "Nice", now: NOW })).toMatchObject({
    refusal: { code: "not_found" },
  });
  await hidePost({ ...moderator, postId, hidden: false, reason: "" });
  expect(await bodies(GUEST)).toEqual(["First post", "Rude words"]);
});

test("a post that is hidden before its mail was written is mailed to nobody", async () => {
  const { say, reader, moderator } = await aWorld();
  const post = await say(reader, "Rude words");
  await idle();
  await db.delete(notices);
  await hidePost({ ...moderator, postId: post, hidden: true, reason: "Rude" });
  await tell({ what: "post", id: post, after: null });
  expect(await db.select().from(notices)).toEqual([]);
});

test("a hidden thread exists for organisers alone; a deleted one for nobody", async () => {
  const { competition, slug, threadId, author, say, bodies, list, moderator } = await aWorld();
  await moderateThread({ ...moderator, threadId, act: "hide" });
  for (const viewer of [GUEST, author]) {
    expect(await bodies(viewer)).toBeNull();
    expect((await list(viewer))?.threads).toEqual([]);
  }
  expect(await say(author, "Still here?")).toBe("discussions.refusals.notFound");
  expect(
    await subscribeHere({ viewer: author, slug, topic: "thread", threadId, wanted: true, now: NOW }),
  ).toMatchObject({ refusal: { code: "not_found" } });
  expect(await bodies(competition.organiser)).toEqual(["First post"]);
  await moderateThread({ ...moderator, threadId, act: "delete" });
  expect(await bodies(competition.organiser)).toBeNull();
});

test("in a locked thread only organisers write; a pinned one stands first", async () => {
  const { competition, slug, threadId, author, say, list, moderator } = await aWorld();
  await moderateThread({ ...moderator, threadId, act: "lock" });
  await moderateThread({ ...moderator, threadId, act: "pin" });
  expect(await say(author, "Hello?")).toBe("discussions.refusals.locked");
  expect(await say(competition.organiser, "It is settled.")).not.toContain("refusals");
  await startThread({ viewer: author, slug, task: null, title: "Newer", body: "x", now: later(5) });
  expect((await list(GUEST))?.threads.map((t) => t.title)).toEqual(["Metric?", "Newer"]);
});

test("nobody but an organiser moderates", async () => {
  const { threadId, author, say, moderator } = await aWorld();
  const postId = await say(author, "Mine");
  const command = { ...moderator, viewer: author };
  for (const outcome of [
    await moderateThread({ ...command, threadId, act: "delete" }),
    await hidePost({ ...command, postId, hidden: true, reason: "x" }),
    await dismissReports({ ...command, postId }),
  ])
    expect(outcome).toMatchObject({ refusal: { code: "not_found" } });
  expect(await hidePost({ ...moderator, postId, hidden: true, reason: " " })).toMatchObject({
    refusal: { field: "reason" },
  });
});

test("one's own post can be changed for half an hour, another's never", async () => {
  const { slug, author, reader, say, bodies } = await aWorld();
  const postId = await say(author, "Typo");
  const edit = (viewer: SignedInViewer, now: Date) =>
    editPost({ viewer, slug, postId, body: "No typo", now });
  expect(await edit(reader, later(1))).toMatchObject({
    refusal: { reason: "discussions.refusals.notYours" },
  });
  expect(await edit(author, later(31))).toMatchObject({
    refusal: { reason: "discussions.refusals.editOver", values: { minutes: 30 } },
  });
  expect((await edit(author, later(29))).ok).toBe(true);
  expect(await bodies(GUEST)).toEqual(["First post", "No typo"]);
});

test("a reported post waits for organisers with each reader's reason, once", async () => {
  const { competition, slug, author, reader, say, moderator } = await aWorld();
  const postId = await say(author, "Spam");
  const report = (reason: string) => reportPost({ viewer: reader, slug, postId, reason, now: NOW });
  expect(await report("")).toMatchObject({ refusal: { field: "reason" } });
  await report("Advertising");
  await report("Again");
  expect((await reportsOf(competition.organiser, competition.id, 1)).reports).toMatchObject([
    { postId, body: "Spam", author: "Wang Fang", reasons: [{ reason: "Advertising", person: "Reader" }] },
  ]);
  expect((await reportsOf(reader, competition.id, 1)).reports).toEqual([]);
  await dismissReports({ ...moderator, postId });
  expect((await reportsOf(competition.organiser, competition.id, 1)).reports).toEqual([]);
});

test("whoever follows a thread is mailed of replies; whoever mutes it is not, and nobody of their own", async () => {
  const { competition, slug, threadId, author, reader, say } = await aWorld();
  expect(await wants(author, competition.id, "thread", threadId)).toBe(true);
  await say(reader, "An answer");
  await vi.waitFor(async () => expect(await db.select().from(notices)).toHaveLength(1), { timeout: 20_000 });
  expect((await db.select().from(notices))[0]).toMatchObject({ to: author.person.email, kind: "post" });
  await subscribeHere({ viewer: author, slug, topic: "thread", threadId, wanted: false, now: NOW });
  const id = await say(reader, "Another answer, @Wang Fang");
  await tell({ what: "post", id, after: null });
  expect(await db.select().from(notices)).toHaveLength(1);
});

test("a name after an @ calls the author or organiser once, whichever way the mail comes", async () => {
  const { competition, author, reader, say } = await aWorld();
  const chair = await aViewer({ name: "李老师" });
  await db.insert(grants).values({
    personId: chair.person.id,
    role: "organiser",
    scope: "competition",
    scopeId: competition.id,
  });
  const stranger = await aViewer({ name: "Stranger" });
  const id = await say(reader, "@李老师 and @Wang Fang and @Stranger, please look");
  await tell({ what: "post", id, after: null });
  const to = (await db.select().from(notices)).map((m) => m.to).sort();
  expect(to).toEqual([author.person.email, chair.person.email].sort());
  expect(to).not.toContain(stranger.person.email);
});

test("twenty posts an hour are enough for one person; others still write", async () => {
  const { author, reader, say } = await aWorld();
  for (let i = 0; i < 19; i += 1) expect(await say(author, `Post ${i}`)).not.toContain("refusals");
  expect(await say(author, "One more")).toBe("discussions.refusals.tooOften");
  expect(await say(reader, "Mine")).not.toContain("refusals");
  expect(await say(author, "An hour later", later(61))).not.toContain("refusals");
});

test("posts that arrive at once each get a place of their own", async () => {
  const { threadId, reader, say } = await aWorld();
  await Promise.all(Array.from({ length: 10 }, (_, i) => say(reader, `Post ${i}`)));
  const numbers = (await db.select().from(posts).where(eq(posts.threadId, threadId))).map((p) => p.number);
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 11 }, (_, i) => i + 1));
});

test("where discussions are switched off there are none, by any way", async () => {
  const { competition, slug, threadId, author, reader, say, bodies, list } = await aWorld();
  const postId = await say(author, "Mine");
  await db.update(competitions).set({ discussionsEnabled: false }).where(eq(competitions.id, competition.id));
  for (const viewer of [GUEST, author, competition.organiser]) {
    expect(await bodies(viewer)).toBeNull();
    expect(await list(viewer)).toBeNull();
  }
  expect(await say(author, "Hello?")).toBe("discussions.refusals.notFound");
  const common = { viewer: reader, slug, now: NOW };
  for (const outcome of [
    await startThread({ ...common, task: null, title: "x", body: "x" }),
    await editPost({ ...common, viewer: author, postId, body: "x" }),
    await reportPost({ ...common, postId, reason: "x" }),
    await subscribeHere({ ...common, topic: "thread", threadId, wanted: true }),
  ])
    expect(outcome).toMatchObject({ refusal: { code: "not_found" } });
});

test("a thread of thirty posts takes as many queries as one of one", async () => {
  const { threadId, author, reader, shown } = await aWorld();
  const counted = async () => {
    const client = connection().client;
    const spy = vi.spyOn(client, "unsafe");
    await shown(reader);
    const n = spy.mock.calls.length;
    spy.mockRestore();
    return n;
  };
  await idle();
  const one = await counted();
  await db.insert(posts).values(
    Array.from({ length: 29 }, (_, i) => ({
      threadId,
      number: i + 2,
      personId: author.person.id,
      body: `Post ${i}`,
      createdAt: NOW,
    })),
  );
  expect(one).toBeGreaterThan(3);
  expect(await counted()).toBe(one);
  expect((await shown(reader))?.posts).toHaveLength(30);
});
