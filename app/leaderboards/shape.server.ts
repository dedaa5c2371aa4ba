import { asc, eq, sql } from "drizzle-orm";
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
export const shapeOf = async (executor: Executor, board: ShapeFacts): Promise<BoardShape> => {
  const { columns, taskPositions } = await partsOf(executor, board);
  return shapeFrom(board, columns, taskPositions);
};

export type ShapeParts = {
  columns: (typeof metrics.$inferSelect)[];
  taskPositions: number[];
  /** How many final submissions an entry may choose in the phase. */
  maxFinal: number;
};

/** What rules are made of besides the board's own row: one statement, because every score asks for it. */
export async function partsOf(
  executor: Executor,
  { competitionId, phaseId }: Pick<ShapeFacts, "competitionId" | "phaseId">,
): Promise<ShapeParts> {
  const rows = await executor
    .select({
      column: metrics,
      maxFinal: phases.maxFinal,
      taskPositions: sql<number[]>`array(
        select position from ${phaseTasks} where phase_id = ${phases.id} order by position)`,
    })
    .from(phases)
    .leftJoin(metrics, eq(metrics.competitionId, competitionId))
    .where(eq(phases.id, phaseId))
    .orderBy(asc(metrics.position));
  return {
    columns: rows.flatMap(({ column }) => column ?? []),
    taskPositions: rows[0]?.taskPositions ?? [],
    maxFinal: rows[0]?.maxFinal ?? 0,
  };
}

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

type RuleFacts = ShapeFacts & { submissionRule: SubmissionRule };

/** What decides which of an entry's submissions stand on a board. */
export const rulesOf = async (executor: Executor, board: RuleFacts): Promise<BoardRules> =>
  rulesFrom(board, await partsOf(executor, board));

export function rulesFrom(board: RuleFacts, { columns, taskPositions, maxFinal }: ShapeParts): BoardRules {
  const shape = shapeFrom(board, columns, taskPositions);
  const chooses = board.revealedAt !== null && maxFinal > 0;
  const before = chooses ? shapeFrom({ ...board, revealedAt: null }, columns, taskPositions) : null;
  return { rule: board.submissionRule, shape, before };
}
