import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { hearPageChanges } from "../../app/web-services.server.ts";
import { connection, db } from "../../db/connect.ts";
import * as schema from "../../db/schema/index.ts";
import { aBoard, anEntryOn, score } from "../factories/boards.ts";
import { anEdition } from "../factories/forums.ts";

/** What is heard of `work`, in the order of commits. Marks before and behind it tell what is its own. */
async function heardWhile(work: () => Promise<unknown>): Promise<string[]> {
  const all: string[] = [];
  const waiting = new Map<string, () => void>();
  const deafen = await hearPageChanges({
    changed(topic) {
      all.push(topic);
      waiting.get(topic)?.();
    },
    allChanged: () => {},
  });
  const mark = async (topic: string) => {
    const heard = new Promise<void>((resolve) => void waiting.set(topic, resolve));
    await connection().client.notify("page_changed", JSON.stringify({ topic }));
    await heard;
  };
  try {
    await mark("mark:before");
    await work();
    await mark("mark:behind");
  } finally {
    await deafen();
  }
  return all.slice(all.indexOf("mark:before") + 1, all.indexOf("mark:behind"));
}

test("whatever a competition's pages show is announced when it changes, whoever writes it", async () => {
  const board = await aBoard();
  const { competitionId, phaseId, taskId, boardId } = board;
  const entryId = await anEntryOn(board, "Alpha");
  const [entry] = await db.select().from(schema.entries).where(eq(schema.entries.id, entryId));
  const topic = `competition:${competitionId}`;
  const { competitions, competitionPages, competitionTracks, phases, tasks, phaseTasks, boards } = schema;
  const writes: [string, () => Promise<unknown>, string[]][] = [
    ["title", () => db.update(competitions).set({ title: { en: "New" } }), [topic]],
    ["state", () => db.update(competitions).set({ state: "draft" }), [topic]],
    [
      "page",
      () =>
        db
          .insert(competitionPages)
          .values({ competitionId, position: 0, title: {}, body: {}, format: "markdown" }),
      [topic],
    ],
    ["page gone", () => db.delete(competitionPages), [topic]],
    [
      "track",
      () => db.insert(competitionTracks).values({ competitionId, position: 0, code: "A", name: {} }),
      [topic],
    ],
    ["phase", () => db.update(phases).set({ freezeAt: new Date() }).where(eq(phases.id, phaseId)), [topic]],
    [
      "task",
      () =>
        db
          .update(tasks)
          .set({ name: { en: "New" } })
          .where(eq(tasks.id, taskId)),
      [topic],
    ],
    ["a phase's task", () => db.update(phaseTasks).set({ position: 1 }), [topic]],
    ["column", () => db.update(schema.metrics).set({ hidden: true }), [topic]],
    ["hidden board", () => db.update(boards).set({ hidden: true }), [topic]],
    ["revealed board", () => db.update(boards).set({ revealedAt: new Date() }), [topic]],
    [
      "slot",
      () =>
        db.execute(
          sql`insert into deliverable_slots (competition_id, position, title, max_bytes) values (${competitionId}, 0, '{}', 1)`,
        ),
      [topic],
    ],
    [
      "announcement",
      () =>
        db.execute(
          sql`insert into announcements (competition_id, title, body, updated_at) values (${competitionId}, '{}', '{}', now())`,
        ),
      [topic],
    ],
    ["entry", () => db.update(schema.entries).set({ state: "disqualified" }), [`entries:${competitionId}`]],
    [
      "team's name",
      () => db.update(schema.teams).set({ name: "Beta" }).where(eq(schema.teams.id, entry!.teamId)),
      [`entries:${competitionId}`],
    ],
    ["nothing of it", () => db.update(boards).set({ seq: sql`${boards.seq} + 1` }), []],
  ];
  for (const [what, write, heard] of writes) expect([what, await heardWhile(write)]).toEqual([what, heard]);

  const other = await aBoard();
  const otherEntry = await anEntryOn(other, "Gamma");
  expect(await heardWhile(() => score(other, otherEntry, { accuracy: "0.5" }, new Date()))).toEqual([
    `board:${other.boardId}`,
  ]);
  expect(other.boardId).not.toBe(boardId);
});

test("many rows of one transaction are announced once", async () => {
  const board = await aBoard();
  const topics = await heardWhile(() =>
    db.transaction(async (tx) => {
      for (let position = 0; position < 50; position++)
        await tx.insert(schema.competitionPages).values({
          competitionId: board.competitionId,
          position,
          title: {},
          body: {},
          format: "markdown",
        });
    }),
  );
  expect(topics).toEqual([`competition:${board.competitionId}`]);
});

test("whatever an edition's pages show is announced when it changes", async () => {
  const edition = await anEdition();
  const editionId = edition.id;
  const topic = `edition:${editionId}`;
  const { agendaReleases, editions, forums, rooms } = schema;
  const writes: [string, () => Promise<unknown>][] = [
    [
      "name",
      () =>
        db
          .update(editions)
          .set({ name: { en: "New" } })
          .where(eq(editions.id, editionId)),
    ],
    ["forum", () => db.update(forums).set({ name: { en: "New" } })],
    ["release", () => db.insert(agendaReleases).values({ editionId, version: 1, agenda: {}, changes: [] })],
  ];
  for (const [what, write] of writes) expect([what, await heardWhile(write)]).toEqual([what, [topic]]);
  // The organisers' draft is on no public page.
  expect(await heardWhile(() => db.insert(rooms).values({ editionId, name: { en: "Hall" } }))).toEqual([]);
});
