import { asc, eq } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import { metrics, phaseTasks } from "../../db/schema/index.ts";
import type { BoardShape } from "./board.ts";

/** What a board's rows are ordered by: the competition's metrics and the phase's tasks. */
export async function shapeOf(
  executor: Executor,
  board: { competitionId: string; phaseId: string; primaryPosition: number },
): Promise<BoardShape> {
  const [columns, tasks] = await Promise.all([
    executor
      .select()
      .from(metrics)
      .where(eq(metrics.competitionId, board.competitionId))
      .orderBy(asc(metrics.position)),
    executor
      .select({ position: phaseTasks.position })
      .from(phaseTasks)
      .where(eq(phaseTasks.phaseId, board.phaseId))
      .orderBy(asc(phaseTasks.position)),
  ]);
  return {
    columns: columns.map(({ id, competitionId, ...column }) => column),
    primaryPosition: board.primaryPosition,
    taskPositions: tasks.map((t) => t.position),
  };
}
