import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boardFor } from "../../app/leaderboards/queries.server.ts";
import { revealBoard } from "../../app/leaderboards/reveal.server.ts";
import { applyFrame, type BoardWindow, ranksOf } from "../../app/live/apply-frame.ts";
import { type Followed, hearBoard } from "../../app/live/follow-board.ts";
import { type BoardFrame, LIVE_PROTOCOL, OTHER_PROTOCOL, SAID } from "../../app/live/messages.ts";
import { startLive } from "../../app/live/server.server.ts";
import { viewerOf } from "../../app/people/viewer.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { provide } from "../../config.ts";
import { db, notify } from "../../db/connect.ts";
import { boards, metrics, phases } from "../../db/schema/index.ts";
import { aBoard, aColumn, anEntryOn, score } from "../factories/boards.ts";
import { aPerson } from "../factories/people.ts";
import { cookieOf } from "../support/cookie-of.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute));
// Boards of a few entries have several pages, and whole pages are told as often as the test can follow.
provide({ BOARD_ROWS: "3", LIVE_PAGE_MS: "300" });
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

test("a tab that knows another version of the messages is turned away by a word, and never hears one", async () => {
  const board = await aBoard();
  const old = browser({ auth: { protocol: LIVE_PROTOCOL - 1 } });
  const turnedAway = await new Promise<Error>((resolve) => old.socket.on("connect_error", resolve));
  expect(turnedAway.message).toBe(OTHER_PROTOCOL);
  expect(old.socket.active).toBe(false);
  const current = browser({ auth: { protocol: LIVE_PROTOCOL } });
  expect(await current.watch(board, 0)).toBe(true);
  expect(old.everything).toEqual([]);
  old.socket.close();
  current.socket.close();
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

/** A browser's screen of a board's page: follows what is said as the app's does, and asks when it is lost. */
async function screen(board: Board, { page = 1, cookie = "", losesEvery = 0 } = {}) {
  const view = (await boardFor(GUEST, board.slug, undefined, at(59), { page }))!;
  const { rows, above, offset, before, limit, total, ranked, seq, mark } = view;
  const window: BoardWindow = { rows, above, offset, before, limit, total, ranked, seq };
  const state = {
    followed: { window, head: null, mark } as Followed,
    asked: 0,
    closed: false,
    losesEvery,
    frames: 0,
  };
  const { socket, everything } = browser(cookie ? { extraHeaders: { cookie } } : {});
  const wish = (whole = false) => ({
    kind: "board",
    boardId: board.boardId,
    offset,
    seq: state.followed.window.seq,
    mark: state.followed.mark,
    whole,
  });
  socket.onAny((said, message) => {
    if (said === SAID.frame && state.losesEvery && ++state.frames % state.losesEvery === 0) return;
    const heard = hearBoard({ boardId: board.boardId, trackId: null }, state.followed, said, message);
    if (heard.kind === "shown") state.followed = heard.now;
    if (heard.kind === "closed") state.closed = true;
    if (heard.kind !== "lost") return;
    state.asked++;
    socket.emit("watch", wish(true));
  });
  expect(await socket.emitWithAck("watch", wish())).toBe(true);
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => socket.onAny(resolve));
  };
  return { socket, state, everything, until };
}

test("a reveal moves every watcher's rows to their places without a page request, and tells nothing before", async () => {
  const board = await aBoard({
    columns: [aColumn(), aColumn({ key: "final", position: 1 })],
    freezeAt: at(10),
  });
  await db.update(metrics).set({ split: "private" }).where(eq(metrics.id, board.columns[1]!.id));
  await db.update(boards).set({ finalPosition: 1 }).where(eq(boards.id, board.boardId));
  const open = await aBoard();
  const [member, organiser] = [await aPerson(), await aPerson({ role: "organiser" })];
  const entries: string[] = [];
  for (let n = 0; n < 7; n++) entries.push(await anEntryOn(board, `T${n}`, n === 0 ? member.id : undefined));
  for (const [n, entry] of entries.entries())
    await score(board, entry, { accuracy: `0.${n + 1}`, final: `0.${9 - n}1234` }, at(n));
  const team = await cookieOf(member.id);
  const watchers = [
    await screen(board),
    await screen(board, { page: 2 }),
    await screen(board, { page: 3 }),
    await screen(board, { cookie: team }),
  ];
  for (const [n, entry] of entries.entries())
    await score(board, entry, { accuracy: `0.77${n}`, final: `0.${n + 1}4321` }, at(11 + n));
  // Notifications keep their order: when the open board's is heard, those of the frozen one would have been.
  const fence = await anEntryOn(open, "B");
  for (const { socket } of watchers)
    await socket.emitWithAck("watch", { kind: "board", boardId: open.boardId, seq: 0 });
  await score(open, fence, { accuracy: "0.5" }, at(12));
  for (const { until, everything } of watchers)
    await until(() => JSON.stringify(everything).includes(open.boardId));

  for (const { everything } of watchers) {
    const heard = JSON.stringify(everything.filter((one) => JSON.stringify(one).includes(board.boardId)));
    expect(heard).not.toMatch(/0\.77|1234|4321|final/);
  }
  const viewer = await viewerOf(
    new Request("http://podium.test/", { headers: { cookie: await cookieOf(organiser.id) } }),
  );
  if (!viewer.person) throw new Error("the organiser is not signed in");
  await revealBoard({
    viewer: { ...viewer, person: viewer.person },
    boardId: board.boardId,
    confirmed: true,
    now: at(30),
  });

  for (const [i, { state, until }] of watchers.entries()) {
    await until(() => state.followed.head?.revealedAt !== null && state.followed.head !== null);
    const page = [1, 2, 3, 1][i]!;
    const view = (await boardFor(GUEST, board.slug, undefined, at(59), { page }))!;
    expect(state.followed.window.rows).toEqual(view.rows);
    expect(ranksOf(state.followed.window)).toEqual(ranksOf(view));
    expect(state.followed.head?.columns).toEqual(view.columns);
    expect(state.closed).toBe(false);
    expect(view.rows.every((row) => row.values.final !== undefined)).toBe(true);
  }
  // And they follow on from there.
  await score(board, entries[0]!, { accuracy: "0.9", final: "0.95" }, at(40));
  const [first] = watchers;
  await first!.until(() => first!.state.followed.window.rows[0]?.entryId === entries[0]);
  for (const { socket } of watchers) socket.close();
});

test("at the end of a freeze, watchers are told the rows as they are, each the page it looks at", async () => {
  const board = await aBoard({ freezeAt: at(10) });
  const entries = await Promise.all(Array.from({ length: 5 }, (_, n) => anEntryOn(board, `T${n}`)));
  for (const [n, entry] of entries.entries()) await score(board, entry, { accuracy: `0.${n + 1}` }, at(n));
  const watchers = [await screen(board), await screen(board, { page: 2 })];
  await score(board, entries[0]!, { accuracy: "0.9" }, at(11));
  await db.transaction(async (tx) => {
    await tx.update(phases).set({ freezeAt: null }).where(eq(phases.id, board.phaseId));
    await notify(tx, "board_changed", { boardId: board.boardId, seq: 6 });
  });
  for (const [i, { state, until, socket }] of watchers.entries()) {
    await until(() => state.followed.window.seq === 6);
    const view = (await boardFor(GUEST, board.slug, undefined, at(59), { page: i + 1 }))!;
    expect(state.followed.window.rows).toEqual(view.rows);
    expect(state.followed.head?.freezeAt).toBeNull();
    socket.close();
  }
});

test("boards with ranks of ranks are told as pages, never more often than is set", async () => {
  const board = await aBoard({
    columns: [
      aColumn(),
      aColumn({ key: "mean", position: 1, sorting: "asc", computation: "rank_avg", computedFrom: [0] }),
    ],
  });
  const entries = await Promise.all(Array.from({ length: 5 }, (_, n) => anEntryOn(board, `T${n}`)));
  const begun = performance.now();
  const watchers = [await screen(board), await screen(board, { page: 1 })];
  for (let n = 0; n < 20; n++) await score(board, entries[n % 5]!, { accuracy: `0.${n + 10}` }, at(n));
  for (const { state, until, everything, socket } of watchers) {
    await until(() => state.followed.window.seq === 20);
    const view = (await boardFor(GUEST, board.slug, undefined, at(59)))!;
    expect(state.followed.window.rows).toEqual(view.rows);
    const pages = everything.filter((one) => (one as unknown[])[0] === SAID.page);
    expect(pages.length).toBeLessThanOrEqual(2 + Math.ceil((performance.now() - begun) / 300));
    socket.close();
  }
});

test("a browser with a gap asks for its page and has it, also when scores rain and frames get lost", async () => {
  const board = await aBoard();
  const entries = await Promise.all(Array.from({ length: 9 }, (_, n) => anEntryOn(board, `T${n}`)));
  for (const [n, entry] of entries.entries()) await score(board, entry, { accuracy: `0.00${n}` }, at(n));
  const watchers = await Promise.all(
    [1, 1, 2, 3].map((page, i) => screen(board, { page, losesEvery: i === 0 ? 3 : 0 })),
  );
  const first = watchers[0]!;
  for (let n = 0; n < 25; n++) {
    const accuracy = `0.${String(n + 10 + ((n * 37) % 23)).padStart(3, "0")}`;
    await score(board, entries[(n * 5) % 9]!, { accuracy }, at(n));
  }
  const last = (await boardFor(GUEST, board.slug, undefined, at(59)))!.seq;
  const heardOf = () => JSON.stringify(first.everything).includes(`"seq":${last}`);
  await first.until(heardOf);
  first.state.losesEvery = 0;
  await score(board, entries[0]!, { accuracy: "0.999" }, at(50));
  const view = (await boardFor(GUEST, board.slug, undefined, at(59)))!;
  for (const [i, { state, until, socket }] of watchers.entries()) {
    await until(() => state.followed.window.seq === view.seq);
    const its = (await boardFor(GUEST, board.slug, undefined, at(59), { page: [1, 1, 2, 3][i]! }))!;
    expect(state.followed.window.rows).toEqual(its.rows);
    expect(ranksOf(state.followed.window)).toEqual(ranksOf(its));
    socket.close();
  }
  expect(first.state.asked).toBeGreaterThan(0);
});

test("a team whose row is on another page is told where it stands, of a board that it sees alone", async () => {
  const [board, hidden] = [await aBoard(), await aBoard({ hidden: true })];
  const entry = await anEntryOn(board, "A");
  await score(board, entry, { accuracy: "0.5" }, at(1));
  const { socket } = browser();
  const ask = (boardId: string) => socket.emitWithAck("places", { boardId, entryIds: [entry] });
  expect(await ask(board.boardId)).toEqual([{ entryId: entry, place: 0, rank: 1 }]);
  expect(await ask(hidden.boardId)).toBeNull();
  socket.close();
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
