import { and, eq, sql } from "drizzle-orm";
import { notify, type Transaction } from "../../db/connect.ts";
import {
  type BoardChange,
  boardEvents,
  boards,
  entries,
  standings,
  submissions,
} from "../../db/schema/index.ts";
import type { Standing } from "./board.ts";
import { grouped } from "./grouped.ts";
import { among, scoredFrom, scoresOf } from "./scored.server.ts";
import { rulesOf } from "./shape.server.ts";
import { isChosen, mayStandSeveral, standingOf } from "./submission-rule.ts";

const ROWS_AT_ONCE = 5_000;

/** What changes besides the scores: a submission the participant adds to the board or takes off it. */
type Choice = { add?: string; remove?: string };

/**
 * Lets the board say what follows from an entry's scores, in the transaction that changed them: called when
 * the last official run of a submission ended with scores. Writes the standings, one numbered event and one
 * notification; nothing at all if the board stays as it is. The board's row is the lock, so that sequence
 * numbers follow the order of commits without a gap.
 */
export async function putOnBoard(
  tx: Transaction,
  { submissionId, now, choice = {} }: { submissionId: string; now: Date; choice?: Choice },
): Promise<void> {
  const [found] = await tx
    .select({ boardId: boards.id, entryId: submissions.entryId })
    .from(submissions)
    .innerJoin(boards, eq(boards.phaseId, submissions.phaseId))
    .where(eq(submissions.id, submissionId));
  if (found)
    await settleBoard(tx, {
      boardId: found.boardId,
      entryIds: [found.entryId],
      scoredNow: submissionId,
      now,
      choice,
    });
}

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
  const its = await tx
    .selectDistinct({ boardId: boards.id })
    .from(boards)
    .innerJoin(entries, eq(entries.competitionId, boards.competitionId))
    .where(among(entries.id, entryIds))
    .orderBy(boards.id);
  for (const { boardId } of its) await settleBoard(tx, { boardId, entryIds, again, now });
}

/** How many entries are settled in one step, and told in one event, when a whole board is. */
const ENTRIES_AT_ONCE = 500;

/** Settles all entries of a board: after its rules, its columns or what it may tell have changed. */
export async function settleWholeBoard(tx: Transaction, boardId: string, now: Date): Promise<void> {
  const scored = await tx
    .selectDistinct({ entryId: submissions.entryId })
    .from(submissions)
    .innerJoin(boards, eq(boards.phaseId, submissions.phaseId))
    .where(and(eq(boards.id, boardId), eq(submissions.state, "scored")));
  const standing = await tx
    .selectDistinct({ entryId: standings.entryId })
    .from(standings)
    .where(eq(standings.boardId, boardId));
  const ids = [...new Set([...scored, ...standing].map((row) => row.entryId))].sort();
  for (let i = 0; i < ids.length; i += ENTRIES_AT_ONCE)
    await settleBoard(tx, { boardId, entryIds: ids.slice(i, i + ENTRIES_AT_ONCE), now });
}

/** Brings the rows of some entries to what their states and scores say. */
async function settleBoard(
  tx: Transaction,
  {
    boardId,
    entryIds,
    scoredNow,
    again = false,
    now,
    choice = {},
  }: {
    boardId: string;
    entryIds: string[];
    scoredNow?: string;
    again?: boolean;
    now: Date;
    choice?: Choice;
  },
): Promise<void> {
  const [board] = await tx.select().from(boards).where(eq(boards.id, boardId)).for("no key update");
  if (!board) return;
  // Sent together, and answered one after the other: each sees what was committed before the lock was had.
  const [rules, rows, scoreRows, lastAt] = await Promise.all([
    rulesOf(tx, board),
    tx
      .select()
      .from(standings)
      .where(and(eq(standings.boardId, boardId), among(standings.entryId, entryIds))),
    scoresOf(tx, { phaseId: board.phaseId, entryIds, alsoScored: scoredNow }),
    timeOf(tx, board),
  ]);
  const before = grouped(rows, (row) => row.entryId);
  const scored = grouped(scoredFrom(rules.shape, scoreRows), (row) => row.entryId);
  const changes = entryIds.flatMap((entryId) => {
    const standing = before.get(entryId) ?? [];
    const chosen = chosenOf(board.submissionRule, standing, choice);
    const wanted = standingOf(rules, scored.get(entryId) ?? [], chosen);
    return changesBetween(standing, wanted, again);
  });
  if (changes.length === 0) return;

  const seq = board.seq + 1;
  await Promise.all([
    ...written(tx, { boardId, seq, changes }),
    // The time of a board's event never runs back, so that a freeze cuts its events in two.
    tx.insert(boardEvents).values({ boardId, seq, changes, at: lastAt && lastAt > now ? lastAt : now }),
    tx.update(boards).set({ seq }).where(eq(boards.id, boardId)),
    notify(tx, "board_changed", { boardId, seq }),
  ]);
}

/** The statements that bring a board's rows to what changed. */
function written(
  tx: Transaction,
  { boardId, seq, changes }: { boardId: string; seq: number; changes: BoardChange[] },
): Promise<unknown>[] {
  const gone = changes.flatMap((c) => ("remove" in c ? [c.remove.submissionId] : []));
  const put = changes.flatMap((c) =>
    "put" in c ? [{ ...c.put, boardId, submittedAt: new Date(c.put.submittedAt), seq }] : [],
  );
  const statements: Promise<unknown>[] = [];
  if (gone.length > 0)
    statements.push(
      tx
        .delete(standings)
        .where(and(eq(standings.boardId, boardId), among(standings.submissionId, gone)))
        .execute(),
    );
  for (let i = 0; i < put.length; i += ROWS_AT_ONCE)
    statements.push(
      tx
        .insert(standings)
        .values(put.slice(i, i + ROWS_AT_ONCE))
        .onConflictDoUpdate({
          target: [standings.boardId, standings.submissionId],
          set: { values: sql`excluded.values`, submittedAt: sql`excluded.submitted_at`, seq },
        })
        .execute(),
    );
  return statements;
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

/** When the board last changed. */
async function timeOf(tx: Transaction, board: { id: string; seq: number }): Promise<Date | undefined> {
  const [last] = await tx
    .select({ at: boardEvents.at })
    .from(boardEvents)
    .where(and(eq(boardEvents.boardId, board.id), eq(boardEvents.seq, board.seq)));
  return last?.at;
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
