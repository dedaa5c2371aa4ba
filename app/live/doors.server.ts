import { and, asc, eq, gt, lte } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { entries, logChunks, phases, submissions, teamMembers } from "../../db/schema/index.ts";
import { holds, organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import type { LogGrown } from "./messages.ts";

/** Whether the viewer may watch a submission and its logs: its team may, as far as the phase shows logs. */
export async function submissionDoor(
  viewer: Viewer,
  submissionId: string,
): Promise<{ watch: boolean; logs: boolean }> {
  const shut = { watch: false, logs: false };
  if (!viewer.person) return shut;
  const [found] = await db
    .select({
      competitionId: submissions.competitionId,
      hideLogs: phases.hideLogs,
      member: teamMembers.personId,
    })
    .from(submissions)
    .innerJoin(phases, eq(phases.id, submissions.phaseId))
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .leftJoin(
      teamMembers,
      and(eq(teamMembers.teamId, entries.teamId), eq(teamMembers.personId, viewer.person.id)),
    )
    .where(eq(submissions.id, submissionId));
  if (!found) return shut;
  const runsIt =
    organisesCompetition(viewer, found.competitionId) ||
    holds(viewer, ["staff"], "competition", found.competitionId);
  const watch = runsIt || found.member !== null;
  return { watch, logs: runsIt || (watch && !found.hideLogs) };
}

/** An attempt's log chunks after one sequence number, up to and with another. */
export async function chunksBetween(
  attemptId: string,
  after: number,
  upTo: number,
): Promise<LogGrown["chunks"]> {
  return db
    .select({ seq: logChunks.seq, stream: logChunks.stream, text: logChunks.text })
    .from(logChunks)
    .where(and(eq(logChunks.attemptId, attemptId), gt(logChunks.seq, after), lte(logChunks.seq, upTo)))
    .orderBy(asc(logChunks.seq));
}
