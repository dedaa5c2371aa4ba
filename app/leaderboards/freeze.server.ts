import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { phases } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { organisedBoard, tellBoard } from "./organised-board.server.ts";

type Command = { viewer: SignedInViewer; boardId: string; now: Date };

/**
 * From when on the public sees no newer scores: now, or a time to come. A time that is past would take back
 * what everybody has seen. Null ends the freeze, and every browser is told what happened meanwhile.
 */
export function freezeBoard({
  viewer,
  boardId,
  at,
  now,
}: Command & { at: Date | null }): Promise<Outcome<null>> {
  return db.transaction(async (tx) => {
    const found = await organisedBoard(tx, viewer, boardId);
    if (!found) return refused("not_found", "leaderboards.refusals.noBoard");
    const { board, phase } = found;
    if (board.revealedAt) return refused("conflict", "leaderboards.refusals.revealed");
    if (at && at < now) return refused("invalid", "leaderboards.refusals.freezePast", { field: "freezeAt" });
    await tx.update(phases).set({ freezeAt: at }).where(eq(phases.id, phase.id));
    await recordAct(tx, {
      viewer,
      act: at ? "board.frozen" : "board.unfrozen",
      competitionId: board.competitionId,
      subjectId: board.id,
      details: { at: at?.toISOString() ?? null, before: phase.freezeAt?.toISOString() ?? null },
      now,
    });
    await tellBoard(tx, board.id);
    return done(null);
  });
}
