import { and, count, eq, lt, type SQL } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import { boards, entries, submissions, teams } from "../../db/schema/index.ts";
import type { RowTeam } from "./board.ts";

/** Names and numbers of scored submissions of entries; under a freeze only what was scored before it. */
export async function teamsOf(
  executor: Executor,
  boardId: string,
  which: SQL,
  cut: Date | null,
): Promise<Map<string, RowTeam>> {
  const rows = await executor
    .select({
      id: entries.id,
      name: teams.name,
      kind: entries.kind,
      trackId: entries.trackId,
      scored: count(submissions.id),
    })
    .from(entries)
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .innerJoin(boards, eq(boards.id, boardId))
    .leftJoin(
      submissions,
      and(
        eq(submissions.entryId, entries.id),
        eq(submissions.phaseId, boards.phaseId),
        eq(submissions.state, "scored"),
        cut ? lt(submissions.finishedAt, cut) : undefined,
      ),
    )
    .where(which)
    .groupBy(entries.id, teams.name);
  return new Map(rows.map(({ id, ...team }) => [id, team]));
}
