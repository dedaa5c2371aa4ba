import { and, asc, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { boardDrafts, rejudges, runs } from "../../db/schema/index.ts";
import { compareRuns } from "../judging/compare-rejudge.server.ts";
import { callOffRejudge } from "../judging/end-rejudge.server.ts";
import { prepareRejudge } from "../judging/prepare-rejudge.server.ts";
import { makeRejudgeOfficial } from "./approve-rejudge.server.ts";
import { sweepDrafts } from "./board-drafts.server.ts";
import { compareBoards } from "./compare-boards.server.ts";

/** How long after a decision it is still looked whether all that waited was called off. */
const LOOK_BACK_MS = 24 * 3_600_000;

/**
 * Goes on with what a request began on a rejudge: makes its runs, compares them when all have ended, makes them
 * official, or calls them off. Whoever comes second, or again, finds nothing left to do.
 */
export async function goOnWithRejudge(rejudgeId: string, now: Date): Promise<void> {
  const [its] = await db.select({ state: rejudges.state }).from(rejudges).where(eq(rejudges.id, rejudgeId));
  if (its?.state === "preparing") await prepareRejudge(rejudgeId);
  if (its?.state === "approving") await makeRejudgeOfficial(rejudgeId, now);
  if (its?.state === "approved") await sweepDrafts(rejudgeId);
  if (its?.state === "ready" || its?.state === "approving" || its?.state === "approved")
    await compareRuns(rejudgeId);
  if (its?.state === "ready") await compareBoards(rejudgeId, now);
  if (its?.state === "discarded") await callOffRejudge(rejudgeId, now);
}

/** Goes on with every rejudge that a process left half done when it died. Called by the clock. */
export async function goOnWithRejudges(now: Date): Promise<void> {
  const waits = db
    .select({ one: sql`1` })
    .from(runs)
    .where(and(eq(runs.rejudgeId, rejudges.id), eq(runs.state, "queued")));
  const drafted = db.select({ one: sql`1` }).from(boardDrafts).where(eq(boardDrafts.rejudgeId, rejudges.id));
  const left = await db
    .select({ id: rejudges.id })
    .from(rejudges)
    .where(
      or(
        inArray(rejudges.state, ["preparing", "approving"]),
        and(
          inArray(rejudges.state, ["ready", "approved"]),
          isNull(rejudges.fates),
          gt(rejudges.prepared, webConfig().REJUDGE_STEP),
        ),
        and(eq(rejudges.state, "approved"), sql`exists (${drafted})`),
        and(
          eq(rejudges.state, "discarded"),
          gt(rejudges.decidedAt, new Date(now.getTime() - LOOK_BACK_MS)),
          sql`exists (${waits})`,
        ),
      ),
    )
    .orderBy(asc(rejudges.decidedAt), asc(rejudges.id));
  for (const { id } of left) await goOnWithRejudge(id, now);
}
