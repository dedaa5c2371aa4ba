import type { Namespace, Socket } from "socket.io";
import { boardHead, boardWindow, markOf } from "../leaderboards/board-window.ts";
import {
  type BoardFacts,
  boardFacts,
  type Held,
  heldBoard,
  isBehind,
  isTrackOf,
} from "../leaderboards/held.server.ts";
import { liveRow } from "../leaderboards/live-row.ts";
import { placesOf } from "../leaderboards/queries.server.ts";
import { audienceFor, cutFor } from "../leaderboards/visibility.ts";
import { GUEST, type Viewer } from "../people/viewer.ts";
import { sharing } from "../web/sharing.server.ts";
import { type Encoded, encoded, fanOut, say } from "./fan-out.server.ts";
import { type BoardFrame, type BoardPage, SAID } from "./messages.ts";
import { room, type Watch, type WherePlaced } from "./rooms.ts";

type Watched = "public" | "staff";
type Shown = { facts: BoardFacts; held: Held; mark: string };

/** A room as this process knows it: whose it is, what it was last told, and which pages of it are looked at. */
type Room = {
  name: string;
  boardId: string;
  audience: Watched;
  trackId: string | null;
  told: { ranking: Held["ranking"]; seq: number; mark: string };
  offsets: Set<number>;
  /** When its pages were last told, and those that were encoded since its last change. */
  pagedAt: number;
  pages: Map<number, { of: string; ranking: Held["ranking"]; said: Encoded }>;
};

type RoomName = Pick<Room, "boardId" | "audience" | "trackId">;
export type Limits = {
  /** Changes are collected this long. */
  tickMs: number;
  /** Whole pages are told at most this often. */
  pageMs: number;
  rows: number;
};

/** The changes of a held board after a sequence number, as one audience may see them; null if forgotten. */
function frameSince(
  held: Held,
  after: number,
  { boardId, audience, trackId }: RoomName,
  most: number,
): BoardFrame | null {
  if (after < held.since || after > held.seq) return null;
  const { shape } = held.ranking;
  const moves = held.moves.filter((move) => move.seq > after);
  if (moves.length > most) return null;
  return {
    boardId,
    trackId,
    after,
    seq: held.seq,
    total: held.ranking.total,
    ranked: held.ranking.ranked,
    ops: moves.map(({ standing, ...move }) => ({
      ...move,
      row: standing && liveRow(shape, audience, standing, held.teams.get(standing.entryId)),
    })),
  };
}

/**
 * Tells the rooms of boards what changed, each audience what it may see, at most once a tick. A few moves
 * are told as moves, the same to everybody. Anything more (a reveal, the end of a freeze, ranks of ranks,
 * other columns) is told as the page that each browser looks at, so that no browser has to ask for it.
 */
export class BoardRooms {
  readonly #namespace: Namespace;
  readonly #limits: Limits;
  readonly #onError: (error: unknown) => void;
  readonly #rooms = new Map<string, Room>();
  readonly #dirty = new Set<string>();
  readonly #later = new Map<string, NodeJS.Timeout>();
  readonly #share = sharing<Shown | null>();
  #timer: NodeJS.Timeout | undefined;
  #pauseMs: number;

  constructor(namespace: Namespace, limits: Limits, onError: (error: unknown) => void) {
    this.#namespace = namespace;
    this.#limits = limits;
    this.#pauseMs = limits.tickMs;
    this.#onError = onError;
  }

  /** A frame of more moves than this is longer than the page. */
  get #mostMoves(): number {
    return 2 * this.#limits.rows;
  }

  /** Lets a socket in if the page would show the board to its viewer, and tells it what it missed. */
  async enter(socket: Socket, viewer: Viewer, wish: Extract<Watch, { kind: "board" }>): Promise<boolean> {
    const seen = await this.#look(viewer, wish);
    if (!seen || !socket.connected) return false;
    const { boardId, trackId, seq, whole } = wish;
    const entered = { boardId, trackId, audience: seen.audience };
    const { held, mark } = seen.shown;
    const own = this.#roomOf(entered, seen.shown);
    const offset = Math.floor(wish.offset / this.#limits.rows) * this.#limits.rows;
    own.offsets.add(offset);
    socket.join([own.name, room.page(own.name, offset)]);
    const knowsHead = wish.mark === undefined || wish.mark === mark;
    const missed = whole || !knowsHead ? null : frameSince(held, seq, entered, this.#mostMoves);
    if (!missed) say(socket, this.#page(own, seen.shown, offset));
    else if (missed.seq > missed.after) socket.emit(SAID.frame, missed);
    return true;
  }

  leave(socket: Socket, { boardId, trackId }: Extract<Watch, { kind: "board" }>): void {
    for (const audience of ["public", "staff"] as const) {
      const name = room.board(boardId, audience, trackId);
      for (const own of socket.rooms)
        if (own === name || own.startsWith(room.page(name, 0).slice(0, -1))) socket.leave(own);
    }
  }

  /** Where entries stand on a board that the viewer sees: for a team whose row is on another page. */
  async places(viewer: Viewer, { entryIds, ...wish }: WherePlaced) {
    const seen = await this.#look(viewer, wish);
    return seen ? placesOf(seen.shown.held, entryIds) : null;
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
    for (const timer of this.#later.values()) clearTimeout(timer);
    this.#later.clear();
    this.#dirty.clear();
  }

  /** The board for a viewer, asked of the predicate that the page asks; null where they see none. */
  async #look(viewer: Viewer, { boardId, trackId, asPublic }: Omit<WherePlaced, "entryIds">) {
    const likely = asPublic || viewer.grants.length === 0 ? "public" : "staff";
    const shown = await this.#shown(boardId, likely, trackId);
    if (!shown) return null;
    const { competition, board } = shown.facts;
    const own = audienceFor(viewer, competition, board);
    if (own === "none") return null;
    const audience: Watched = asPublic ? "public" : own;
    if (audience === likely) return { shown, audience };
    const other = await this.#shown(boardId, audience, trackId);
    return other && audienceFor(viewer, other.facts.competition, other.facts.board) === own
      ? { shown: other, audience }
      : null;
  }

  #shown(boardId: string, audience: Watched, trackId: string | null): Promise<Shown | null> {
    const read = async (): Promise<Shown | null> => {
      const facts = await boardFacts(boardId);
      if (!facts) return null;
      if (trackId && !(await isTrackOf(facts.competition.id, trackId))) return null;
      const held = await heldBoard(facts, { cut: cutFor(audience, facts), trackId });
      if (isBehind(facts, held)) return read();
      return { facts, held, mark: markOf(boardHead(facts, held.ranking, audience)) };
    };
    return this.#share(`${boardId} ${audience} ${trackId}`, read);
  }

  #roomOf({ boardId, audience, trackId }: RoomName, { held, mark }: Shown): Room {
    const name = room.board(boardId, audience, trackId);
    const known = this.#namespace.adapter.rooms.has(name) ? this.#rooms.get(name) : undefined;
    if (known) return known;
    const told = { ranking: held.ranking, seq: held.seq, mark };
    const made: Room = {
      name,
      boardId,
      audience,
      trackId,
      told,
      offsets: new Set(),
      pagedAt: Number.NEGATIVE_INFINITY,
      pages: new Map(),
    };
    this.#rooms.set(name, made);
    return made;
  }

  /** One page of a board in the bytes in which it travels, made once for each change. */
  #page(own: Room, { facts, held, mark }: Shown, offset: number): Encoded {
    const of = `${held.seq} ${mark}`;
    const known = own.pages.get(offset);
    if (known?.of === of && known.ranking === held.ranking) return known.said;
    const { boardId, trackId, audience } = own;
    const message: BoardPage = {
      boardId,
      trackId,
      ...boardWindow(held, audience, offset, this.#limits.rows),
      head: boardHead(facts, held.ranking, audience),
      mark,
    };
    const said = encoded(SAID.page, message);
    own.pages.set(offset, { of, ranking: held.ranking, said });
    return said;
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
    this.#pauseMs = Math.max(this.#limits.tickMs, 2 * (performance.now() - began));
    this.#timer = this.#dirty.size ? setTimeout(() => void this.#tick(), this.#pauseMs) : undefined;
  }

  async #publish(boardId: string): Promise<void> {
    for (const own of this.#roomsOf(boardId)) {
      const { name, audience, trackId } = own;
      const shown = await this.#shown(boardId, audience, trackId);
      const closed =
        !shown ||
        (audience === "public" && audienceFor(GUEST, shown.facts.competition, shown.facts.board) === "none");
      if (closed) {
        await fanOut(this.#namespace, name, encoded(SAID.stale, { boardId }));
        this.#close(own);
        continue;
      }
      const { held, mark } = shown;
      const { told } = own;
      const follows = told.ranking === held.ranking && told.mark === mark;
      const frame = follows ? frameSince(held, told.seq, own, this.#mostMoves) : null;
      if (!frame) {
        await this.#tellPages(own, shown);
        continue;
      }
      own.told = { ranking: held.ranking, seq: held.seq, mark };
      if (frame.seq === frame.after) continue;
      own.pages.clear();
      await fanOut(this.#namespace, name, encoded(SAID.frame, frame));
    }
  }

  /** Tells each page that somebody looks at, to those who do; again at most once in `pageMs`. */
  async #tellPages(own: Room, shown: Shown): Promise<void> {
    const { boardId } = own;
    const wait = own.pagedAt + this.#limits.pageMs - performance.now();
    if (wait > 0) {
      if (!this.#later.has(boardId))
        this.#later.set(
          boardId,
          setTimeout(() => {
            this.#later.delete(boardId);
            this.changed(boardId);
          }, wait),
        );
      return;
    }
    own.told = { ranking: shown.held.ranking, seq: shown.held.seq, mark: shown.mark };
    own.pages.clear();
    for (const offset of own.offsets) {
      const name = room.page(own.name, offset);
      if (this.#namespace.adapter.rooms.has(name))
        await fanOut(this.#namespace, name, this.#page(own, shown, offset));
      else own.offsets.delete(offset);
    }
    own.pagedAt = performance.now();
  }

  #close(own: Room): void {
    for (const offset of own.offsets) {
      const name = room.page(own.name, offset);
      this.#namespace.in(name).socketsLeave(name);
    }
    this.#namespace.in(own.name).socketsLeave(own.name);
  }
}
