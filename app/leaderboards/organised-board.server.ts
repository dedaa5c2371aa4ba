import { eq } from "drizzle-orm";
import { notify, type Transaction } from "../../db/connect.ts";
import { boards, phases } from "../../db/schema/index.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";

/** A board under its lock with its phase, for those who organise it; null for anybody else. */
export async function organisedBoard(tx: Transaction, viewer: Viewer, boardId: string) {
  if (!isUuid(boardId)) return null;
  const [found] = await tx
    .select({ board: boards, phase: phases })
    .from(boards)
    .innerJoin(phases, eq(phases.id, boards.phaseId))
    .where(eq(boards.id, boardId))
    .for("no key update", { of: boards });
  return found && organisesCompetition(viewer, found.board.competitionId) ? found : null;
}

/** Lets every process and every browser look at the board again. */
export async function tellBoard(tx: Transaction, boardId: string): Promise<void> {
  const [board] = await tx.select({ seq: boards.seq }).from(boards).where(eq(boards.id, boardId));
  await notify(tx, "board_changed", { boardId, seq: board?.seq ?? 0 });
}
