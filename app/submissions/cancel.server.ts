import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { entries, submissions, teamMembers } from "../../db/schema/index.ts";
import { isFinal } from "../../judge/contract/verdict.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { endUnjudged } from "./call-off.server.ts";

/**
 * Cancels a submission of the viewer's team, or any as its organiser. Runs that wait end at once; those
 * at work are told to stop at their next heartbeat. A cancelled submission costs no quota.
 */
export async function cancel({
  viewer,
  submissionId,
  now,
}: {
  viewer: Viewer;
  submissionId: string;
  now: Date;
}): Promise<Outcome<null>> {
  const person = viewer.person;
  if (!person) return refused("signed_out", "submissions.refusals.noEntry");
  if (!isUuid(submissionId)) return refused("not_found", "submissions.refusals.notFound");
  return db.transaction(async (tx) => {
    const [submission] = await tx
      .select()
      .from(submissions)
      .where(eq(submissions.id, submissionId))
      .for("no key update");
    const unknown = refused("not_found", "submissions.refusals.notFound");
    if (!submission) return unknown;
    if (!organisesCompetition(viewer, submission.competitionId)) {
      const [member] = await tx
        .select({ id: entries.id })
        .from(entries)
        .innerJoin(teamMembers, eq(teamMembers.teamId, entries.teamId))
        .where(and(eq(entries.id, submission.entryId), eq(teamMembers.personId, person.id)));
      if (!member) return unknown;
    }
    if (isFinal(submission.state)) return refused("conflict", "submissions.refusals.alreadyEnded");
    await endUnjudged(tx, [submissionId], "cancelled", now);
    return done(null);
  });
}
