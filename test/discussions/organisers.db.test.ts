import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { answer } from "../../app/discussions/answer.server.ts";
import { ask } from "../../app/discussions/ask.server.ts";
import { reportPost } from "../../app/discussions/report-post.server.ts";
import { subscribeHere } from "../../app/discussions/subscribe.server.ts";
import { mailOrganisers, TELL_ORGANISERS } from "../../app/discussions/tell-organisers.server.ts";
import { reply, startThread } from "../../app/discussions/write-post.server.ts";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { db } from "../../db/connect.ts";
import { grants, notices, posts } from "../../db/schema/index.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";

const NOW = new Date("2026-11-23T09:00:00Z");
const SECRET = "is the hidden label of row 7 wrong?";

beforeAll(async () => {
  // Makes the queue's tables.
  await (await startJobs({})).stop();
});
afterAll(() =>
  db.execute(sql`select graphile_worker.remove_job(key) from graphile_worker.jobs where key is not null`),
);
beforeEach(async () => {
  await db.delete(notices);
});

async function aWorld() {
  const competition = await aCompetition({ now: NOW });
  const organiser = await aViewer({ name: "Organiser" });
  await db.insert(grants).values({
    personId: organiser.person.id,
    role: "organiser",
    scope: "competition",
    scopeId: competition.id,
  });
  const { captain } = await anEntry({ competition, now: NOW });
  const question = async (text = SECRET) => {
    const asked = await ask({ viewer: captain, slug: competition.slug, task: 0, question: text, now: NOW });
    if (!asked.ok) throw new Error(asked.refusal.reason);
    return asked.value.id;
  };
  const told = () => mailOrganisers({ competitionId: competition.id });
  const waiting = async () => [
    ...(await db.execute<{ run_at: Date }>(
      sql`select run_at from graphile_worker.jobs where task_identifier = ${TELL_ORGANISERS} and key like ${`% ${competition.id}`}`,
    )),
  ];
  const mails = async (viewer: SignedInViewer = organiser) =>
    db.select().from(notices).where(eq(notices.to, viewer.person.email));
  const as: SignedInViewer = {
    ...organiser,
    grants: [{ role: "organiser", scope: "competition", scopeId: competition.id }],
  };
  return { competition, organiser: as, captain, question, told, waiting, mails };
}

test("many questions and reports at once are one job and one mail to each organiser, and none to others", async () => {
  const { competition, organiser, captain, question, told, waiting, mails } = await aWorld();
  const { slug } = competition;
  const started = await startThread({
    viewer: captain,
    slug,
    task: 0,
    title: "T",
    body: "Rude words",
    now: NOW,
  });
  if (!started.ok) throw new Error(started.refusal.reason);
  const [post] = await db.select().from(posts).where(eq(posts.threadId, started.value.id));
  for (let i = 0; i < 7; i++) await question(`${SECRET} (${i})`);
  const report = { viewer: await aViewer(), slug, postId: post!.id, reason: "Not nice", now: NOW };
  expect(await reportPost(report)).toMatchObject({ ok: true });
  expect(await waiting()).toHaveLength(1);
  await told();
  const [mail, ...more] = await mails();
  expect(more).toEqual([]);
  for (const part of [
    "(7)",
    `${SECRET} (4)`,
    "2",
    "Not nice · Rude words",
    `/competitions/${slug}/manage/talk/questions`,
  ])
    expect(mail!.text).toContain(part);
  expect(mail!.text).not.toContain(`${SECRET} (5)`);
  expect(mail!.unsubscribeUrl).toContain("/unsubscribe/");
  const readers = (await db.select().from(notices)).filter(({ text }) => text.includes(SECRET));
  const both = [organiser.person.email, competition.organiser.person.email];
  expect(readers.map(({ to }) => to).sort()).toEqual(both.sort());
  await told();
  expect(await mails()).toHaveLength(1);
});

test("after a mail the next waits for its time, and what was answered meanwhile is told to nobody", async () => {
  const { competition, organiser, question, told, waiting, mails } = await aWorld();
  await question();
  await told();
  await db.execute(
    sql`select graphile_worker.remove_job(key) from graphile_worker.jobs where key is not null`,
  );
  const id = await question("Another?");
  const [job] = await waiting();
  expect(new Date(job!.run_at).getTime() - Date.now()).toBeGreaterThan(13 * 60_000);
  const given = { viewer: organiser, competitionId: competition.id, id, isPublic: false, publicQuestion: "" };
  expect(await answer({ ...given, answer: "Yes", now: NOW })).toMatchObject({ ok: true });
  await told();
  expect(await mails()).toHaveLength(1);
});

test("who said no, or organises no longer, is told nothing; an organiser of the installation asks for it", async () => {
  const { competition, organiser, captain, question, told, mails } = await aWorld();
  const { slug } = competition;
  const wish = (viewer: SignedInViewer, wanted: boolean) =>
    subscribeHere({ viewer, slug, topic: "organising", wanted, now: NOW });
  expect(await wish(captain, true)).toMatchObject({ refusal: { code: "not_found" } });
  expect(await wish(organiser, false)).toMatchObject({ ok: true });
  const other = await aViewer({ role: "organiser" });
  await db.insert(grants).values({ personId: other.person.id, role: "organiser", scope: "installation" });
  await question();
  await told();
  expect([await mails(), await mails(other)]).toEqual([[], []]);
  expect(await wish(other, true)).toMatchObject({ ok: true });
  expect(await wish(organiser, true)).toMatchObject({ ok: true });
  await question("A second one?");
  await told();
  expect([(await mails()).length, (await mails(other)).length]).toEqual([1, 1]);
  await db.delete(grants).where(eq(grants.personId, organiser.person.id));
  await db.delete(grants).where(eq(grants.personId, other.person.id));
  await question("A third one?");
  await told();
  expect([(await mails()).length, (await mails(other)).length]).toEqual([1, 1]);
});

test("a post calls members of teams by name, nobody outside, and its writer cannot tell the difference", async () => {
  const { competition, captain, mails } = await aWorld();
  const { slug } = competition;
  const member = await aViewer({ name: "Ouyang Member" });
  await anEntry({ competition, people: [member], teamName: "Others", now: NOW });
  const outside = await aViewer({ name: "Sima Outside" });
  const started = await startThread({ viewer: captain, slug, task: 0, title: "T", body: "First", now: NOW });
  if (!started.ok) throw new Error(started.refusal.reason);
  const said = async (body: string) =>
    (await reply({ viewer: captain, slug, threadId: started.value.id, body, now: NOW })).ok;
  expect(await said("@Ouyang Member look")).toBe(await said("@Sima Outside look"));
  expect((await mails(member)).map(({ kind }) => kind)).toEqual(["post"]);
  expect(await mails(outside)).toEqual([]);
});
