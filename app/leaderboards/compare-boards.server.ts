import { and, eq, isNull, lte, ne, or, sql } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { boards, rejudgeBoardRows, rejudgeBoards, rejudges, standings } from "../../db/schema/index.ts";
import { hasResult } from "../judging/rejudge-effect.server.ts";
import { grouped } from "./grouped.ts";
import { chosenOf } from "./put-on-board.server.ts";
import { type Difference, differences, replaced } from "./rejudge-preview.ts";
import { scoredOf } from "./scored.server.ts";
import { rulesOf } from "./shape.server.ts";
import { mayStandSeveral, standingOf } from "./submission-rule.ts";

type Board = typeof boards.$inferSelect;
type Compared = { board: Board; changed: Difference[]; unchanged: number | null };
const ROWS_AT_ONCE = 2_000;

/**
 * Computes what approving a rejudge that is ready would do to the boards on which that is not known yet, or that
 * changed since, and keeps it: rejudge-preview.server.ts reads a page. Nothing else is locked meanwhile.
 */
export async function compareBoards(rejudgeId: string, now: Date): Promise<void> {
  const compared = await db.transaction((tx) => compareStale(tx, rejudgeId), {
    // One state of the database: runs that end meanwhile change nothing here.
    isolationLevel: "repeatable read",
    accessMode: "read only",
  });
  for (const one of compared) await db.transaction((tx) => keep(tx, rejudgeId, one, now));
}

/** Whether the kept comparison of a board, if there is one, no longer says what is. */
export const isStale = or(
  isNull(rejudgeBoards.seq),
  and(sql`${rejudgeBoards.unchanged} is not null`, ne(rejudgeBoards.seq, boards.seq)),
);

async function compareStale(tx: Transaction, rejudgeId: string): Promise<Compared[]> {
  const stale = await tx
    .select({ board: boards })
    .from(rejudges)
    .innerJoin(boards, eq(boards.competitionId, rejudges.competitionId))
    .leftJoin(
      rejudgeBoards,
      and(eq(rejudgeBoards.rejudgeId, rejudges.id), eq(rejudgeBoards.boardId, boards.id)),
    )
    .where(and(eq(rejudges.id, rejudgeId), eq(rejudges.state, "ready"), isStale));
  if (stale.length === 0) return [];
  const its = await tx.execute<{ phase: string; entry: string }>(sql`
    select distinct s.phase_id as phase, s.entry_id as entry
    from runs n join submissions s on s.id = n.submission_id
    where n.rejudge_id = ${rejudgeId} and ${hasResult("n")} and s.state in ('scored', 'failed')`);
  const byPhase = grouped([...its], (row) => row.phase);
  const compared: Compared[] = [];
  for (const { board } of stale) {
    const entryIds = (byPhase.get(board.phaseId) ?? []).map((row) => row.entry);
    compared.push(
      entryIds.length === 0
        ? { board, changed: [], unchanged: null }
        : { board, ...(await compareBoard(tx, { board, entryIds, rejudgeId })) },
    );
  }
  return compared;
}

async function compareBoard(
  tx: Transaction,
  { board, entryIds, rejudgeId }: { board: Board; entryIds: string[]; rejudgeId: string },
) {
  const rules = await rulesOf(tx, board);
  const { shape } = rules;
  const shown = and(eq(standings.boardId, board.id), eq(standings.generation, board.generation));
  const before = (await tx.select().from(standings).where(shown)).map(({ submittedAt, ...row }) => ({
    ...row,
    submittedAt: submittedAt.toISOString(),
  }));
  const scored = grouped(
    await scoredOf(tx, { shape, phaseId: board.phaseId, entryIds, rejudgeId }),
    (row) => row.entryId,
  );
  const standing = grouped(before, (row) => row.entryId);
  const wanted = new Map(
    entryIds.map((entryId) => [
      entryId,
      standingOf(
        rules,
        scored.get(entryId) ?? [],
        chosenOf(board.submissionRule, standing.get(entryId) ?? []),
      ),
    ]),
  );
  const several = mayStandSeveral(board.submissionRule);
  return differences(shape, { before, after: replaced(before, wanted), several });
}

/** Keeps a comparison unless somebody kept a newer one, or the rejudge was decided or goes on. */
async function keep(tx: Transaction, rejudgeId: string, { board, changed, unchanged }: Compared, now: Date) {
  const [open] = await tx
    .select({ id: rejudges.id })
    .from(rejudges)
    .where(and(eq(rejudges.id, rejudgeId), eq(rejudges.state, "ready")))
    .for("no key update");
  if (!open) return;
  const values = { seq: board.seq, changed: changed.length, unchanged, computedAt: now };
  const [kept] = await tx
    .insert(rejudgeBoards)
    .values({ rejudgeId, boardId: board.id, ...values })
    .onConflictDoUpdate({
      target: [rejudgeBoards.rejudgeId, rejudgeBoards.boardId],
      set: values,
      setWhere: lte(rejudgeBoards.seq, board.seq),
    })
    .returning({ seq: rejudgeBoards.seq });
  if (!kept) return;
  await tx
    .delete(rejudgeBoardRows)
    .where(and(eq(rejudgeBoardRows.rejudgeId, rejudgeId), eq(rejudgeBoardRows.boardId, board.id)));
  const rows = changed.map((difference, position) => ({
    rejudgeId,
    boardId: board.id,
    position,
    entryId: difference.entryId,
    difference,
  }));
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE)
    await tx.insert(rejudgeBoardRows).values(rows.slice(i, i + ROWS_AT_ONCE));
}
