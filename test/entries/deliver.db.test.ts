import { buffer, text } from "node:stream/consumers";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { deleteSlot } from "../../app/entries/delete-slot.server.ts";
import { deliver } from "../../app/entries/deliver.server.ts";
import {
  deliverableTable,
  filesOfSlot,
  openDeliverable,
  receiptOf,
  teamDeliverables,
} from "../../app/entries/deliverable-queries.server.ts";
import { receiptsCsv, slotArchive } from "../../app/entries/export-deliverables.server.ts";
import { moveSlot } from "../../app/entries/move-slot.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import { competitionTracks, deliverables, entries } from "../../db/schema/index.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aFile, aSlot, ZIP } from "../factories/deliverables.ts";
import { aViewer } from "../factories/forums.ts";

const NOW = new Date("2026-11-23T09:00:00Z");
const DUE = new Date("2026-11-24T09:00:00Z");

async function aWorld(set: Parameters<typeof aSlot>[1] = {}) {
  const competition = await aCompetition({ now: NOW });
  const slot = await aSlot(competition, { extensions: ["zip"], dueAt: DUE, ...set });
  const entry = await anEntry({ competition, teamName: "Moonlight", now: NOW });
  await db.update(entries).set({ code: "A3-0017" }).where(eq(entries.id, entry.id));
  const send = async (content: string, fileName = "work.zip", now = NOW, viewer = entry.captain) =>
    deliver({ viewer, slug: competition.slug, slotId: slot.id, ...(await aFile(content, fileName)), now });
  return { competition, slot, entry, send };
}
const rows = (slotId: string) => db.select().from(deliverables).where(eq(deliverables.slotId, slotId));

test("a team hands in and replaces until the deadline, and every receipt stays", async () => {
  const { competition, slot, entry, send } = await aWorld();
  expect(await send(`${ZIP}one`)).toMatchObject({ ok: true, value: { version: 1 } });
  expect(await send(`${ZIP}two`)).toMatchObject({ ok: true, value: { version: 2 } });
  const own = await teamDeliverables(entry.captain, { id: competition.id, state: "published" }, NOW);
  const [shown] = own?.slots ?? [];
  expect(shown?.state).toBe("handedIn");
  expect(shown?.receipts.map((r) => [r.version, r.fileName, r.size, r.person])).toEqual([
    [2, "work.zip", 7, "Li Wei"],
    [1, "work.zip", 7, "Li Wei"],
  ]);
  expect(shown?.receipts[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await rows(slot.id)).toHaveLength(2);
});

test("after the deadline nothing is written, and what was handed in before stands", async () => {
  const { slot, send } = await aWorld();
  await send(`${ZIP}one`);
  expect(await send(`${ZIP}late`, "work.zip", DUE)).toMatchObject({
    refusal: { code: "closed", reason: "deliverables.refusals.closed", field: "file" },
  });
  expect(await rows(slot.id)).toHaveLength(1);
});

test("a wrong name is refused with the name that the team's own code makes", async () => {
  const { slot, send } = await aWorld({ namePattern: "{code}-source" });
  expect(await send(ZIP, "source.zip")).toMatchObject({
    refusal: { reason: "deliverables.refusals.wrongName", values: { expected: "A3-0017-source.zip" } },
  });
  expect(await rows(slot.id)).toEqual([]);
  expect((await send(ZIP, "A3-0017-source.zip")).ok).toBe(true);
});

test("what is no zip inside is refused, whatever its name says", async () => {
  const { slot, send } = await aWorld();
  expect(await send("#!/bin/sh")).toMatchObject({
    refusal: { reason: "deliverables.refusals.wrongContent" },
  });
  expect(await rows(slot.id)).toEqual([]);
});

test("a slot of another track takes nothing, and is not shown", async () => {
  const { competition, slot, entry } = await aWorld();
  const [track] = await db
    .insert(competitionTracks)
    .values({ competitionId: competition.id, position: 0, code: "B", name: { en: "B" } })
    .returning();
  const other = await aSlot(competition, { trackId: track!.id, position: 1 });
  expect(
    await deliver({
      viewer: entry.captain,
      slug: competition.slug,
      slotId: other.id,
      ...(await aFile(ZIP, "a.zip")),
      now: NOW,
    }),
  ).toMatchObject({ refusal: { reason: "deliverables.refusals.otherTrack" } });
  const own = await teamDeliverables(entry.captain, { id: competition.id, state: "published" }, NOW);
  expect(own?.slots.map((s) => s.id)).toEqual([slot.id]);
});

test("whoever is not in hands in nothing", async () => {
  const { slot, send } = await aWorld();
  expect(await send(ZIP, "work.zip", NOW, await aViewer())).toMatchObject({
    refusal: { reason: "deliverables.refusals.noEntry" },
  });
  expect(await rows(slot.id)).toEqual([]);
});

test("ten files handed in at once become ten versions", async () => {
  const { slot, send } = await aWorld();
  const all = await Promise.all(Array.from({ length: 10 }, (_, i) => send(`${ZIP}${i}`)));
  expect(all.every((outcome) => outcome.ok)).toBe(true);
  expect((await rows(slot.id)).map((r) => r.version).sort((a, b) => a - b)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
});

test("a transaction that is cut off before its commit leaves no receipt behind", async () => {
  const { slot, send } = await aWorld();
  await db.execute(sql`create function cut_off() returns trigger language plpgsql as $$
    begin raise exception 'cut off'; end $$`);
  await db.execute(sql`create constraint trigger cut_off after insert on deliverables
    deferrable initially deferred for each row execute function cut_off()`);
  await expect(send(`${ZIP}lost`)).rejects.toThrow();
  await db.execute(sql`drop trigger cut_off on deliverables`);
  expect(await rows(slot.id)).toEqual([]);
  expect(await send(`${ZIP}lost`)).toMatchObject({ value: { version: 1 } });
});

test("a receipt and its file exist for the team and the organisers alone", async () => {
  const { competition, send, entry } = await aWorld();
  const sent = await send(`${ZIP}secret`);
  const id = sent.ok ? sent.value.id : "";
  for (const viewer of [GUEST, await aViewer(), (await anEntry({ competition, now: NOW })).captain]) {
    expect(await receiptOf(viewer, id)).toBeNull();
    expect(await openDeliverable(viewer, id)).toBeNull();
  }
  for (const viewer of [entry.captain, competition.organiser]) {
    const file = await openDeliverable(viewer, id);
    expect(file && (await text(file.content))).toBe(`${ZIP}secret`);
  }
  expect(await receiptOf(entry.captain, "not an id")).toBeNull();
});

test("organisers see who lacks what, and nobody else does", async () => {
  const { competition, send } = await aWorld();
  await send(`${ZIP}one`);
  const lazy = await anEntry({ competition, teamName: "Lazy", now: NOW });
  const all = await deliverableTable(competition.organiser, competition.id, { page: 1, incomplete: false });
  expect(all.teams.map((e) => [e.teamName, e.files.length]).sort()).toEqual([
    ["Lazy", 0],
    ["Moonlight", 1],
  ]);
  const some = await deliverableTable(competition.organiser, competition.id, { page: 1, incomplete: true });
  expect(some.teams.map((e) => e.id)).toEqual([lazy.id]);
  expect(
    (await deliverableTable(lazy.captain, competition.id, { page: 1, incomplete: false })).teams,
  ).toEqual([]);
});

test("organisers take all files of a slot, the newest of each team, named by its code", async () => {
  const { competition, slot, send, entry } = await aWorld();
  await send(`${ZIP}old`);
  await send(`${ZIP}new`);
  const found = await filesOfSlot(competition.organiser, competition.id, slot.id);
  expect(found?.files.map((f) => f.name)).toEqual(["A3-0017-work.zip"]);
  const archive = await slotArchive(competition.organiser, competition.id, slot.id);
  const bytes = archive && (await buffer(archive.content));
  expect(bytes?.includes(Buffer.from(`${ZIP}new`, "latin1"))).toBe(true);
  expect(bytes?.includes(Buffer.from("old"))).toBe(false);
  expect(await slotArchive(entry.captain, competition.id, slot.id)).toBeNull();
});

test("the receipts as CSV begin no formula", async () => {
  const { competition, entry } = await aWorld({ extensions: [] });
  const file = await aFile("data", "=cmd.txt");
  const [slot] = (await teamDeliverables(entry.captain, { id: competition.id, state: "published" }, NOW))!
    .slots;
  await deliver({ viewer: entry.captain, slug: competition.slug, slotId: slot!.id, ...file, now: NOW });
  const csv = receiptsCsv(competition.organiser, competition.id, "en");
  const lines = (await text(csv!)).split("\n");
  expect(lines[0]).toContain("Team code,Team,Track");
  expect(lines[1]).toContain(`A3-0017,Moonlight,,Source code,1,'=cmd.txt,4,${file.blob.hash}`);
  expect(receiptsCsv(entry.captain, competition.id, "en")).toBeNull();
});

test("a slot for which a team holds a receipt is not deleted; an unused one is", async () => {
  const { competition, slot, send, entry } = await aWorld();
  await send(ZIP);
  const unused = await aSlot(competition, { position: 1 });
  const command = { viewer: competition.organiser, competitionId: competition.id, now: NOW };
  expect(await deleteSlot({ ...command, slotId: slot.id })).toMatchObject({
    refusal: { reason: "deliverables.refusals.slotInUse" },
  });
  expect(await deleteSlot({ ...command, viewer: entry.captain, slotId: unused.id })).toMatchObject({
    refusal: { code: "not_found" },
  });
  expect((await deleteSlot({ ...command, slotId: unused.id })).ok).toBe(true);
});

test("slots move in the order that teams see", async () => {
  const { competition, slot, entry } = await aWorld();
  const second = await aSlot(competition, { position: 1 });
  await moveSlot({ viewer: competition.organiser, competitionId: competition.id, slotId: second.id, by: -1 });
  const own = await teamDeliverables(entry.captain, { id: competition.id, state: "published" }, NOW);
  expect(own?.slots.map((s) => s.id)).toEqual([second.id, slot.id]);
});
