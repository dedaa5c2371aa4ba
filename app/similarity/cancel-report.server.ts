import { and, eq, inArray } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitions, similarityReports } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { UNDER_WAY } from "./end-lost.server.ts";

/** Gives up a report that is under way: another one can begin at once, and the work on this one ends soon. */
export function cancelReport({
  viewer,
  slug,
  reportId,
  now,
}: {
  viewer: SignedInViewer;
  slug: string;
  reportId: string;
  now: Date;
}): Promise<Outcome<null>> {
  return db.transaction(async (tx) => {
    const [found] = isUuid(reportId)
      ? await tx
          .select({ competitionId: similarityReports.competitionId })
          .from(similarityReports)
          .innerJoin(competitions, eq(competitions.id, similarityReports.competitionId))
          .where(and(eq(similarityReports.id, reportId), eq(competitions.slug, slug)))
      : [];
    if (!found || !organisesCompetition(viewer, found.competitionId))
      return refused("not_found", "similarity.refusals.noReport");
    const cancelled = await tx
      .update(similarityReports)
      .set({ state: "cancelled", finishedAt: now })
      .where(and(eq(similarityReports.id, reportId), inArray(similarityReports.state, UNDER_WAY)))
      .returning({ id: similarityReports.id });
    if (cancelled.length === 0) return refused("conflict", "similarity.refusals.ended");
    await recordAct(tx, {
      viewer,
      act: "similarity.cancelled",
      competitionId: found.competitionId,
      subjectId: reportId,
      now,
    });
    return done(null);
  });
}
