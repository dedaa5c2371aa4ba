import { and, eq, inArray, or } from "drizzle-orm";
import { notify, type Transaction } from "../../db/connect.ts";
import {
  type BoardChange,
  boardEvents,
  boards,
  entries,
  metrics,
  phaseTasks,
  runs,
  scores,
  standings,
  submissions,
} from "../../db/schema/index.ts";
import { type BoardShape, type Standing, valueKey } from "./board.ts";
import { shapeOf } from "./shape.server.ts";
import { isChosen, mayStandSeveral, standingOf } from "./submission-rule.ts";
import { withComputed } from "./values.ts";

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
  if (found) await settleBoard(tx, { ...found, scoredNow: submissionId, now, choice });
}

/** Lets every board that an entry may stand on follow a change of its state. */
export async function settleEntry(tx: Transaction, entryId: string, now: Date): Promise<void> {
  const its = await tx
    .select({ boardId: boards.id })
    .from(boards)
    .innerJoin(entries, eq(entries.competitionId, boards.competitionId))
    .where(eq(entries.id, entryId))
    .orderBy(boards.id);
  for (const { boardId } of its) await settleBoard(tx, { boardId, entryId, now });
}

/** Takes all of an entry's rows off a board, or puts them back, as its state says: after a disqualification. */
async function settleBoard(
  tx: Transaction,
  {
    boardId,
    entryId,
    scoredNow,
    now,
    choice = {},
  }: { boardId: string; entryId: string; scoredNow?: string; now: Date; choice?: Choice },
): Promise<void> {
  const [board] = await tx.select().from(boards).where(eq(boards.id, boardId)).for("no key update");
  const [entry] = await tx.select({ state: entries.state }).from(entries).where(eq(entries.id, entryId));
  if (!board || !entry) return;
  const shape = await shapeOf(tx, board);
  const standing = await tx
    .select()
    .from(standings)
    .where(and(eq(standings.boardId, boardId), eq(standings.entryId, entryId)));

  const scored =
    entry.state === "accepted" ? await scoredOf(tx, shape, board.phaseId, entryId, scoredNow) : [];
  const chosen = chosenOf(board.submissionRule, standing, choice);
  const wanted = standingOf(board.submissionRule, shape, scored, chosen);
  const changes = changesBetween(standing, wanted);
  if (changes.length === 0) return;

  const seq = board.seq + 1;
  const gone = changes.flatMap((c) => ("remove" in c ? [c.remove.submissionId] : []));
  if (gone.length > 0)
    await tx
      .delete(standings)
      .where(and(eq(standings.boardId, boardId), inArray(standings.submissionId, gone)));
  for (const change of changes) {
    if (!("put" in change)) continue;
    const row = { values: change.put.values, submittedAt: new Date(change.put.submittedAt), seq };
    await tx
      .insert(standings)
      .values({ boardId, submissionId: change.put.submissionId, entryId, ...row })
      .onConflictDoUpdate({ target: [standings.boardId, standings.submissionId], set: row });
  }
  await tx.insert(boardEvents).values({ boardId, seq, changes, at: await notBefore(tx, board, now) });
  await tx.update(boards).set({ seq }).where(eq(boards.id, boardId));
  await notify(tx, "board_changed", { boardId, seq });
}

function chosenOf(
  rule: (typeof boards.$inferSelect)["submissionRule"],
  standing: { submissionId: string }[],
  { add, remove }: Choice,
): Set<string> {
  if (!isChosen(rule)) return new Set();
  const chosen = new Set(add && !mayStandSeveral(rule) ? [] : standing.map((s) => s.submissionId));
  if (add) chosen.add(add);
  if (remove) chosen.delete(remove);
  return chosen;
}

/** The time of a board's event never runs back, so that a freeze cuts its events in two. */
async function notBefore(tx: Transaction, board: { id: string; seq: number }, now: Date): Promise<Date> {
  const [last] = await tx
    .select({ at: boardEvents.at })
    .from(boardEvents)
    .where(and(eq(boardEvents.boardId, board.id), eq(boardEvents.seq, board.seq)));
  return last && last.at > now ? last.at : now;
}

/** What the entry's scored submissions of the phase would stand with, from their official runs. */
async function scoredOf(
  tx: Transaction,
  shape: BoardShape,
  phaseId: string,
  entryId: string,
  scoredNow: string | undefined,
): Promise<Standing[]> {
  const isScored = eq(submissions.state, "scored");
  const rows = await tx
    .select({
      submissionId: submissions.id,
      submittedAt: submissions.submittedAt,
      task: phaseTasks.position,
      key: metrics.key,
      value: scores.value,
    })
    .from(submissions)
    .innerJoin(runs, eq(runs.submissionId, submissions.id))
    .innerJoin(
      phaseTasks,
      and(eq(phaseTasks.phaseId, submissions.phaseId), eq(phaseTasks.taskId, runs.taskId)),
    )
    .innerJoin(scores, eq(scores.runId, runs.id))
    .innerJoin(metrics, eq(metrics.id, scores.metricId))
    .where(
      and(
        eq(submissions.phaseId, phaseId),
        eq(submissions.entryId, entryId),
        scoredNow ? or(isScored, eq(submissions.id, scoredNow)) : isScored,
        eq(runs.official, true),
        eq(runs.state, "scored"),
      ),
    );
  const bySubmission = grouped(rows);
  return [...bySubmission].map(([submissionId, its]) => ({
    submissionId,
    entryId,
    values: valuesOf(shape, its),
    submittedAt: its[0]!.submittedAt.toISOString(),
  }));
}

function grouped<R extends { submissionId: string }>(rows: R[]): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) groups.set(row.submissionId, [...(groups.get(row.submissionId) ?? []), row]);
  return groups;
}

function valuesOf(shape: BoardShape, rows: { task: number; key: string; value: string }[]) {
  const values: Record<string, string> = {};
  for (const task of new Set(rows.map((r) => r.task))) {
    const its = Object.fromEntries(rows.filter((r) => r.task === task).map((r) => [r.key, r.value]));
    for (const [key, value] of Object.entries(withComputed(shape.columns, its)))
      values[valueKey(shape, task, key)] = value;
  }
  return values;
}

function changesBetween(
  standing: { submissionId: string; values: Record<string, string> }[],
  wanted: Standing[],
): BoardChange[] {
  const stays = new Set(wanted.map((w) => w.submissionId));
  const before = new Map(standing.map((s) => [s.submissionId, s.values]));
  return [
    ...standing
      .filter((s) => !stays.has(s.submissionId))
      .map((s) => ({ remove: { submissionId: s.submissionId } })),
    ...wanted.filter((w) => !sameValues(before.get(w.submissionId), w.values)).map((put) => ({ put })),
  ];
}

function sameValues(a: Record<string, string> | undefined, b: Record<string, string>): boolean {
  if (!a) return false;
  const keys = Object.keys(b);
  return keys.length === Object.keys(a).length && keys.every((key) => a[key] === b[key]);
}
