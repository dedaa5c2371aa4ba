import { and, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { notification, type Transaction } from "../../db/connect.ts";
import { type BoardChange, boards, entries, phases, standings, submissions } from "../../db/schema/index.ts";
import type { Standing } from "./board.ts";
import { grouped } from "./grouped.ts";
import { among, scoredFrom, scoresOf } from "./scored.server.ts";
import { partsOf, rulesFrom } from "./shape.server.ts";
import { isChosen, mayStandSeveral, standingOf } from "./submission-rule.ts";

/** What changes besides the scores: a submission the participant adds to the board or takes off it. */
type Choice = { add?: string; remove?: string };
/** What whoever scores a submission knows of it, and need not be read again. */
export type ScoredSubmission = Pick<
  typeof submissions.$inferSelect,
  "id" | "entryId" | "phaseId" | "competitionId"
>;

/**
 * Lets the board say what follows from an entry's scores, in the transaction that changed them: called when
 * the last official run of a submission ended with scores. Writes the standings, one numbered event and one
 * notification; nothing at all if the board stays as it is. The board's row is the lock, so that sequence
 * numbers follow the order of commits without a gap.
 */
export const putOnBoard = (
  tx: Transaction,
  {
    submission: { id, entryId, phaseId, competitionId },
    now,
    choice = {},
  }: { submission: ScoredSubmission; now: Date; choice?: Choice },
): Promise<void> =>
  settleBoard(tx, { on: { phaseId, competitionId }, entryIds: [entryId], scoredNow: id, now, choice });

/**
 * Lets every board that an entry may stand on follow a change of its state, kind, track or name: rows that
 * stay as they are are told again, because what they say of the entry may have changed.
 */
export const settleEntry = (tx: Transaction, entryId: string, now: Date): Promise<void> =>
  settleEntries(tx, [entryId], now, true);

/** Lets every board that entries may stand on follow what changed about them: one event a board. */
export async function settleEntries(
  tx: Transaction,
  entryIds: string[],
  now: Date,
  again = false,
): Promise<void> {
  for (const on of await boardsOf(tx, entryIds)) await settleBoard(tx, { on, entryIds, again, now });
}

/** The boards that entries may stand on, in the order in which everybody locks them. */
const boardsOf = (tx: Transaction, entryIds: string[]): Promise<Board[]> =>
  tx
    .select()
    .from(boards)
    .where(sql`${boards.competitionId} in (
      select competition_id from ${entries} where ${among(entries.id, entryIds)})`)
    .orderBy(boards.id)
    .execute();

/** How many entries are settled in one step, and told in one event, when a whole board is. */
const ENTRIES_AT_ONCE = 500;

/** Settles all entries of a board: after its rules, its columns or what it may tell have changed. */
export async function settleWholeBoard(tx: Transaction, boardId: string, now: Date): Promise<void> {
  const [on] = await tx
    .select({ phaseId: boards.phaseId, competitionId: boards.competitionId })
    .from(boards)
    .where(eq(boards.id, boardId));
  if (!on) return;
  const scored = await tx
    .selectDistinct({ entryId: submissions.entryId })
    .from(submissions)
    .where(and(eq(submissions.phaseId, on.phaseId), eq(submissions.state, "scored")));
  const standing = await tx
    .selectDistinct({ entryId: standings.entryId })
    .from(standings)
    .innerJoin(boards, isShown)
    .where(eq(boards.id, boardId));
  const ids = [...new Set([...scored, ...standing].map((row) => row.entryId))].sort();
  for (let i = 0; i < ids.length; i += ENTRIES_AT_ONCE)
    await settleBoard(tx, { on, entryIds: ids.slice(i, i + ENTRIES_AT_ONCE), now });
}

/** A phase has one board, and whoever settles knows the phase. */
export type On = { phaseId: string; competitionId: string };
type Settling = {
  entryIds: string[];
  scoredNow?: string;
  again?: boolean;
  choice?: Choice;
  /** As it will be when the runs of this one are official. */
  rejudgeId?: string;
};

/** The rows of a board that are shown, and not those of a draft or of before a rejudge. */
const isShown = and(eq(standings.boardId, boards.id), eq(standings.generation, boards.generation));

/** Brings the rows of some entries to what their states and scores say: two round trips, whatever the board. */
async function settleBoard(
  tx: Transaction,
  { on, now, ...settling }: Settling & { on: On; now: Date },
): Promise<void> {
  // Sent together, and answered one after the other: each sees what was committed before the lock was had.
  const [board, facts] = await Promise.all([lockBoard(tx, on), factsOf(tx, on, settling)]);
  if (!board) return;
  const changes = [...changesOf(board, facts, settling).values()].flat();
  if (changes.length > 0) await write(tx, board, changes, now);
  else if (settling.again && (await mayStandFrozen(tx, on, settling.entryIds)))
    await write(tx, board, [], now);
}

/** Whether entries may stand on a board as it was before its freeze, although none of their rows is left. */
async function mayStandFrozen(tx: Transaction, { phaseId }: On, entryIds: string[]): Promise<boolean> {
  const found = await tx
    .select({ one: sql`1` })
    .from(submissions)
    .innerJoin(phases, and(eq(phases.id, submissions.phaseId), isNotNull(phases.freezeAt)))
    .where(and(eq(submissions.phaseId, phaseId), among(submissions.entryId, entryIds)))
    .limit(1);
  return found.length > 0;
}

export async function lockBoard(tx: Transaction, { phaseId }: Pick<On, "phaseId">) {
  const [board] = await tx
    .select()
    .from(boards)
    .where(eq(boards.phaseId, phaseId))
    .for("no key update")
    .execute();
  return board;
}

export type Board = typeof boards.$inferSelect;
type Facts = Awaited<ReturnType<typeof factsOf>>;

/** Everything that decides which rows some entries have, besides the board itself. */
export async function factsOf(tx: Transaction, on: On, { entryIds, scoredNow, rejudgeId }: Settling) {
  const [parts, rows, scoreRows] = await Promise.all([
    partsOf(tx, on),
    tx
      .select({
        submissionId: standings.submissionId,
        entryId: standings.entryId,
        values: standings.values,
      })
      .from(standings)
      .innerJoin(boards, isShown)
      .where(and(eq(boards.phaseId, on.phaseId), among(standings.entryId, entryIds))),
    scoresOf(tx, { phaseId: on.phaseId, entryIds, alsoScored: scoredNow, rejudgeId }),
  ]);
  return { parts, rows, scoreRows };
}

/** What has to change for each of the entries so that the board says what the facts say. */
export function changesOf(
  board: Board,
  { parts, rows, scoreRows }: Facts,
  { entryIds, again = false, choice = {} }: Settling,
): Map<string, BoardChange[]> {
  const rules = rulesFrom(board, parts);
  const before = grouped(rows, (row) => row.entryId);
  const scored = grouped(scoredFrom(rules.shape, scoreRows), (row) => row.entryId);
  const changes = new Map<string, BoardChange[]>();
  for (const entryId of entryIds) {
    const standing = before.get(entryId) ?? [];
    const chosen = chosenOf(board.submissionRule, standing, choice);
    const wanted = standingOf(rules, scored.get(entryId) ?? [], chosen);
    changes.set(entryId, changesBetween(standing, wanted, again));
  }
  return changes;
}

/** How a statement begins that lets rows of one generation of a board follow changes. */
export const followed = (boardId: string, generation: number, changes: BoardChange[]): SQL => sql`
    with change as materialized (
      select c -> 'put' as put, c -> 'remove' as gone
      from jsonb_array_elements(${JSON.stringify(changes)}::jsonb) c
    ), removed as (
      delete from standings where board_id = ${boardId} and generation = ${generation} and submission_id = any(array(
        select (gone ->> 'submissionId')::uuid from change where gone is not null))
    ), stood as (
      insert into standings (board_id, generation, submission_id, entry_id, "values", submitted_at)
      select ${boardId}, ${generation}::int, (put ->> 'submissionId')::uuid, (put ->> 'entryId')::uuid, put -> 'values',
        (put ->> 'submittedAt')::timestamptz
      from change where put is not null
      on conflict (board_id, generation, submission_id) do update
        set "values" = excluded."values", submitted_at = excluded.submitted_at
    )`;

/**
 * One statement, however much changes: rows, event, sequence number, and the word to all processes. An event without
 * changes says that names on the frozen board may be others.
 */
async function write(
  tx: Transaction,
  { id, seq: before, generation }: Board,
  changes: BoardChange[],
  now: Date,
): Promise<void> {
  const seq = before + 1;
  await tx.execute(sql`${followed(id, generation, changes)}, told as (
      insert into board_events (board_id, seq, changes, at)
      -- The time of a board's event never runs back, so that a freeze cuts its events in two.
      select ${id}, ${seq}::int, ${JSON.stringify(changes)}::jsonb, greatest(${now.toISOString()}::timestamptz,
        (select at from board_events where board_id = ${id} and seq = ${before}::int))
    ), moved as (
      update boards set seq = ${seq}::int where id = ${id}
    )
    select ${notification("board_changed", { boardId: id, seq })}`);
}

/** What participants chose under a rule that lets them: what stands, and what they change now. */
export function chosenOf(
  rule: (typeof boards.$inferSelect)["submissionRule"],
  standing: { submissionId: string }[],
  { add, remove }: Choice = {},
): Set<string> {
  if (!isChosen(rule)) return new Set();
  const chosen = new Set(add && !mayStandSeveral(rule) ? [] : standing.map((s) => s.submissionId));
  if (add) chosen.add(add);
  if (remove) chosen.delete(remove);
  return chosen;
}

function changesBetween(
  standing: { submissionId: string; values: Record<string, string> }[],
  wanted: Standing[],
  again: boolean,
): BoardChange[] {
  const stays = new Set(wanted.map((w) => w.submissionId));
  const before = new Map(standing.map((s) => [s.submissionId, s.values]));
  return [
    ...standing
      .filter((s) => !stays.has(s.submissionId))
      .map((s) => ({ remove: { submissionId: s.submissionId } })),
    ...wanted
      .filter((w) => again || !sameValues(before.get(w.submissionId), w.values))
      .map((put) => ({ put })),
  ];
}

function sameValues(a: Record<string, string> | undefined, b: Record<string, string>): boolean {
  if (!a) return false;
  const keys = Object.keys(b);
  return keys.length === Object.keys(a).length && keys.every((key) => a[key] === b[key]);
}
