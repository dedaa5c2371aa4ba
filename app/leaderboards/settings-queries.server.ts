import { asc, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { boards, metrics, phases } from "../../db/schema/index.ts";
import { secretPositions } from "../competitions/secret-metrics.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";

/** A competition's columns and boards as its organisers set them up; null for anybody else. */
export async function boardSettings(viewer: Viewer, competitionId: string) {
  if (!organisesCompetition(viewer, competitionId)) return null;
  const [columns, all] = await Promise.all([
    db.select().from(metrics).where(eq(metrics.competitionId, competitionId)).orderBy(asc(metrics.position)),
    db
      .select({ board: boards, phase: phases })
      .from(boards)
      .innerJoin(phases, eq(phases.id, boards.phaseId))
      .where(eq(boards.competitionId, competitionId))
      .orderBy(asc(phases.position)),
  ]);
  const secret = secretPositions(columns);
  return {
    metrics: columns.map((column) => ({
      ...column,
      isPrivate: secret.has(column.position),
    })),
    boards: all.map(({ board, phase }) => ({
      ...board,
      phase: {
        position: phase.position,
        name: phase.name,
        freezeAt: phase.freezeAt,
        maxFinal: phase.maxFinal,
      },
    })),
  };
}
