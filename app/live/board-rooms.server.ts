import type { Namespace, Socket } from "socket.io";
import { boardFacts, type Held, heldBoard, isTrackOf } from "../leaderboards/held.server.ts";
import { liveRow } from "../leaderboards/live-row.ts";
import { audienceFor, cutFor } from "../leaderboards/visibility.ts";
import { GUEST, type Viewer } from "../people/viewer.ts";
import { fanOut } from "./fan-out.server.ts";
import { type BoardFrame, SAID } from "./messages.ts";
import { room, type Watch } from "./rooms.ts";

type Watched = "public" | "staff";

/** A room as this process knows it: whose it is, and of which ranking it was last told up to which change. */
type Room = {
  name: string;
  boardId: string;
  audience: Watched;
  trackId: string | null;
  told: { ranking: Held["ranking"]; seq: number };
};

/** The changes of a held board after a sequence number, as one audience may see them; null if forgotten. */
function frameSince(
  held: Held,
  after: number,
  { boardId, audience, trackId }: Pick<Room, "boardId" | "audience" | "trackId">,
): BoardFrame | null {
  if (after < held.since || after > held.seq) return null;
  const { shape } = held.ranking;
  return {
    boardId,
    trackId,
    after,
    seq: held.seq,
    total: held.ranking.total,
    ranked: held.ranking.ranked,
    ops: held.moves
      .filter((move) => move.seq > after)
      .map(({ standing, ...move }) => ({
        ...move,
        row: standing && liveRow(shape, audience, standing, held.teams.get(standing.entryId)),
      })),
  };
}

/** Tells the rooms of boards what changed, each audience what it may see, at most once a tick. */
export class BoardRooms {
  readonly #namespace: Namespace;
  readonly #tickMs: number;
  readonly #onError: (error: unknown) => void;
  readonly #rooms = new Map<string, Room>();
  readonly #dirty = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #pauseMs: number;

  constructor(namespace: Namespace, tickMs: number, onError: (error: unknown) => void) {
    this.#namespace = namespace;
    this.#tickMs = tickMs;
    this.#pauseMs = tickMs;
    this.#onError = onError;
  }

  /** Lets a socket in if the page would show the board to its viewer, and tells it what it missed. */
  async enter(
    socket: Socket,
    viewer: Viewer,
    { boardId, trackId, asPublic, seq }: Extract<Watch, { kind: "board" }>,
  ): Promise<boolean> {
    const facts = await boardFacts(boardId);
    const own = facts ? audienceFor(viewer, facts.competition, facts.board) : "none";
    if (!facts || own === "none") return false;
    if (trackId && !(await isTrackOf(facts.competition.id, trackId))) return false;
    const audience = asPublic ? "public" : own;
    const held = await heldBoard(facts, { cut: cutFor(audience, facts), trackId });
    if (!socket.connected) return false;
    const name = room.board(boardId, audience, trackId);
    const entered = { name, boardId, audience, trackId };
    if (!this.#namespace.adapter.rooms.has(name))
      this.#rooms.set(name, { ...entered, told: { ranking: held.ranking, seq: held.seq } });
    socket.join(name);
    const missed = frameSince(held, seq, entered);
    if (!missed) socket.emit(SAID.stale, { boardId });
    else if (missed.seq > missed.after) socket.emit(SAID.frame, missed);
    return true;
  }

  leave(socket: Socket, { boardId, trackId }: Extract<Watch, { kind: "board" }>): void {
    for (const audience of ["public", "staff"] as const) socket.leave(room.board(boardId, audience, trackId));
  }

  /** Something about the board changed: its rooms hear it at the next tick. */
  changed(boardId: string): void {
    if (!this.#roomsOf(boardId).length) return;
    this.#dirty.add(boardId);
    this.#timer ??= setTimeout(() => void this.#tick(), this.#pauseMs);
  }

  /** After a break of the listening connection: whatever is watched may have changed unheard. */
  allChanged(): void {
    for (const boardId of new Set([...this.#rooms.values()].map((r) => r.boardId))) this.changed(boardId);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#dirty.clear();
  }

  #roomsOf(boardId: string): Room[] {
    for (const name of this.#rooms.keys())
      if (!this.#namespace.adapter.rooms.has(name)) this.#rooms.delete(name);
    return [...this.#rooms.values()].filter((r) => r.boardId === boardId);
  }

  async #tick(): Promise<void> {
    const boards = [...this.#dirty];
    this.#dirty.clear();
    const began = performance.now();
    for (const boardId of boards) {
      try {
        await this.#publish(boardId);
      } catch (error) {
        this.#onError(error);
      }
    }
    // With many watchers a round takes longer than a tick: leave as much time for everything else.
    this.#pauseMs = Math.max(this.#tickMs, 2 * (performance.now() - began));
    this.#timer = this.#dirty.size ? setTimeout(() => void this.#tick(), this.#pauseMs) : undefined;
  }

  async #publish(boardId: string): Promise<void> {
    const facts = await boardFacts(boardId);
    for (const one of this.#roomsOf(boardId)) {
      const { name, audience, trackId } = one;
      const closed =
        !facts || (audience === "public" && audienceFor(GUEST, facts.competition, facts.board) === "none");
      if (closed) {
        await fanOut(this.#namespace, name, SAID.stale, { boardId });
        this.#namespace.in(name).socketsLeave(name);
        continue;
      }
      const held = await heldBoard(facts, { cut: cutFor(audience, facts), trackId });
      const frame = one.told.ranking === held.ranking ? frameSince(held, one.told.seq, one) : null;
      one.told = { ranking: held.ranking, seq: held.seq };
      if (!frame) await fanOut(this.#namespace, name, SAID.stale, { boardId });
      else if (frame.seq > frame.after) await fanOut(this.#namespace, name, SAID.frame, frame);
    }
  }
}
