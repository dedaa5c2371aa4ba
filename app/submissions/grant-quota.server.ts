import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitions, entries, phases, quotaGrants } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

const MOST = 10_000;

export type Grant = {
  /** The number a team is known by here: its entry. */
  entryId: string;
  phasePosition: number;
  morePerDay: number;
  moreTotal: number;
  reason: string;
};

/** An organiser lets one team hand in more than a phase allows. */
export async function grantQuota({
  viewer,
  slug,
  grant,
  now,
}: {
  viewer: SignedInViewer;
  slug: string;
  grant: Grant;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  return db.transaction(async (tx) => {
    const [competition] = await tx
      .select({ id: competitions.id })
      .from(competitions)
      .where(eq(competitions.slug, slug));
    if (!competition || !organisesCompetition(viewer, competition.id))
      return refused("not_found", "submissions.refusals.notFound");
    const reason = grant.reason.trim().slice(0, 500);
    if (reason === "") return refused("invalid", "submissions.refusals.noReason", { field: "reason" });
    for (const [field, more] of [
      ["morePerDay", grant.morePerDay],
      ["moreTotal", grant.moreTotal],
    ] as const)
      if (!Number.isInteger(more) || more < 0 || more > MOST)
        return refused("invalid", "submissions.refusals.grantNumber", { field, values: { max: MOST } });
    if (grant.morePerDay === 0 && grant.moreTotal === 0)
      return refused("invalid", "submissions.refusals.grantsNothing", { field: "morePerDay" });
    const [phase] = await tx
      .select({ id: phases.id })
      .from(phases)
      .where(and(eq(phases.competitionId, competition.id), eq(phases.position, grant.phasePosition)));
    if (!phase) return refused("not_found", "submissions.refusals.noPhase", { field: "phase" });
    const [entry] = !isUuid(grant.entryId)
      ? []
      : await tx
          .select({ id: entries.id })
          .from(entries)
          .where(and(eq(entries.id, grant.entryId), eq(entries.competitionId, competition.id)));
    if (!entry) return refused("not_found", "submissions.refusals.noTeam", { field: "team" });
    const [made] = await tx
      .insert(quotaGrants)
      .values({
        entryId: entry.id,
        phaseId: phase.id,
        morePerDay: grant.morePerDay,
        moreTotal: grant.moreTotal,
        reason,
        grantedBy: viewer.person.id,
        createdAt: now,
      })
      .returning({ id: quotaGrants.id });
    if (!made) throw new Error("the grant was not written");
    await recordAct(tx, {
      viewer,
      act: "quota.granted",
      competitionId: competition.id,
      subjectId: entry.id,
      details: {
        phase: grant.phasePosition,
        morePerDay: grant.morePerDay,
        moreTotal: grant.moreTotal,
        reason,
      },
      now,
    });
    return done({ id: made.id });
  });
}

/** Takes a grant back. What was handed in under it stays. */
export async function takeBackGrant({
  viewer,
  slug,
  grantId,
  now,
}: {
  viewer: SignedInViewer;
  slug: string;
  grantId: string;
  now: Date;
}): Promise<Outcome<null>> {
  if (!isUuid(grantId)) return refused("not_found", "submissions.refusals.noGrant");
  return db.transaction(async (tx) => {
    const [found] = await tx
      .select({ grant: quotaGrants, competitionId: competitions.id })
      .from(quotaGrants)
      .innerJoin(phases, eq(phases.id, quotaGrants.phaseId))
      .innerJoin(competitions, eq(competitions.id, phases.competitionId))
      .where(and(eq(quotaGrants.id, grantId), eq(competitions.slug, slug)));
    if (!found || !organisesCompetition(viewer, found.competitionId))
      return refused("not_found", "submissions.refusals.noGrant");
    await tx.delete(quotaGrants).where(eq(quotaGrants.id, grantId));
    const { entryId, morePerDay, moreTotal, reason } = found.grant;
    await recordAct(tx, {
      viewer,
      act: "quota.grant_taken_back",
      competitionId: found.competitionId,
      subjectId: entryId,
      details: { morePerDay, moreTotal, reason },
      now,
    });
    return done(null);
  });
}
