import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { boards } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { organisedBoard, tellBoard } from "./organised-board.server.ts";
import { settleWholeBoard } from "./put-on-board.server.ts";

/**
 * Tells everybody what was kept from them: the freeze ends, private columns show and the final one ranks.
 * Where teams choose final submissions, those stand from now on. It cannot be taken back, so it is confirmed.
 */
export function revealBoard({
  viewer,
  boardId,
  confirmed,
  now,
}: {
  viewer: SignedInViewer;
  boardId: string;
  confirmed: boolean;
  now: Date;
}): Promise<Outcome<null>> {
  return db.transaction(async (tx) => {
    const found = await organisedBoard(tx, viewer, boardId);
    if (!found) return refused("not_found", "leaderboards.refusals.noBoard");
    const { board, phase } = found;
    if (board.revealedAt) return refused("conflict", "leaderboards.refusals.revealed");
    if (!confirmed) return refused("invalid", "leaderboards.refusals.confirmReveal", { field: "confirm" });
    await tx.update(boards).set({ revealedAt: now }).where(eq(boards.id, board.id));
    if (phase.maxFinal > 0) await settleWholeBoard(tx, board.id, now);
    await recordAct(tx, {
      viewer,
      act: "board.revealed",
      competitionId: board.competitionId,
      subjectId: board.id,
      details: { seq: board.seq, finalPosition: board.finalPosition, maxFinal: phase.maxFinal },
      now,
    });
    await tellBoard(tx, board.id);
    return done(null);
  });
}
