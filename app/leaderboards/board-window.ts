import type { RowTeam } from "./board.ts";
import { liveRow } from "./live-row.ts";
import type { RankedRow, Ranking } from "./ranking.ts";
import { shownColumns } from "./shown-columns.ts";
import type { Audience } from "./visibility.ts";

type Ranked = { ranking: Ranking; seq: number; teams: ReadonlyMap<string, RowTeam> };

/**
 * One page of a board as an audience may see it, the one that holds place `from` or else the last: what a
 * page shows, and what a browser is told that cannot follow by moves.
 */
export function boardWindow(
  { ranking, seq, teams }: Ranked,
  audience: Audience,
  from: number,
  limit: number,
) {
  const pages = Math.max(1, Math.ceil(ranking.total / limit));
  const offset = Math.min(Math.max(Math.floor(from / limit), 0), pages - 1) * limit;
  const row = ({ standing }: RankedRow) =>
    liveRow(ranking.shape, audience, standing, teams.get(standing.entryId));
  return {
    rows: ranking.window(offset, limit).map(row),
    above: offset > 0 ? (ranking.window(offset - 1, 1).map(row)[0] ?? null) : null,
    before: ranking.rankedBefore(offset),
    seq,
    offset,
    limit,
    total: ranking.total,
    ranked: ranking.ranked,
  };
}

type Facts = {
  board: { title: string; medals: unknown; submissionRule: string; revealedAt: Date | null };
  phase: { freezeAt: Date | null };
};

/** What a board's screen says above its rows: told again, with the rows, when any of it changes. */
export function boardHead<F extends Facts>({ board, phase }: F, ranking: Ranking, audience: Audience) {
  const freezeAt = board.revealedAt ? null : phase.freezeAt;
  return {
    title: board.title as F["board"]["title"],
    medals: board.medals as F["board"]["medals"],
    submissionRule: board.submissionRule as F["board"]["submissionRule"],
    revealedAt: board.revealedAt?.toISOString() ?? null,
    /** Told to everybody: the screen says so when the moment comes, without being told again. */
    freezeAt: freezeAt?.toISOString() ?? null,
    columns: shownColumns(ranking.shape, audience),
  };
}

/** A short mark of a head, by which a browser says which one it has (FNV-1a). */
export function markOf(head: object): string {
  let hash = 0x811c9dc5;
  for (const letter of JSON.stringify(head)) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return (hash >>> 0).toString(36);
}
