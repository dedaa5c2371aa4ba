import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { boards, metrics } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { BoardValues } from "./board-form.ts";
import { organisedBoard, tellBoard } from "./organised-board.server.ts";
import { settleWholeBoard } from "./put-on-board.server.ts";

/** Changes how a board ranks and who sees it. Where other submissions stand by the new rules, they do at once. */
export function saveBoard({
  viewer,
  boardId,
  values,
  now,
}: {
  viewer: SignedInViewer;
  boardId: string;
  values: BoardValues;
  now: Date;
}): Promise<Outcome<null>> {
  return db.transaction(async (tx) => {
    const found = await organisedBoard(tx, viewer, boardId);
    if (!found) return refused("not_found", "leaderboards.refusals.noBoard");
    const { board } = found;
    const known = await tx
      .select({ position: metrics.position })
      .from(metrics)
      .where(eq(metrics.competitionId, board.competitionId));
    const missing = [values.primaryPosition, values.finalPosition].find(
      (position) => position !== null && !known.some((m) => m.position === position),
    );
    if (missing !== undefined)
      return refused("conflict", "leaderboards.refusals.choose", { field: "primaryPosition" });
    await tx.update(boards).set(values).where(eq(boards.id, board.id));
    if (
      values.submissionRule !== board.submissionRule ||
      values.primaryPosition !== board.primaryPosition ||
      values.finalPosition !== board.finalPosition
    )
      await settleWholeBoard(tx, board.id, now);
    await recordAct(tx, {
      viewer,
      act: "board.saved",
      competitionId: board.competitionId,
      subjectId: board.id,
      details: { ...values },
      now,
    });
    await tellBoard(tx, board.id);
    return done(null);
  });
}
