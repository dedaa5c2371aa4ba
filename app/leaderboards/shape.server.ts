import { asc, eq } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import { metrics, phases, phaseTasks } from "../../db/schema/index.ts";
import type { SubmissionRule } from "../../db/vocabulary.ts";
import { secretPositions } from "../competitions/secret-metrics.ts";
import type { BoardShape } from "./board.ts";
import type { BoardRules } from "./submission-rule.ts";

export type ShapeFacts = {
  competitionId: string;
  phaseId: string;
  primaryPosition: number;
  finalPosition: number | null;
  revealedAt: Date | null;
};

/**
 * What a board's rows are ordered by: the competition's metrics and the phase's tasks. Before the reveal
 * nothing that is secret has a say, not even for organisers, so that no order tells what no number does.
 */
export const shapeOf = async (executor: Executor, board: ShapeFacts): Promise<BoardShape> =>
  shapeFrom(board, ...(await Promise.all(partsOf(executor, board))));

/** A competition's metrics and the positions of a phase's tasks. */
const partsOf = (executor: Executor, board: ShapeFacts) =>
  [
    executor
      .select()
      .from(metrics)
      .where(eq(metrics.competitionId, board.competitionId))
      .orderBy(asc(metrics.position))
      .execute(),
    executor
      .select({ position: phaseTasks.position })
      .from(phaseTasks)
      .where(eq(phaseTasks.phaseId, board.phaseId))
      .orderBy(asc(phaseTasks.position))
      .then((tasks) => tasks.map((t) => t.position)),
  ] as const;

export function shapeFrom(
  board: Pick<ShapeFacts, "primaryPosition" | "finalPosition" | "revealedAt">,
  columns: (typeof metrics.$inferSelect)[],
  taskPositions: number[],
): BoardShape {
  const secret = board.revealedAt ? new Set<number>() : secretPositions(columns);
  const primary = (board.revealedAt ? board.finalPosition : null) ?? board.primaryPosition;
  return {
    columns: columns.map(
      ({ key, title, position, sorting, precision, hidden, computation, computedFrom, weight }) => ({
        key,
        title,
        position,
        sorting,
        precision,
        hidden,
        computation,
        computedFrom,
        weight,
        secret: secret.has(position),
      }),
    ),
    primaryPosition: secret.has(primary)
      ? (columns.find((c) => !secret.has(c.position) && !c.hidden)?.position ?? -1)
      : primary,
    taskPositions,
  };
}

/** What decides which of an entry's submissions stand on a board. */
export async function rulesOf(
  executor: Executor,
  board: ShapeFacts & { submissionRule: SubmissionRule },
): Promise<BoardRules> {
  const [columns, tasks, [phase]] = await Promise.all([
    ...partsOf(executor, board),
    executor.select({ maxFinal: phases.maxFinal }).from(phases).where(eq(phases.id, board.phaseId)),
  ]);
  const shape = shapeFrom(board, columns, tasks);
  const chooses = board.revealedAt !== null && (phase?.maxFinal ?? 0) > 0;
  const before = chooses ? shapeFrom({ ...board, revealedAt: null }, columns, tasks) : null;
  return { rule: board.submissionRule, shape, before };
}
