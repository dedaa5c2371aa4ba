import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boardFor } from "../../app/leaderboards/queries.server.ts";
import { applyFrame, type BoardWindow } from "../../app/live/apply-frame.ts";
import { type BoardFrame, SAID } from "../../app/live/messages.ts";
import { startLive } from "../../app/live/server.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { db, notify } from "../../db/connect.ts";
import { boards } from "../../db/schema/index.ts";
import { aBoard, aColumn, anEntryOn, score } from "../factories/boards.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute));
const http = createServer();
let live: { stop(): Promise<void> };
let url: string;

beforeAll(async () => {
  live = await startLive(http);
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await live.stop();
  http.close();
});

type Board = Awaited<ReturnType<typeof aBoard>>;

/** A browser without a screen: connects, watches, keeps all it hears. */
function browser(options: Record<string, unknown> = {}) {
  const socket: Socket = io(url, { transports: ["websocket"], forceNew: true, ...options });
  const frames: BoardFrame[] = [];
  const everything: unknown[] = [];
  socket.onAny((said, message) => {
    everything.push([said, message]);
    if (said === SAID.frame) frames.push(message as BoardFrame);
  });
  const watch = (board: Board, seq: number): Promise<boolean> =>
    socket.emitWithAck("watch", { kind: "board", boardId: board.boardId, seq });
  const heardUpTo = async (seq: number) => {
    while ((frames.at(-1)?.seq ?? 0) < seq) await new Promise((resolve) => socket.onAny(resolve));
  };
  return { socket, frames, everything, watch, heardUpTo };
}

async function shown(board: Board): Promise<BoardWindow> {
  const view = await boardFor(GUEST, board.slug, undefined, at(59));
  const { rows, above, offset, before, limit, total, ranked, seq } = view!;
  return { rows, above, offset, before, limit, total, ranked, seq };
}

const follow = (window: BoardWindow, frames: BoardFrame[]) =>
  frames.reduce<BoardWindow | null>((w, frame) => w && applyFrame(w, frame), window);

test("a watching browser's rows become the page's rows as scores come in", async () => {
  const board = await aBoard();
  const entries = await Promise.all([1, 2, 3].map((n) => anEntryOn(board, `T${n}`)));
  const window = await shown(board);
  const watcher = browser();
  expect(await watcher.watch(board, window.seq)).toBe(true);

  await Promise.all(entries.map((entry, i) => score(board, entry, { accuracy: `0.${i + 1}` }, at(i))));
  await score(board, entries[0]!, { accuracy: "0.9" }, at(5));
  await watcher.heardUpTo(4);

  expect(follow(window, watcher.frames)).toEqual(await shown(board));
  watcher.socket.close();
});

test("a browser that comes back is told what it missed and nothing twice", async () => {
  const board = await aBoard();
  const entry = await anEntryOn(board, "A");
  const watcher = browser();
  await watcher.watch(board, 0);
  const window = await shown(board);
  await score(board, entry, { accuracy: "0.1" }, at(1));
  await watcher.heardUpTo(1);
  watcher.socket.disconnect();
  await score(board, entry, { accuracy: "0.2" }, at(2));
  await score(board, entry, { accuracy: "0.3" }, at(3));

  watcher.socket.connect();
  await watcher.watch(board, 1);
  await watcher.heardUpTo(3);

  expect(watcher.frames.flatMap((f) => f.ops.map((op) => op.seq))).toEqual([1, 2, 3]);
  expect(follow(window, watcher.frames)).toEqual(await shown(board));
  watcher.socket.close();
});

test("nobody of the public enters the room of a hidden board", async () => {
  const board = await aBoard({ hidden: true });
  const guest = browser();
  expect(await guest.watch(board, 0)).toBe(false);
  guest.socket.close();
});

test("a guest watching a frozen board hears nothing about later scores", async () => {
  const frozen = await aBoard({ freezeAt: at(10) });
  const open = await aBoard();
  const [a, b] = [await anEntryOn(frozen, "A"), await anEntryOn(open, "B")];
  const guest = browser();
  await guest.watch(frozen, 0);
  await guest.watch(open, 0);

  await score(frozen, a, { accuracy: "0.123" }, at(5));
  await score(frozen, a, { accuracy: "0.777" }, at(11));
  // Notifications keep their order: when this one is heard, the frozen board's would have been too.
  await score(open, b, { accuracy: "0.5" }, at(12));
  while (!JSON.stringify(guest.everything).includes(open.boardId))
    await new Promise((resolve) => guest.socket.onAny(resolve));

  const heard = JSON.stringify(guest.everything);
  expect(heard).toContain("0.123");
  expect(heard).not.toContain("0.777");
  guest.socket.close();
});

test("the values of hidden columns do not travel", async () => {
  const board = await aBoard({ columns: [aColumn(), aColumn({ key: "secret", position: 1, hidden: true })] });
  const guest = browser();
  await guest.watch(board, 0);
  await score(board, await anEntryOn(board, "A"), { accuracy: "0.5", secret: "0.98765" }, at(1));
  await guest.heardUpTo(1);
  expect(JSON.stringify(guest.everything)).not.toMatch(/secret|0\.98765/);
  guest.socket.close();
});

test("when a board is hidden, those who watched it are sent back to the page and hear no more", async () => {
  const board = await aBoard();
  const guest = browser();
  await guest.watch(board, 0);
  await db.transaction(async (tx) => {
    await tx.update(boards).set({ hidden: true }).where(eq(boards.id, board.boardId));
    await notify(tx, "board_changed", { boardId: board.boardId, seq: 0 });
  });
  while (guest.everything.length === 0) await new Promise((resolve) => guest.socket.onAny(resolve));
  expect(guest.everything).toEqual([[SAID.stale, { boardId: board.boardId }]]);
  guest.socket.close();
});

test("another site's page cannot open a socket", async () => {
  const stranger = browser({ extraHeaders: { origin: "https://elsewhere.example" }, reconnection: false });
  await expect(
    new Promise((resolve, reject) => {
      stranger.socket.on("connect", () => resolve("connected"));
      stranger.socket.on("connect_error", reject);
    }),
  ).rejects.toThrow();
});

test("a submission's room is shut to guests, and nonsense is refused", async () => {
  const guest = browser();
  const submission = { kind: "submission", submissionId: crypto.randomUUID() };
  expect(await guest.socket.emitWithAck("watch", submission)).toBe(false);
  expect(await guest.socket.emitWithAck("watch", { kind: "board", boardId: "'; --", seq: 0 })).toBe(false);
  expect(await guest.socket.emitWithAck("watch", null)).toBe(false);
  guest.socket.close();
});
