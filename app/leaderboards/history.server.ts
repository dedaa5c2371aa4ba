import { and, asc, eq, gt, lte } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { boardEvents } from "../../db/schema/index.ts";
import type { Viewer } from "../people/viewer.ts";
import type { BoardShape, Standing } from "./board.ts";
import type { Held } from "./held.server.ts";
import { takesRank } from "./live-row.ts";
import { type Asked, boardAsked, myEntries } from "./queries.server.ts";
import { Ranking } from "./ranking.ts";
import { hasRanksOfRanks } from "./ranks-of-ranks.ts";
import { shownColumns } from "./shown-columns.ts";
import { thinned } from "./thinned.ts";
import { totalOf } from "./tie.ts";
import { type Audience, visibleStanding } from "./visibility.ts";

/** How many moments a chart has: a longer history is thinned. Where every row moves with every score, fewer. */
const MOMENTS = 120;
const MOMENTS_OF_RANKS = 30;
const TOP = 10;
const EVENTS_AT_ONCE = 2_000;

/** Where an entry stood at a moment; null while it had no row. */
export type HistoryPoint = { rank: number | null; value: string | null };
export type History = {
  moments: string[];
  entries: { entryId: string; team: string; points: HistoryPoint[] }[];
};

/** Charts by what they show, so that a board that does not change is replayed once. */
const kept = new Map<string, { ranking: Ranking; seq: number; history: History }>();
const KEPT = 50;

/**
 * How the first ten of a board, and the entries asked for, came to where they are: what the viewer may see of
 * the board's events and nothing else. Null where they see no board.
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
  const name = [board.id, audience, found.track?.id, ...ids].join(" ");
  const old = kept.get(name);
  if (old?.ranking === held.ranking && old.seq === held.seq)
    return { ...found, column, mine, history: old.history };
  const { ranking, seq } = held;
  const history = await replay(board.id, held, { ids, audience, upTo: seq, track: found.track?.id ?? null });
  kept.delete(name);
  kept.set(name, { ranking, seq, history });
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  return { ...found, column, mine, history };
}

async function replay(
  boardId: string,
  held: Held,
  { ids, audience, upTo, track }: { ids: string[]; audience: Audience; upTo: number; track: string | null },
): Promise<History> {
  const { shape } = held.ranking;
  const ranking = new Ranking(shape, [], takesRank(held.teams));
  const stops = thinned(1, upTo, hasRanksOfRanks(shape) ? MOMENTS_OF_RANKS : MOMENTS);
  const history: History = {
    moments: [],
    entries: ids.map((entryId) => ({ entryId, team: held.teams.get(entryId)?.name ?? "", points: [] })),
  };
  let next = 0;
  for (let after = 0; after < upTo; ) {
    const events = await db
      .select()
      .from(boardEvents)
      .where(and(eq(boardEvents.boardId, boardId), gt(boardEvents.seq, after), lte(boardEvents.seq, upTo)))
      .orderBy(asc(boardEvents.seq))
      .limit(EVENTS_AT_ONCE);
    if (events.length === 0) break;
    for (const { seq, changes, at } of events) {
      ranking.apply(
        seq,
        changes.filter(
          (c) => !("put" in c) || track === null || held.teams.get(c.put.entryId)?.trackId === track,
        ),
      );
      if (seq !== stops[next]) continue;
      next += 1;
      history.moments.push(at.toISOString());
      for (const entry of history.entries)
        entry.points.push(pointOf(shape, audience, ranking, entry.entryId));
    }
    after = events.at(-1)!.seq;
  }
  return history;
}

function pointOf(shape: BoardShape, audience: Audience, ranking: Ranking, entryId: string): HistoryPoint {
  const at = ranking.placeOfEntry(entryId);
  const standing: Standing | undefined = at ? ranking.window(at.place, 1)[0]?.standing : undefined;
  if (!at || !standing) return { rank: null, value: null };
  const column = shownColumns(shape, audience).find((c) => c.primary);
  return {
    rank: at.rank,
    value: column ? totalOf(column, visibleStanding(shape, audience, standing)) : null,
  };
}
