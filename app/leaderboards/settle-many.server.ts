import { sql } from "drizzle-orm";
import type { Transaction } from "../../db/connect.ts";
import type { BoardChange } from "../../db/schema/index.ts";
import { type Board, boardsOf, changesOf, factsOf, lockBoard, write } from "./put-on-board.server.ts";
import { rulesFrom, type ShapeParts } from "./shape.server.ts";

/** How many entries are settled at a time: between two steps the process answers others. */
const ENTRIES_AT_ONCE = 250;

/** What has to change on a board, worked out while others go on changing it. */
type Plan = { board: Board; rules: string; changes: Map<string, BoardChange[]> };

/**
 * Settles many entries at once on all their boards, as settleEntries does, and holds the boards only while it
 * writes: what has to change is worked out before, and under the lock once more for those about whom somebody
 * else wrote meanwhile. So teams' own scores wait for a large rejudge about as long as its rows take to write.
 */
export async function settleMany(tx: Transaction, entryIds: string[], now: Date): Promise<void> {
  const horizon = await horizonOf(tx);
  const plans: Plan[] = [];
  for (const board of await boardsOf(tx, entryIds)) plans.push(await planOf(tx, board, entryIds));
  for (const { board: before, rules, changes } of plans) {
    const board = await lockBoard(tx, before);
    if (!board) continue;
    const touched = await touchedSince(tx, before, horizon);
    const again = entryIds.filter((id) => touched.has(id));
    let fresh = await planOf(tx, board, again);
    // An organiser changed columns or rules meanwhile: then nothing of it holds.
    if (fresh.rules !== rules) fresh = await planOf(tx, board, entryIds);
    for (const [entryId, its] of fresh.changes) changes.set(entryId, its);
    await write(tx, board, [...changes.values()].flat(), now);
  }
}

async function planOf(tx: Transaction, board: Board, entryIds: string[]): Promise<Plan> {
  const changes: Plan["changes"] = new Map();
  let parts: ShapeParts | undefined;
  // Once without any entry, too: for the rules.
  for (let i = 0; i === 0 || i < entryIds.length; i += ENTRIES_AT_ONCE) {
    const asked = { entryIds: entryIds.slice(i, i + ENTRIES_AT_ONCE) };
    const facts = await factsOf(tx, board, asked);
    parts ??= facts.parts;
    for (const [entryId, its] of changesOf(board, { ...facts, parts }, asked)) changes.set(entryId, its);
  }
  return { board, rules: JSON.stringify(rulesFrom(board, parts!)), changes };
}

/** Every transaction before `first` has ended: what it wrote was seen. `own` is this one. */
type Horizon = { first: string; own: string };

async function horizonOf(tx: Transaction): Promise<Horizon> {
  const [row] = await tx.execute<Horizon>(sql`
    select pg_snapshot_xmin(pg_current_snapshot())::text as first, pg_current_xact_id()::text as own`);
  return row!;
}

/**
 * Entries about which others wrote since the horizon: their submissions, their own rows, what they chose to let
 * stand. A score that leaves the board as it is leaves no event, so the rows themselves are asked who wrote them
 * (xmin): one walk over the phase's submissions.
 */
async function touchedSince(
  tx: Transaction,
  { id, seq, phaseId, competitionId }: Board,
  { first, own }: Horizon,
): Promise<Set<string>> {
  const byOthers = (row: string) => sql`(
    age(${sql.raw(row)}.xmin) <= age(${first}::xid8::xid) and ${sql.raw(row)}.xmin <> ${own}::xid8::xid)`;
  const rows = await tx.execute<{ id: string }>(sql`
    select s.entry_id as id from submissions s where s.phase_id = ${phaseId} and ${byOthers("s")}
    union select e.id from entries e where e.competition_id = ${competitionId} and ${byOthers("e")}
    union select s.entry_id from board_events v, jsonb_array_elements(v.changes) c
      join submissions s on s.id = (coalesce(c -> 'put', c -> 'remove') ->> 'submissionId')::uuid
      where v.board_id = ${id} and v.seq > ${seq}`);
  return new Set(rows.map((row) => row.id));
}
