import { and, eq, max, min } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Transaction } from "../../db/connect.ts";
import { competitions, phases, rejudges, submissions } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { goOnLater } from "./go-on-later.server.ts";
import { prepareStep } from "./prepare-rejudge.server.ts";
import { type Counted, countSelected } from "./rejudge-matching.server.ts";
import type { Selection } from "./rejudge-selection.ts";

/** Runs of one rejudge: what one transaction can make official. */
const MAX_RUNS = 200_000;
const REASON_MAX = 500;

/**
 * Judges submissions that have ended once more. The new runs wait behind all others and count for nothing
 * before an organiser approves them: approve-rejudge.server.ts. What is handed in, or ends, later is not touched.
 * The first step is made at once; a job makes the others, so that nobody waits for a large one.
 */
export async function rejudge({
  viewer,
  slug,
  selection,
  reason,
  now,
}: {
  viewer: SignedInViewer;
  slug: string;
  selection: Selection;
  reason: string;
  now: Date;
}): Promise<Outcome<{ id: string } & Counted>> {
  const why = reason.trim();
  return db.transaction(async (tx) => {
    // Two rejudges of a competition begin one after the other, so that neither misses the other's runs.
    const [competition] = await tx
      .select()
      .from(competitions)
      .where(eq(competitions.slug, slug))
      .for("no key update");
    if (!competition || !organisesCompetition(viewer, competition.id))
      return refused("not_found", "judging.refusals.noCompetition");
    if (why === "") return refused("invalid", "judging.refusals.reasonMissing", { field: "reason" });
    if (why.length > REASON_MAX)
      return refused("invalid", "judging.refusals.reasonLong", {
        field: "reason",
        values: { max: REASON_MAX },
      });
    if (await isPreparing(tx, competition.id))
      return refused("conflict", "judging.refusals.rejudgePreparing");
    const [span] = await tx
      .select({ first: min(submissions.number), last: max(submissions.number) })
      .from(submissions)
      .where(eq(submissions.competitionId, competition.id));
    const preparesTo = span?.last ?? 0;
    const preparedTo = (span?.first ?? 1) - 1;
    const within = { after: preparedTo, to: preparesTo, endedBy: now };
    const counted = await countSelected(tx, competition.id, selection, within);
    if (!counted.ok) return counted;
    const { runs: many, busy } = counted.value;
    if (many === 0) return refused("invalid", "judging.refusals.nothingSelected");
    if (many > MAX_RUNS)
      return refused("invalid", "judging.refusals.tooManySelected", {
        values: { count: many, max: MAX_RUNS },
      });
    if (busy > 0) return refused("conflict", "judging.refusals.rejudgeOpen", { values: { count: busy } });

    const [phase] =
      selection.phase === undefined
        ? []
        : await tx
            .select({ id: phases.id })
            .from(phases)
            .where(and(eq(phases.competitionId, competition.id), eq(phases.position, selection.phase)));
    const [made] = await tx
      .insert(rejudges)
      .values({
        competitionId: competition.id,
        phaseId: phase?.id ?? null,
        reason: why,
        state: "preparing",
        selection,
        selected: many,
        preparedTo,
        preparesTo,
        createdBy: viewer.person.id,
        createdAt: now,
      })
      .returning();
    if (!made) throw new Error("the rejudge was not written");
    await recordAct(tx, {
      viewer,
      act: "rejudge.created",
      competitionId: competition.id,
      subjectId: made.id,
      details: { reason: why, selection, ...counted.value },
      now,
    });
    const atOnce = many <= webConfig().REJUDGE_STEP;
    const { ended } = await prepareStep(tx, made, atOnce ? preparesTo : webConfig().REJUDGE_STEP);
    if (!ended) await goOnLater(tx, made.id);
    return done({ id: made.id, ...counted.value });
  });
}

async function isPreparing(tx: Transaction, competitionId: string): Promise<boolean> {
  const found = await tx
    .select({ id: rejudges.id })
    .from(rejudges)
    .where(and(eq(rejudges.competitionId, competitionId), eq(rejudges.state, "preparing")))
    .limit(1);
  return found.length > 0;
}
