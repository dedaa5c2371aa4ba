import type { Namespace, Socket } from "socket.io";
import { boardFacts, type Held, heldBoard } from "../leaderboards/held.server.ts";
import { liveRow } from "../leaderboards/live-row.ts";
import { audienceFor, cutFor } from "../leaderboards/visibility.ts";
import { GUEST, type Viewer } from "../people/viewer.ts";
import { fanOut } from "./fan-out.server.ts";
import { type BoardFrame, SAID } from "./messages.ts";
import { room } from "./rooms.ts";

type Watched = "public" | "staff";

/** What a room was last told: of which ranking, up to which change. */
type Told = { ranking: Held["ranking"]; seq: number };

/** The changes of a held board after a sequence number, as one audience may see them; null if forgotten. */
function frameSince(boardId: string, held: Held, after: number, audience: Watched): BoardFrame | null {
  if (after < held.since || after > held.seq) return null;
  const { shape } = held.ranking;
  return {
    boardId,
    after,
    seq: held.seq,
    total: held.ranking.total,
    ops: held.moves
      .filter((move) => move.seq > after)
      .map(({ seq, from, to, standing }) => ({
        seq,
        from,
        to,
        row: standing && liveRow(shape, audience, standing, held.teams.get(standing.entryId)),
      })),
  };
}

/** Tells the rooms of boards what changed, each audience what it may see, at most once a tick. */
export class BoardRooms {
  readonly #namespace: Namespace;
  readonly #tickMs: number;
  readonly #onError: (error: unknown) => void;
  readonly #told = new Map<string, Told>();
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
  async enter(socket: Socket, viewer: Viewer, boardId: string, seq: number): Promise<boolean> {
    const facts = await boardFacts(boardId);
    const audience = facts ? audienceFor(viewer, facts.competition, facts.board) : "none";
    if (!facts || audience === "none") return false;
    const held = await heldBoard(facts, cutFor(audience, facts.phase));
    if (!socket.connected) return false;
    const name = room.board(boardId, audience);
    if (!this.#namespace.adapter.rooms.has(name))
      this.#told.set(name, { ranking: held.ranking, seq: held.seq });
    socket.join(name);
    const missed = frameSince(boardId, held, seq, audience);
    if (!missed) socket.emit(SAID.stale, { boardId });
    else if (missed.seq > missed.after) socket.emit(SAID.frame, missed);
    return true;
  }

  leave(socket: Socket, boardId: string): void {
    for (const audience of ["public", "staff"] as const) socket.leave(room.board(boardId, audience));
  }

  /** Something about the board changed: its rooms hear it at the next tick. */
  changed(boardId: string): void {
    if (!this.#roomsOf(boardId).length) return;
    this.#dirty.add(boardId);
    this.#timer ??= setTimeout(() => void this.#tick(), this.#pauseMs);
  }

  /** After a break of the listening connection: whatever is watched may have changed unheard. */
  allChanged(): void {
    for (const name of this.#told.keys()) this.changed(name.split(":")[1]!);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#dirty.clear();
  }

  #roomsOf(boardId: string): { audience: Watched; name: string }[] {
    return (["public", "staff"] as const)
      .map((audience) => ({ audience, name: room.board(boardId, audience) }))
      .filter(({ name }) => {
        const watched = this.#namespace.adapter.rooms.has(name);
        if (!watched) this.#told.delete(name);
        return watched;
      });
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
    for (const { audience, name } of this.#roomsOf(boardId)) {
      const closed =
        !facts || (audience === "public" && audienceFor(GUEST, facts.competition, facts.board) === "none");
      if (closed) {
        await fanOut(this.#namespace, name, SAID.stale, { boardId });
        this.#namespace.in(name).socketsLeave(name);
        continue;
      }
      const held = await heldBoard(facts, cutFor(audience, facts.phase));
      const told = this.#told.get(name);
      const frame = told?.ranking === held.ranking ? frameSince(boardId, held, told.seq, audience) : null;
      this.#told.set(name, { ranking: held.ranking, seq: held.seq });
      if (!frame) await fanOut(this.#namespace, name, SAID.stale, { boardId });
      else if (frame.seq > frame.after) await fanOut(this.#namespace, name, SAID.frame, frame);
    }
  }
}
