import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { deliver } from "../../app/entries/deliver.server.ts";
import { nudge, remindOfDeliverables } from "../../app/entries/remind.server.ts";
import { deliverNotice } from "../../app/notices/deliver.server.ts";
import { DELIVER_NOTICE } from "../../app/notices/send.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { db } from "../../db/connect.ts";
import { competitions, deliverableSlots, notices } from "../../db/schema/index.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aFile, aSlot } from "../factories/deliverables.ts";
import { aViewer } from "../factories/forums.ts";

// Settings are read once, when modules load: the mail server's port must be in them by then.
const port = await vi.hoisted(async () => {
  const { createServer } = await import("node:net");
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as AddressInfo;
  await new Promise((resolve) => taken.close(resolve));
  process.env.SMTP_URL = `smtp://127.0.0.1:${port}`;
  return port;
});

const received: ParsedMail[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, _session, answer) {
    void simpleParser(stream).then((mail) => {
      received.push(mail);
      answer();
    });
  },
});
let jobs: Awaited<ReturnType<typeof startJobs>>;
beforeAll(async () => {
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  jobs = await startJobs({ [DELIVER_NOTICE]: deliverNotice });
});
afterAll(async () => {
  await jobs.stop();
  await new Promise<void>((resolve) => server.close(resolve));
});
beforeEach(async () => {
  await db.delete(notices);
  await db.delete(deliverableSlots);
});

const ENTERED = new Date("2026-11-20T09:00:00Z");
const DUE = new Date("2026-11-30T09:00:00Z");
const before = (hours: number) => new Date(DUE.getTime() - hours * 3_600_000);
const written = async () => (await db.select().from(notices)).map((n) => n.to).sort();

async function aWorld(set: Parameters<typeof aSlot>[1] = {}) {
  const competition = await aCompetition({ now: ENTERED, set: { title: { "zh-Hans": "软件杯" } } });
  const slot = await aSlot(competition, { title: { "zh-Hans": "演示视频" }, dueAt: DUE, ...set });
  const people = [await aViewer(), await aViewer()];
  const entry = await anEntry({ competition, people, now: ENTERED });
  return { competition, slot, entry, people, emails: people.map((p) => p.person.email).sort() };
}

test("every member of a team that lacks a file is reminded by mail, each reminder once", async () => {
  const { emails } = await aWorld();
  expect(await remindOfDeliverables(before(73))).toBe(0);
  expect(await remindOfDeliverables(before(72))).toBe(1);
  expect(await remindOfDeliverables(before(71))).toBe(0);
  expect(await written()).toEqual(emails);
  await vi.waitFor(
    () => {
      const mine = received.filter((m) => emails.includes([m.to].flat()[0]?.text ?? ""));
      expect(mine).toHaveLength(2);
      expect(mine[0]?.subject).toBe("软件杯：还有材料未上交");
      expect(mine[0]?.text).toContain("演示视频");
      expect(mine[0]?.text).toContain("/deliverables");
    },
    { timeout: 20_000, interval: 50 },
  );
  expect(await remindOfDeliverables(before(24))).toBe(1);
  expect(await remindOfDeliverables(before(1))).toBe(0);
});

test("two processes that remind at once write one mail each person", async () => {
  const { emails } = await aWorld();
  await Promise.all([remindOfDeliverables(before(24)), remindOfDeliverables(before(24))]);
  expect(await written()).toEqual(emails);
});

test("a team that has handed in hears nothing more", async () => {
  const { competition, slot, people } = await aWorld();
  const file = await aFile("video", "video.bin");
  await deliver({ viewer: people[0]!, slug: competition.slug, slotId: slot.id, ...file, now: ENTERED });
  expect(await remindOfDeliverables(before(24))).toBe(0);
});

test("nobody is reminded of what is optional, past, or of a competition that is closed", async () => {
  await aWorld({ required: false });
  const { competition } = await aWorld();
  expect(await remindOfDeliverables(new Date(DUE.getTime() + 1))).toBe(0);
  await db.update(competitions).set({ state: "closed" });
  expect(await remindOfDeliverables(before(24))).toBe(0);
  await db.update(competitions).set({ state: "published" });
  expect(competition.slug).toBeTruthy();
});

test("a team that lacks two files reads of both in one mail", async () => {
  const { competition, emails } = await aWorld();
  await aSlot(competition, { title: { en: "Slides" }, dueAt: DUE, position: 1 });
  expect(await remindOfDeliverables(before(24))).toBe(1);
  const mails = await db.select().from(notices);
  expect(mails.map((m) => m.to).sort()).toEqual(emails);
  expect(mails[0]?.text).toMatch(/演示视频[\s\S]*Slides/);
});

test("an organiser reminds by hand, a team at most once an hour; nobody else does", async () => {
  const { competition, slot, people, emails } = await aWorld();
  const command = {
    viewer: competition.organiser,
    competition: { id: competition.id, slug: competition.slug, title: {}, timeZone: "UTC" },
    slotId: slot.id,
  };
  const now = new Date("2026-11-21T10:10:00Z");
  expect(await nudge({ ...command, viewer: people[0]!, now })).toMatchObject({
    refusal: { code: "not_found" },
  });
  expect(await nudge({ ...command, now })).toMatchObject({ value: { teams: 1 } });
  expect(await nudge({ ...command, now: new Date("2026-11-21T10:50:00Z") })).toMatchObject({
    value: { teams: 0 },
  });
  expect(await written()).toEqual(emails);
  expect(await nudge({ ...command, now: DUE })).toMatchObject({
    refusal: { reason: "deliverables.refusals.nothingToNudge" },
  });
});
