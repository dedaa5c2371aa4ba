import { and, eq, isNotNull } from "drizzle-orm";
import { db, notify } from "../../db/connect.ts";
import { submissions } from "../../db/schema/index.ts";
import type { Viewer } from "../people/viewer.ts";
import { done, type Outcome } from "../web/outcome.ts";
import { mayChangeFinals, mayChooseFinal } from "./final-choice.ts";
import { ownSubmission } from "./own-submission.server.ts";

/** A team chooses one of its scored submissions as final, or takes the choice back, until the phase ends. */
export async function chooseFinal({
  viewer,
  submissionId,
  final,
  now,
}: {
  viewer: Viewer;
  submissionId: string;
  final: boolean;
  now: Date;
}): Promise<Outcome<null>> {
  return db.transaction(async (tx) => {
    const own = await ownSubmission(tx, viewer, submissionId);
    if (!own.ok) return own;
    const { submission, phase } = own.value;
    const chosen = await tx
      .select({ id: submissions.id })
      .from(submissions)
      .where(
        and(
          eq(submissions.entryId, submission.entryId),
          eq(submissions.phaseId, phase.id),
          isNotNull(submissions.chosenFinalAt),
        ),
      );
    const may = final
      ? mayChooseFinal({ phase, submission, chosen: chosen.map(({ id }) => id), now })
      : mayChangeFinals(phase, now);
    if (!may.ok) return may;
    if (final === (submission.chosenFinalAt !== null)) return done(null);
    await tx
      .update(submissions)
      .set({ chosenFinalAt: final ? now : null })
      .where(eq(submissions.id, submissionId));
    await notify(tx, "submission_changed", { submissionId });
    return done(null);
  });
}
