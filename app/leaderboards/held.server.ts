import { and, asc, desc, eq, gt, lt, type SQL, sql } from "drizzle-orm";
import { db, type Executor } from "../../db/connect.ts";
import {
  boardEvents,
  boards,
  competitions,
  competitionTracks,
  entries,
  phases,
  standings,
} from "../../db/schema/index.ts";
import type { BoardShape, RowTeam, Standing } from "./board.ts";
import { takesRank } from "./live-row.ts";
import { type Move, Ranking } from "./ranking.ts";
import { teamsOf } from "./row-teams.server.ts";
import { among } from "./scored.server.ts";
import { shapeOf } from "./shape.server.ts";

/** How many moves a held board remembers, for browsers that missed a few. */
const REMEMBERED = 2_000;
/** How many rankings a process holds; the one longest unused goes first. */
const HELD = 200;

/** The facts of a board that decide who sees what of it, read afresh every time. */
export type BoardFacts = {
  board: typeof boards.$inferSelect;
  phase: typeof phases.$inferSelect;
  competition: typeof competitions.$inferSelect;
};

/** Up to which moment, or as it is; all rows, or those of one track with ranks of their own. */
export type Scope = { cut: Date | null; trackId: string | null };

/**
 * A board's ranking in memory. It is only ever a copy: every use compares its sequence number with the
 * board's row and reads the events it lacks, so that it is right without hearing a single notification.
 * A board with a freeze is held twice, for the public only up to the freeze's sequence number.
 */
export type Held = {
  ranking: Ranking;
  seq: number;
  /** Sequence number from which `moves` is complete. */
  since: number;
  moves: Move[];
  teams: Map<string, RowTeam>;
  /** The event up to which `teams` have their names: a freeze holds back scores, not what a team is called. */
  namesTo: number;
};

const held = new Map<string, { held: Held; made: string }>();
const busy = new Map<string, Promise<unknown>>();

export async function boardFacts(boardId: string): Promise<BoardFacts | null> {
  const [facts] = await db
    .select({ board: boards, phase: phases, competition: competitions })
    .from(boards)
    .innerJoin(phases, eq(phases.id, boards.phaseId))
    .innerJoin(competitions, eq(competitions.id, boards.competitionId))
    .where(eq(boards.id, boardId));
  return facts ?? null;
}

/** Whether a competition has such a track: nobody makes this process hold rankings of tracks there are not. */
export async function isTrackOf(competitionId: string, trackId: string): Promise<boolean> {
  const [track] = await db
    .select({ id: competitionTracks.id })
    .from(competitionTracks)
    .where(and(eq(competitionTracks.id, trackId), eq(competitionTracks.competitionId, competitionId)));
  return track !== undefined;
}

const nameOf = (boardId: string, { cut, trackId }: Scope) =>
  `${boardId} ${trackId ?? "all"} ${cut?.getTime() ?? "now"}`;

/** The board's ranking as of now, or as of a freeze. Calls for one board take turns. */
export async function heldBoard({ board }: BoardFacts, scope: Scope): Promise<Held> {
  const name = nameOf(board.id, scope);
  const turn = (busy.get(name) ?? Promise.resolve()).then(() => upToDate(name, board, scope));
  const settled = turn.catch(() => {});
  busy.set(name, settled);
  try {
    return await turn;
  } finally {
    if (busy.get(name) === settled) busy.delete(name);
  }
}

/**
 * Whether the facts are older than the ranking that was held by them: a freeze may have begun in between, and
 * what they let the public see is asked again.
 */
export const isBehind = ({ board }: BoardFacts, held: Held): boolean => held.seq > board.seq;

async function upToDate(name: string, board: BoardFacts["board"], scope: Scope): Promise<Held> {
  const seq = scope.cut ? await seqAt(db, board.id, scope.cut) : board.seq;
  const kept = held.get(name);
  // Asked for together: whether the board has still the shape that it is held in is known a moment later.
  const [shape, missed] = await Promise.all([
    shapeOf(db, board),
    kept && kept.held.seq < seq ? missedBy(board.id, kept.held.seq, seq, scope) : null,
  ]);
  const made = JSON.stringify([shape, board.submissionRule]);
  const usable = kept?.made === made ? kept.held : null;
  const current = usable ?? (await load(board.id, shape, scope));
  if (usable && missed) catchUp(usable, missed, scope);
  if (scope.cut && current.namesTo < board.seq) await rename(current, board, scope.cut);
  held.delete(name);
  held.set(name, { held: current, made });
  if (held.size > HELD) held.delete(held.keys().next().value!);
  return current;
}

/** The last sequence number before the freeze. */
async function seqAt(executor: Executor, boardId: string, cut: Date): Promise<number> {
  const [row] = await executor
    .select({ seq: boardEvents.seq })
    .from(boardEvents)
    .where(and(eq(boardEvents.boardId, boardId), lt(boardEvents.at, cut)))
    .orderBy(desc(boardEvents.at), desc(boardEvents.seq))
    .limit(1);
  return row?.seq ?? 0;
}

/** Reads standings, sequence number and teams in one snapshot. */
function load(boardId: string, shape: BoardShape, scope: Scope): Promise<Held> {
  return db.transaction(
    async (tx) => {
      const [board] = await tx
        .select({ seq: boards.seq, generation: boards.generation })
        .from(boards)
        .where(eq(boards.id, boardId));
      const seq = scope.cut ? await seqAt(tx, boardId, scope.cut) : (board?.seq ?? 0);
      const all =
        seq === board?.seq
          ? await standingsNow(tx, boardId, board.generation)
          : await standingsAt(tx, boardId, seq);
      const teams = await teamsOf(
        tx,
        boardId,
        among(entries.id, [...new Set(all.map((r) => r.entryId))]),
        scope.cut,
      );
      const rows = all.filter((row) => isIn(scope, teams.get(row.entryId)));
      return {
        ranking: new Ranking(shape, rows, takesRank(teams)),
        seq,
        since: seq,
        moves: [],
        teams,
        namesTo: board?.seq ?? 0,
      };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

const isIn = ({ trackId }: Scope, team: RowTeam | undefined): boolean =>
  trackId === null || team?.trackId === trackId;

async function standingsNow(executor: Executor, boardId: string, generation: number): Promise<Standing[]> {
  const rows = await executor
    .select()
    .from(standings)
    .where(and(eq(standings.boardId, boardId), eq(standings.generation, generation)));
  return rows.map(({ submissionId, entryId, values, submittedAt }) => ({
    submissionId,
    entryId,
    values,
    submittedAt: submittedAt.toISOString(),
  }));
}

/** What stood on the board after event `seq`: all events up to it, replayed. */
async function standingsAt(executor: Executor, boardId: string, seq: number): Promise<Standing[]> {
  const events = await executor
    .select({ changes: boardEvents.changes })
    .from(boardEvents)
    .where(and(eq(boardEvents.boardId, boardId), lt(boardEvents.seq, seq + 1)))
    .orderBy(asc(boardEvents.seq));
  const rows = new Map<string, Standing>();
  for (const change of events.flatMap((e) => e.changes)) {
    if ("put" in change) rows.set(change.put.submissionId, change.put);
    else rows.delete(change.remove.submissionId);
  }
  return [...rows.values()];
}

const eventsOf = (boardId: string, after: number, upTo: number) =>
  and(eq(boardEvents.boardId, boardId), gt(boardEvents.seq, after), lt(boardEvents.seq, upTo + 1));

/** Entries that some events are about. */
const isTouchedBy = (events: SQL | undefined) => sql`${entries.id} in (
  select (change->'put'->>'entryId')::uuid from ${boardEvents}, jsonb_array_elements(${boardEvents.changes}) change
  where ${events})`;

/** Lets a board as of a freeze say what its teams are called now; whoever follows it is told whole pages then. */
async function rename(frozen: Held, { id, seq }: BoardFacts["board"], cut: Date): Promise<void> {
  const its = eventsOf(id, frozen.namesTo, seq);
  // A team without a row of its own any more is in no event's changes, but may stand here still.
  const [rowless] = await db
    .select({ seq: boardEvents.seq })
    .from(boardEvents)
    .where(and(its, sql`${boardEvents.changes} = '[]'::jsonb`))
    .limit(1);
  const which = rowless ? among(entries.id, [...frozen.teams.keys()]) : isTouchedBy(its);
  const now = await teamsOf(db, id, which, cut);
  frozen.namesTo = seq;
  let changed = false;
  for (const [entryId, { name }] of now) {
    const team = frozen.teams.get(entryId);
    if (!team || team.name === name) continue;
    frozen.teams.set(entryId, { ...team, name });
    changed = true;
  }
  if (!changed) return;
  const rows = frozen.ranking.all().map(({ standing }) => standing);
  frozen.ranking = new Ranking(frozen.ranking.shape, rows, takesRank(frozen.teams));
}

/** The events of a board after one sequence number up to another, and the teams that they are about. */
async function missedBy(boardId: string, after: number, upTo: number, scope: Scope) {
  const its = eventsOf(boardId, after, upTo);
  const [events, teams] = await Promise.all([
    db
      .select({ seq: boardEvents.seq, changes: boardEvents.changes })
      .from(boardEvents)
      .where(its)
      .orderBy(asc(boardEvents.seq)),
    teamsOf(db, boardId, isTouchedBy(its), scope.cut),
  ]);
  return { events, teams };
}

/** Without an await: whoever reads between two turns of the event loop sees a whole board. */
function catchUp(board: Held, { events, teams }: Awaited<ReturnType<typeof missedBy>>, scope: Scope): void {
  for (const [entryId, team] of teams) board.teams.set(entryId, team);
  for (const event of events) {
    // A row of another track leaves this one's ranking, where it may have stood before the entry changed.
    const changes = event.changes.map((change) =>
      "put" in change && !isIn(scope, board.teams.get(change.put.entryId))
        ? { remove: { submissionId: change.put.submissionId } }
        : change,
    );
    const moves = board.ranking.apply(event.seq, changes);
    board.seq = event.seq;
    if (moves) board.moves.push(...moves);
    else board.since = event.seq;
  }
  if (board.moves.length > REMEMBERED) {
    const last = board.moves.splice(0, board.moves.length - REMEMBERED).at(-1)!.seq;
    while (board.moves[0]?.seq === last) board.moves.shift();
    board.since = last;
  }
}
