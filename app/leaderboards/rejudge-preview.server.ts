import { and, asc, eq, gte, lt } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import {
  boards,
  entries,
  phases,
  rejudgeBoardRows,
  rejudgeBoards,
  rejudges,
  teams,
} from "../../db/schema/index.ts";
import { goOnLater } from "../judging/go-on-later.server.ts";
import { rejudgeById } from "../judging/rejudge-queries.server.ts";
import type { Viewer } from "../people/viewer.ts";
import { inOrder, valueKeys } from "./board.ts";
import { compareBoards, isStale } from "./compare-boards.server.ts";
import type { Difference } from "./rejudge-preview.ts";
import { rulesOf } from "./shape.server.ts";

/**
 * What approving a rejudge that is ready would do to each board: all rows that would show other values or another
 * rank, a page of them. Null for whoever may not decide on it. It is computed once for a state of the boards and then
 * read: of a small rejudge at the first look, of a larger one by a job. `computing` says that a job is at it: then
 * the boards are as they were at `computedAt`, or not there yet.
 */
export async function rejudgePreview(
  viewer: Viewer,
  rejudgeId: string,
  { page = 1, now }: { page?: number; now: Date },
) {
  const rejudge = await rejudgeById(viewer, rejudgeId);
  if (!rejudge) return null;
  if (rejudge.state !== "ready") return { boards: [], computing: false };
  let computing = await anyStale(rejudgeId);
  if (computing && rejudge.prepared <= webConfig().REJUDGE_STEP) {
    await compareBoards(rejudgeId, now);
    computing = false;
  }
  if (computing) await goOnLater(db, rejudgeId);
  const size = webConfig().PAGE_ROWS;
  const found = await db
    .select({ board: boards, phase: phases, kept: rejudgeBoards })
    .from(rejudgeBoards)
    .innerJoin(boards, eq(boards.id, rejudgeBoards.boardId))
    .innerJoin(phases, eq(phases.id, boards.phaseId))
    .where(eq(rejudgeBoards.rejudgeId, rejudgeId))
    .orderBy(asc(phases.position));
  const shown = [];
  for (const { board, phase, kept } of found) {
    if (kept.unchanged === null) continue;
    const { shape } = await rulesOf(db, board);
    const rows = await db
      .select({ difference: rejudgeBoardRows.difference, team: teams.name })
      .from(rejudgeBoardRows)
      .innerJoin(entries, eq(entries.id, rejudgeBoardRows.entryId))
      .innerJoin(teams, eq(teams.id, entries.teamId))
      .where(
        and(
          eq(rejudgeBoardRows.rejudgeId, rejudgeId),
          eq(rejudgeBoardRows.boardId, board.id),
          gte(rejudgeBoardRows.position, (page - 1) * size),
          lt(rejudgeBoardRows.position, page * size),
        ),
      )
      .orderBy(asc(rejudgeBoardRows.position));
    shown.push({
      boardId: board.id,
      title: board.title,
      phase: { position: phase.position, name: phase.name },
      frozen: phase.freezeAt !== null && phase.freezeAt <= now && board.revealedAt === null,
      columns: inOrder(shape.columns).map((column) => ({
        key: column.key,
        title: column.title,
        precision: column.precision,
        sorting: column.sorting,
        valueKeys: valueKeys(shape, column),
      })),
      rows: rows.map(({ difference, team }) => ({ ...(difference as Difference), team })),
      changed: kept.changed,
      unchanged: kept.unchanged,
      computedAt: kept.computedAt,
      pages: Math.max(1, Math.ceil(kept.changed / size)),
    });
  }
  return { boards: shown, computing };
}
export type BoardPreview = NonNullable<Awaited<ReturnType<typeof rejudgePreview>>>["boards"][number];

async function anyStale(rejudgeId: string): Promise<boolean> {
  const found = await db
    .select({ id: boards.id })
    .from(rejudges)
    .innerJoin(boards, eq(boards.competitionId, rejudges.competitionId))
    .leftJoin(
      rejudgeBoards,
      and(eq(rejudgeBoards.rejudgeId, rejudges.id), eq(rejudgeBoards.boardId, boards.id)),
    )
    .where(and(eq(rejudges.id, rejudgeId), isStale))
    .limit(1);
  return found.length > 0;
}
