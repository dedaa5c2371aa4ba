import { asc, eq, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { boards, entries, phases, standings, teams } from "../../db/schema/index.ts";
import { hasResult } from "../judging/rejudge-effect.server.ts";
import { rejudgeById } from "../judging/rejudge-queries.server.ts";
import type { Viewer } from "../people/viewer.ts";
import { inOrder, valueKeys } from "./board.ts";
import { grouped } from "./grouped.ts";
import { chosenOf } from "./put-on-board.server.ts";
import { differences, replaced } from "./rejudge-preview.ts";
import { among, scoredOf } from "./scored.server.ts";
import { rulesOf } from "./shape.server.ts";
import { mayStandSeveral, standingOf } from "./submission-rule.ts";

/**
 * What approving a rejudge would do to each board: all rows that would show other values or another rank, a
 * page of them. Null for whoever may not decide on it. Nothing is written, and nothing locked.
 */
export async function rejudgePreview(
  viewer: Viewer,
  rejudgeId: string,
  { page = 1, now }: { page?: number; now: Date },
) {
  const rejudge = await rejudgeById(viewer, rejudgeId);
  if (!rejudge) return null;
  // One state of the database: runs that end meanwhile change nothing here.
  return db.transaction(
    async (tx) => {
      const its = await tx.execute<{ phase: string; entry: string }>(sql`
        select distinct s.phase_id as phase, s.entry_id as entry
        from runs n join submissions s on s.id = n.submission_id
        where n.rejudge_id = ${rejudgeId} and ${hasResult("n")} and s.state in ('scored', 'failed')`);
      const byPhase = grouped([...its], (row) => row.phase);
      const found = await tx
        .select({ board: boards, phase: phases })
        .from(boards)
        .innerJoin(phases, eq(phases.id, boards.phaseId))
        .where(among(boards.phaseId, [...byPhase.keys()]))
        .orderBy(asc(phases.position));
      const size = webConfig().PAGE_ROWS;
      const shown = [];
      for (const { board, phase } of found) {
        const entryIds = (byPhase.get(board.phaseId) ?? []).map((row) => row.entry);
        const rules = await rulesOf(tx, board);
        const { shape } = rules;
        const before = (await tx.select().from(standings).where(eq(standings.boardId, board.id))).map(
          ({ submittedAt, ...row }) => ({ ...row, submittedAt: submittedAt.toISOString() }),
        );
        const scored = grouped(
          await scoredOf(tx, { shape, phaseId: board.phaseId, entryIds, rejudgeId }),
          (row) => row.entryId,
        );
        const standing = grouped(before, (row) => row.entryId);
        const wanted = new Map(
          entryIds.map((entryId) => [
            entryId,
            standingOf(
              rules,
              scored.get(entryId) ?? [],
              chosenOf(board.submissionRule, standing.get(entryId) ?? []),
            ),
          ]),
        );
        const several = mayStandSeveral(board.submissionRule);
        const { changed, unchanged } = differences(shape, {
          before,
          after: replaced(before, wanted),
          several,
        });
        const pages = Math.max(1, Math.ceil(changed.length / size));
        const rows = changed.slice((page - 1) * size, page * size);
        const names = await tx
          .select({ id: entries.id, name: teams.name })
          .from(entries)
          .innerJoin(teams, eq(teams.id, entries.teamId))
          .where(
            among(
              entries.id,
              rows.map((row) => row.entryId),
            ),
          );
        const nameOf = new Map(names.map(({ id, name }) => [id, name]));
        shown.push({
          boardId: board.id,
          title: board.title,
          phase: { position: phase.position, name: phase.name },
          frozen: phase.freezeAt !== null && phase.freezeAt <= now && board.revealedAt === null,
          columns: inOrder(shape.columns).map((column) => ({
            key: column.key,
            title: column.title,
            precision: column.precision,
            sorting: column.sorting,
            valueKeys: valueKeys(shape, column),
          })),
          rows: rows.map((row) => ({ ...row, team: nameOf.get(row.entryId) ?? "" })),
          changed: changed.length,
          unchanged,
          pages,
        });
      }
      return shown;
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}
export type BoardPreview = NonNullable<Awaited<ReturnType<typeof rejudgePreview>>>[number];
