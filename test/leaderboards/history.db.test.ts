import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { boardHistory } from "../../app/leaderboards/history.server.ts";
import { settleEntry } from "../../app/leaderboards/put-on-board.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { connection, db } from "../../db/connect.ts";
import { entries } from "../../db/schema/index.ts";
import { aBoard, anEntryOn, score } from "../factories/boards.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute));

/** The statements that `work` sends, outside of transactions. */
async function sent(work: () => Promise<unknown>): Promise<string[]> {
  const { client } = connection();
  const { unsafe } = client;
  const heard: string[] = [];
  client.unsafe = ((...given: Parameters<typeof unsafe>) => {
    heard.push(given[0]);
    return unsafe.apply(client, given);
  }) as typeof unsafe;
  await work().finally(() => {
    client.unsafe = unsafe;
  });
  return heard;
}

test("whoever a guest asks for, no event is read again; a later score reads its own", async () => {
  const board = await aBoard();
  const ids = await Promise.all(Array.from({ length: 12 }, (_, n) => anEntryOn(board, `T${n}`)));
  for (const [n, id] of ids.entries()) await score(board, id, { accuracy: `0.${50 - n}` }, at(n));
  const look = (entryIds: string[] = []) => boardHistory(GUEST, board.slug, { entries: entryIds }, at(30));
  const pointsOf = async (entryId: string) =>
    (await look([entryId]))?.history.entries.find((e) => e.entryId === entryId)?.points.map((p) => p.rank);
  const eventsRead = async (work: () => Promise<unknown>) =>
    (await sent(work)).filter((statement) => statement.includes('from "board_events"')).length;

  expect(await eventsRead(() => look())).toBe(1);
  expect(await eventsRead(() => look([ids[11]!]))).toBe(0);
  expect(await eventsRead(() => look([ids[10]!, ids[11]!]))).toBe(0);
  expect(await pointsOf(ids[11]!)).toEqual([...Array.from({ length: 11 }, () => null), 12]);

  await score(board, ids[11]!, { accuracy: "0.9" }, at(20));
  expect(await pointsOf(ids[11]!)).toEqual([...Array.from({ length: 11 }, () => null), 12, 1]);
});

test("a team that is made a baseline has no rank in the chart, not in the past either", async () => {
  const board = await aBoard();
  const [a, b] = [await anEntryOn(board, "A"), await anEntryOn(board, "B")];
  await score(board, a, { accuracy: "0.9" }, at(1));
  await score(board, b, { accuracy: "0.8" }, at(2));
  const ranks = async () =>
    Object.fromEntries(
      (await boardHistory(GUEST, board.slug, { entries: [] }, at(30)))!.history.entries.map((e) => [
        e.team,
        e.points.map((p) => p.rank),
      ]),
    );
  expect(await ranks()).toEqual({ A: [1, 1], B: [null, 2] });
  await db.transaction(async (tx) => {
    await tx.update(entries).set({ kind: "baseline" }).where(eq(entries.id, a));
    await settleEntry(tx, a, at(3));
  });
  expect(await ranks()).toEqual({ A: [null, null, null], B: [null, 1, 1] });
});
