import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { competitionBySlug } from "../../app/competitions/queries.server.ts";
import { audienceSize } from "../../app/discussions/audience.server.ts";
import { deleteAnnouncement } from "../../app/discussions/delete-announcement.server.ts";
import { announcementFeed } from "../../app/discussions/feed.server.ts";
import { pinAnnouncement } from "../../app/discussions/pin-announcement.server.ts";
import { publishAnnouncement } from "../../app/discussions/publish-announcement.server.ts";
import { announcementsOf, wants } from "../../app/discussions/queries.server.ts";
import { saveAnnouncement } from "../../app/discussions/save-announcement.server.ts";
import { subscribeByLink, subscribeHere, unsubscribeLink } from "../../app/discussions/subscribe.server.ts";
import { TELL_SUBSCRIBERS, tell } from "../../app/discussions/tell.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";
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
const settled = (n: number) =>
  vi.waitFor(async () => expect(await db.select().from(notices)).toHaveLength(n), { timeout: 20_000 });
const topic = "announcements" as const;

async function aWorld(people = 2) {
  const competition = await aCompetition({ now: NOW, set: { title: { en: "Cup", "zh-Hans": "软件杯" } } });
  const members = await Promise.all(Array.from({ length: people }, () => aViewer()));
  const entry = await anEntry({ competition, people: members, now: NOW });
  const write = async (title: string, viewer = competition.organiser) => {
    const values = { title: { en: title, "zh-Hans": `${title} 中文` }, body: { en: `**${title}** body` } };
    const saved = await saveAnnouncement({
      viewer,
      competitionId: competition.id,
      id: null,
      values,
      now: NOW,
    });
    return saved.ok ? saved.value.id : saved.refusal.reason;
  };
  const command = { viewer: competition.organiser, competitionId: competition.id, now: NOW };
  return { competition, entry, members, write, command };
}

test("a draft is nobody's but the organisers', on the page as in the feed", async () => {
  const { competition, write, command } = await aWorld();
  const id = await write("Secret plan");
  expect((await announcementsOf(competition, 1)).announcements).toEqual([]);
  const detail = await competitionBySlug(GUEST, competition.slug, NOW);
  expect(await announcementFeed(detail!, "en")).not.toContain("Secret plan");
  await publishAnnouncement({ ...command, id, mail: false });
  expect((await announcementsOf(competition, 1)).announcements).toHaveLength(1);
  const feed = await announcementFeed(detail!, "zh-Hans");
  expect(feed).toContain("Secret plan 中文");
  expect(await db.select().from(notices)).toEqual([]);
});

test("publishing mails every member once, however often it is published, with the way out", async () => {
  const { competition, members, write, command } = await aWorld();
  const id = await write("Data corrected");
  expect(await audienceSize({ competitionId: competition.id, topic, threadId: null })).toBe(2);
  expect(await publishAnnouncement({ ...command, id, mail: true })).toMatchObject({
    value: { mailed: true },
  });
  expect(await publishAnnouncement({ ...command, id, mail: true })).toMatchObject({
    value: { mailed: false },
  });
  await settled(2);
  await tell({ what: "announcement", id, after: null });
  const mails = await db.select().from(notices);
  expect(mails.map((m) => m.to).sort()).toEqual(members.map((m) => m.person.email).sort());
  expect(mails[0]).toMatchObject({ subject: "Cup: Data corrected" });
  expect(mails[0]?.text).toContain(mails[0]?.unsubscribeUrl);
});

test("whoever leaves by the link hears nothing more, without signing in; a forged link does nothing", async () => {
  const { competition, members, write, command } = await aWorld();
  await publishAnnouncement({ ...command, id: await write("One"), mail: true });
  await settled(2);
  const [mail] = await db.select().from(notices).where(eq(notices.to, members[0]!.person.email));
  const token = mail!.unsubscribeUrl!.split("/").at(-1)!;
  expect(await unsubscribeLink(token)).toMatchObject({ wanted: true });
  expect(await wants(members[0]!, competition.id, topic)).toBe(true);

  const other = Buffer.from(JSON.stringify([members[1]!.person.id, competition.id, topic, null]));
  const forged = `${other.toString("base64url")}.${token.split(".")[1]}`;
  expect(await subscribeByLink({ token: forged, wanted: false, now: NOW })).toMatchObject({
    refusal: { reason: "discussions.refusals.noSuchLink" },
  });
  expect(await wants(members[1]!, competition.id, topic)).toBe(true);

  expect((await subscribeByLink({ token, wanted: false, now: NOW })).ok).toBe(true);
  expect(await wants(members[0]!, competition.id, topic)).toBe(false);
  await db.delete(notices);
  await publishAnnouncement({ ...command, id: await write("Two"), mail: true });
  await settled(1);
  expect((await db.select().from(notices))[0]?.to).toBe(members[1]!.person.email);
});

test("whoever does not take part hears only when they ask to", async () => {
  const { competition, write, command } = await aWorld();
  const reader = await aViewer();
  const here = { viewer: reader, slug: competition.slug, topic, wanted: true, now: NOW };
  expect((await subscribeHere(here)).ok).toBe(true);
  await publishAnnouncement({ ...command, id: await write("News"), mail: true });
  await settled(3);
});

test("a title cannot become a header", async () => {
  const { write, command } = await aWorld(1);
  const id = await write("Hello\r\nBcc: victim@podium.test");
  await publishAnnouncement({ ...command, id, mail: true });
  await settled(1);
  expect((await db.select().from(notices))[0]?.subject).toBe("Cup: Hello Bcc: victim@podium.test");
});

test("more people than one batch holds are all told, each once", async () => {
  const { competition, write, command } = await aWorld();
  const readers = await Promise.all(Array.from({ length: 250 }, () => aViewer()));
  for (const viewer of readers)
    await subscribeHere({ viewer, slug: competition.slug, topic, wanted: true, now: NOW });
  await publishAnnouncement({ ...command, id: await write("Many"), mail: true });
  await settled(252);
  expect(new Set((await db.select().from(notices)).map((m) => m.to)).size).toBe(252);
});

test("pinned announcements stand first, deleted ones nowhere", async () => {
  const { competition, write, command } = await aWorld();
  const [first, second] = [await write("First"), await write("Second")];
  for (const [i, id] of [first, second].entries())
    await publishAnnouncement({ ...command, id, mail: false, now: new Date(NOW.getTime() + i * 1000) });
  const shown = async () => (await announcementsOf(competition, 1)).announcements.map((a) => a.id);
  expect(await shown()).toEqual([second, first]);
  await pinAnnouncement({ ...command, id: first, pinned: true });
  expect(await shown()).toEqual([first, second]);
  await deleteAnnouncement({ ...command, id: first });
  expect(await shown()).toEqual([second]);
});

test("nobody but an organiser writes, publishes, pins or deletes", async () => {
  const { members, write, command } = await aWorld();
  const id = await write("Ours");
  const viewer = members[0]!;
  expect(await write("Mine", viewer)).toBe("discussions.refusals.notFound");
  for (const outcome of [
    await publishAnnouncement({ ...command, viewer, id, mail: true }),
    await pinAnnouncement({ ...command, viewer, id, pinned: true }),
    await deleteAnnouncement({ ...command, viewer, id }),
  ])
    expect(outcome).toMatchObject({ refusal: { code: "not_found" } });
});

test("an announcement without a word is refused at its field, and one in a draft is not published", async () => {
  const { command } = await aWorld();
  const save = (title: object, body: object) =>
    saveAnnouncement({ ...command, id: null, values: { title, body } });
  expect(await save({}, { en: "x" })).toMatchObject({ refusal: { field: "title" } });
  expect(await save({ en: "x" }, {})).toMatchObject({ refusal: { field: "body" } });
  expect(await save({ en: "x".repeat(161) }, { en: "x" })).toMatchObject({ refusal: { field: "title" } });
  expect(await save({ en: "x" }, { en: "x".repeat(20_001) })).toMatchObject({ refusal: { field: "body" } });
  const draft = await aCompetition({ now: NOW, draft: true });
  const own = { viewer: draft.organiser, competitionId: draft.id, now: NOW };
  const saved = await saveAnnouncement({
    ...own,
    id: null,
    values: { title: { en: "x" }, body: { en: "x" } },
  });
  const id = saved.ok ? saved.value.id : "";
  expect(await publishAnnouncement({ ...own, id, mail: true })).toMatchObject({
    refusal: { reason: "discussions.refusals.draftCompetition" },
  });
});
