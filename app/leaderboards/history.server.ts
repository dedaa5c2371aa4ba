import { setImmediate } from "node:timers/promises";
import { and, asc, eq, gt, lte } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { boardEvents } from "../../db/schema/index.ts";
import type { Viewer } from "../people/viewer.ts";
import type { BoardShape } from "./board.ts";
import type { Held } from "./held.server.ts";
import { type Asked, boardAsked, myEntries } from "./queries.server.ts";
import { hasRanksOfRanks } from "./ranks-of-ranks.ts";
import { SampledHistory, type Stood } from "./sampled-history.ts";
import { shownColumns } from "./shown-columns.ts";
import { totalOf } from "./tie.ts";
import { type Audience, visibleStanding } from "./visibility.ts";

/** Where every row moves with every score, a moment costs the whole board's order: this many at most. */
const MOMENTS_OF_RANKS = 30;
const TOP = 10;
const EVENTS_AT_ONCE = 2_000;
/** After so many the process answers others: the first look after a restart reads all events there are. */
const EVENTS_IN_A_ROW = 50;

/** Where an entry stood at a moment; null while it had no row. */
export type HistoryPoint = { rank: number | null; value: string | null };

/** Histories by board, audience and track; the one longest unused goes first. */
const kept = new Map<string, { shape: string; history: SampledHistory }>();
const KEPT = 8;
const busy = new Map<string, Promise<unknown>>();

/**
 * How the first ten of a board, and the entries asked for, came to where they are: what the viewer may see of
 * the board's events and nothing else. Null where they see no board. Each event is read once by a process,
 * however many ask and for whomever.
 */
export async function boardHistory(
  viewer: Viewer,
  slug: string,
  given: Pick<Asked, "track" | "asPublic"> & { phase?: number | undefined; entries: string[] },
  now: Date,
) {
  const found = await boardAsked(viewer, slug, given.phase, now, given);
  if (!found) return null;
  const { held, board, audience } = found;
  const column = shownColumns(held.ranking.shape, audience).find((c) => c.primary) ?? null;
  const top = held.ranking.window(0, TOP).map((row) => row.standing.entryId);
  const mine = viewer.person ? await myEntries(viewer.person.id, found.competition.id) : [];
  const asked = [...mine, ...given.entries].filter((id) => held.ranking.placeOfEntry(id)).slice(0, TOP);
  const ids = [...new Set([...top, ...asked])];
  const trackId = found.track?.id ?? null;
  const history = await inTurn([board.id, audience, trackId].join(" "), async (name) => {
    const sampled = await upTo(held.seq, { name, boardId: board.id, held, trackId });
    return {
      moments: sampled.moments().map((at) => at.toISOString()),
      entries: ids.map((entryId) => ({
        entryId,
        team: held.teams.get(entryId)?.name ?? "",
        points: sampled.of(entryId).map((stood) => pointOf(held.ranking.shape, audience, stood)),
      })),
    };
  });
  return { ...found, column, mine, history };
}

/** Does what is to be done under a name after everything that was asked for before. */
async function inTurn<T>(name: string, work: (name: string) => Promise<T>): Promise<T> {
  const turn = (busy.get(name) ?? Promise.resolve()).then(() => work(name));
  const settled = turn.catch(() => {});
  busy.set(name, settled);
  try {
    return await turn;
  } finally {
    if (busy.get(name) === settled) busy.delete(name);
  }
}

type Which = { name: string; boardId: string; held: Held; trackId: string | null };

/** The history up to an event, by reading those that it lacks; never one that has gone further. */
async function upTo(seq: number, which: Which): Promise<SampledHistory> {
  const { name, held, trackId } = which;
  const shape = JSON.stringify(held.ranking.shape);
  const known = kept.get(name);
  const usable = known?.shape === shape && known.history.seq <= seq ? known.history : null;
  kept.delete(name);
  const history = usable ?? fresh(held.ranking.shape, trackId);
  const current = (await told(history, seq, which)) ? history : fresh(held.ranking.shape, trackId);
  // A new history has no entry of another kind or track than it says.
  if (current !== history) await told(current, seq, which);
  kept.set(name, { shape, history: current });
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  return current;
}

function fresh(shape: BoardShape, trackId: string | null): SampledHistory {
  const { BOARD_HISTORY_MOMENTS: most, BOARD_HISTORY_CELLS: cells } = webConfig();
  const moments = hasRanksOfRanks(shape) ? Math.min(MOMENTS_OF_RANKS, most) : most;
  return new SampledHistory(shape, { limits: { moments, cells }, trackId });
}

/** Tells a history the board's events up to one; false where it has to be begun afresh. */
async function told(history: SampledHistory, upTo: number, { boardId, held }: Which): Promise<boolean> {
  while (history.seq < upTo) {
    const events = await db
      .select()
      .from(boardEvents)
      .where(
        and(eq(boardEvents.boardId, boardId), gt(boardEvents.seq, history.seq), lte(boardEvents.seq, upTo)),
      )
      .orderBy(asc(boardEvents.seq))
      .limit(EVENTS_AT_ONCE);
    if (events.length === 0) break;
    for (const [i, event] of events.entries()) {
      if (i % EVENTS_IN_A_ROW === 0) await setImmediate();
      if (!history.apply(event, held.teams)) return false;
    }
  }
  return true;
}

function pointOf(shape: BoardShape, audience: Audience, stood: Stood | null): HistoryPoint {
  if (!stood) return { rank: null, value: null };
  const column = shownColumns(shape, audience).find((c) => c.primary);
  return {
    rank: stood.rank,
    value: column ? totalOf(column, visibleStanding(shape, audience, stood.standing)) : null,
  };
}
