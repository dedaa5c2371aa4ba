import { and, eq } from "drizzle-orm";
import { db, notify } from "../../db/connect.ts";
import { submissions } from "../../db/schema/index.ts";
import { isFinal } from "../../judge/contract/verdict.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** An organiser gives a team its turn back, with a reason that the team reads. */
export async function refund({
  viewer,
  submissionId,
  reason,
  now,
}: {
  viewer: SignedInViewer;
  submissionId: string;
  reason: string;
  now: Date;
}): Promise<Outcome<null>> {
  if (!isUuid(submissionId)) return refused("not_found", "submissions.refusals.noSubmission");
  return db.transaction(async (tx) => {
    const [submission] = await tx
      .select()
      .from(submissions)
      .where(eq(submissions.id, submissionId))
      .for("no key update");
    if (!submission || !organisesCompetition(viewer, submission.competitionId))
      return refused("not_found", "submissions.refusals.noSubmission");
    if (reason.trim() === "") return refused("invalid", "submissions.refusals.noReason", { field: "reason" });
    if (!isFinal(submission.state)) return refused("conflict", "submissions.refusals.notEnded");
    if (!submission.counts) return refused("conflict", "submissions.refusals.costsNothing");
    await tx
      .update(submissions)
      .set({ counts: false, refundReason: reason.trim().slice(0, 500) })
      .where(and(eq(submissions.id, submissionId), eq(submissions.counts, true)));
    await recordAct(tx, {
      viewer,
      act: "submission.refunded",
      competitionId: submission.competitionId,
      subjectId: submissionId,
      details: { number: submission.number, reason: reason.trim().slice(0, 500) },
      now,
    });
    await notify(tx, "submission_changed", { submissionId });
    return done(null);
  });
}
