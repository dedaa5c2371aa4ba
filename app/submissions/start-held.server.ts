import { and, eq, inArray } from "drizzle-orm";
import { db, notify } from "../../db/connect.ts";
import { competitions, runs, submissions } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** How many start in one transaction: the rest follows with the next click. */
const AT_ONCE = 1000;

/**
 * An organiser puts held submissions into the queue: one of them, or all. Answers how many. They wait from
 * now on, in the order in which they were handed in.
 */
export async function startHeld({
  viewer,
  slug,
  submissionId,
  now,
}: {
  viewer: SignedInViewer;
  slug: string;
  submissionId?: string | undefined;
  now: Date;
}): Promise<Outcome<{ started: number }>> {
  if (submissionId && !isUuid(submissionId)) return refused("not_found", "submissions.refusals.noSubmission");
  return db.transaction(async (tx) => {
    const [competition] = await tx
      .select({ id: competitions.id })
      .from(competitions)
      .where(eq(competitions.slug, slug));
    if (!competition || !organisesCompetition(viewer, competition.id))
      return refused("not_found", "submissions.refusals.notFound");
    const held = await tx
      .select({ id: submissions.id })
      .from(submissions)
      .where(
        and(
          eq(submissions.competitionId, competition.id),
          eq(submissions.state, "held"),
          submissionId ? eq(submissions.id, submissionId) : undefined,
        ),
      )
      .orderBy(submissions.submittedAt, submissions.number)
      .limit(AT_ONCE)
      .for("no key update");
    if (held.length === 0) return refused("conflict", "submissions.refusals.noneHeld");
    const ids = held.map(({ id }) => id);
    await tx.update(submissions).set({ state: "queued" }).where(inArray(submissions.id, ids));
    const queued = await tx
      .update(runs)
      .set({ state: "queued" })
      .where(and(inArray(runs.submissionId, ids), eq(runs.state, "held")))
      .returning({ id: runs.id });
    for (const { id } of queued) await notify(tx, "run_queued", { runId: id });
    for (const id of ids) await notify(tx, "submission_changed", { submissionId: id });
    await recordAct(tx, {
      viewer,
      act: "submissions.started",
      competitionId: competition.id,
      subjectId: submissionId,
      details: { count: ids.length },
      now,
    });
    return done({ started: ids.length });
  });
}
