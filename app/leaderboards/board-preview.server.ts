import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { metrics } from "../../db/schema/index.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import type { BoardValues } from "./board-form.ts";
import { boardFacts, heldBoard } from "./held.server.ts";
import { takesRank } from "./live-row.ts";
import { rank } from "./rank.ts";
import { shapeFrom } from "./shape.server.ts";

const SHOWN = 50;

/**
 * The rows whose rank the settings would change, were they saved: over what stands now, so that another
 * submission rule shows its effect only later. Null for whoever does not organise the competition.
 */
export async function previewBoard(
  viewer: Viewer,
  boardId: string,
  values: Pick<BoardValues, "primaryPosition" | "finalPosition">,
) {
  const facts = await boardFacts(boardId);
  if (!facts || !organisesCompetition(viewer, facts.competition.id)) return null;
  const held = await heldBoard(facts, { cut: null, trackId: null });
  const columns = await db.select().from(metrics).where(eq(metrics.competitionId, facts.competition.id));
  const now = held.ranking.all();
  const { taskPositions } = held.ranking.shape;
  const shape = shapeFrom({ ...values, revealedAt: facts.board.revealedAt }, columns, taskPositions);
  const before = new Map(now.map((row) => [row.standing.submissionId, row.rank]));
  const changed = rank(
    shape,
    now.map((row) => row.standing),
    takesRank(held.teams),
  )
    .map(({ standing, rank }) => ({
      submissionId: standing.submissionId,
      team: held.teams.get(standing.entryId)?.name ?? "",
      before: before.get(standing.submissionId) ?? null,
      after: rank,
    }))
    .filter((row) => row.before !== row.after);
  return { rows: changed.slice(0, SHOWN), changed: changed.length, total: now.length };
}
