import { and, eq } from "drizzle-orm";
import type { Transaction } from "../../db/connect.ts";
import { competitions, entries, phases, submissions, teamMembers } from "../../db/schema/index.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/**
 * A submission of the viewer's team with its phase and competition, for a command. The entry's row is held,
 * so that what a team does to several of its submissions at once happens one after the other.
 */
export async function ownSubmission(
  tx: Transaction,
  viewer: Viewer,
  submissionId: string,
): Promise<Outcome<Own>> {
  const unknown = refused("not_found", "submissions.refusals.noSubmission");
  if (!viewer.person || !isUuid(submissionId)) return unknown;
  const [found] = await tx
    .select({ submission: submissions, phase: phases, competition: competitions })
    .from(submissions)
    .innerJoin(phases, eq(phases.id, submissions.phaseId))
    .innerJoin(competitions, eq(competitions.id, submissions.competitionId))
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(
      teamMembers,
      and(eq(teamMembers.teamId, entries.teamId), eq(teamMembers.personId, viewer.person.id)),
    )
    .where(eq(submissions.id, submissionId))
    .for("no key update", { of: [entries, submissions] });
  if (!found) return unknown;
  if (!mayTakePart(viewer)) return refused("forbidden", "submissions.refusals.unverified");
  return done(found);
}

type Own = {
  submission: typeof submissions.$inferSelect;
  phase: typeof phases.$inferSelect;
  competition: typeof competitions.$inferSelect;
};
