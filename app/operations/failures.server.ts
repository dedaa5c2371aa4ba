import { and, desc, eq, lt, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { attempts, competitions, judgeHosts, runs, submissions } from "../../db/schema/index.ts";
import type { Cause } from "../../judge/contract/verdict.ts";
import { mayOperate } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";

/**
 * Runs of the whole installation that failed with the cause, newest first, a page of those that ended before
 * `before`; null unless the viewer operates. `next` is where the following page begins.
 */
export async function failedRuns(viewer: Viewer, { cause, before }: { cause: Cause; before: Date | null }) {
  if (!mayOperate(viewer)) return null;
  const rows = webConfig().PAGE_ROWS;
  const list = await db
    .select({
      id: runs.id,
      at: runs.finishedAt,
      submissionId: submissions.id,
      number: submissions.number,
      competition: competitions.title,
      host: judgeHosts.name,
      detail: attempts.detail,
    })
    .from(runs)
    .innerJoin(submissions, eq(submissions.id, runs.submissionId))
    .innerJoin(competitions, eq(competitions.id, submissions.competitionId))
    .leftJoin(attempts, and(eq(attempts.runId, runs.id), eq(attempts.number, runs.attemptNumber)))
    .leftJoin(judgeHosts, eq(judgeHosts.id, attempts.hostId))
    .where(
      and(
        sql`${runs.state} = 'failed'`,
        eq(runs.cause, cause),
        before ? lt(runs.finishedAt, before) : undefined,
      ),
    )
    .orderBy(desc(runs.finishedAt), runs.id)
    .limit(rows + 1);
  const page = list.slice(0, rows);
  return { list: page, next: list.length > rows ? (page.at(-1)?.at ?? null) : null };
}
