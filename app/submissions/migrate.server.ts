import { and, asc, eq, inArray, isNull, lte, max, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Transaction } from "../../db/connect.ts";
import { competitions, entries, phases, submissions } from "../../db/schema/index.ts";
import { log } from "../web/log.server.ts";
import { queueRuns } from "./queue-runs.server.ts";
import { tasksFor } from "./standing-facts.server.ts";

type Phase = typeof phases.$inferSelect;

/**
 * Carries submissions over into phases that ask for it: once such a phase has begun and nothing of the phase
 * before it is still being judged, each submission that stands on that phase's board is handed in to the new
 * one, whatever the limits say; from then on it counts. REJUDGE_STEP at a time, so that nobody else waits long for the
 * competition's row; whoever comes after a process that died goes on where it was. Each is carried once,
 * however many processes try. Answers how many submissions were carried over.
 */
export async function migratePhases(now: Date): Promise<number> {
  const due = await db
    .select({ id: phases.id })
    .from(phases)
    .innerJoin(competitions, eq(competitions.id, phases.competitionId))
    .where(
      and(
        eq(phases.autoMigrate, true),
        isNull(phases.migratedAt),
        lte(phases.startsAt, now),
        eq(competitions.state, "published"),
      ),
    )
    .orderBy(asc(phases.startsAt), asc(phases.position))
    .limit(100);
  let carried = 0;
  for (const { id } of due) carried += await migrate(id, now);
  return carried;
}

async function migrate(phaseId: string, now: Date): Promise<number> {
  let carried = 0;
  let after: Carried | undefined;
  do {
    const step: Step = await db.transaction((tx) => migrateStep(tx, { phaseId, after, now }));
    carried += step.carried;
    after = step.last;
  } while (after);
  if (carried > 0)
    log.info({ part: "submissions", phase: phaseId, carried }, "carried submissions over into a phase");
  return carried;
}

/** The submission a step ended with: the next one goes on behind it. */
type Carried = Pick<typeof submissions.$inferSelect, "submittedAt" | "number">;
/** Without `last` nothing is left to do, for now or for good. */
type Step = { carried: number; last?: Carried | undefined };

async function migrateStep(
  tx: Transaction,
  { phaseId, after, now }: { phaseId: string; after: Carried | undefined; now: Date },
): Promise<Step> {
  // Whoever comes second waits, and finds what this step carried, or `migratedAt` set.
  const [phase] = await tx
    .select()
    .from(phases)
    .where(and(eq(phases.id, phaseId), isNull(phases.migratedAt)))
    .for("update");
  if (!phase) return { carried: 0 };
  const [before] = await tx
    .select()
    .from(phases)
    .where(and(eq(phases.competitionId, phase.competitionId), eq(phases.position, phase.position - 1)));
  if (before && (await stillJudged(tx, before.id))) return { carried: 0 };
  const step = before ? await carryOver(tx, { from: before, to: phase, after, now }) : null;
  if (step?.last) return step;
  await tx.update(phases).set({ migratedAt: now }).where(eq(phases.id, phase.id));
  return { carried: step?.carried ?? 0 };
}

async function stillJudged(tx: Transaction, phaseId: string): Promise<boolean> {
  const [open] = await tx
    .select({ id: submissions.id })
    .from(submissions)
    .where(and(eq(submissions.phaseId, phaseId), inArray(submissions.state, ["held", "queued", "running"])))
    .limit(1);
  return open !== undefined;
}

async function carryOver(
  tx: Transaction,
  { from, to, after, now }: { from: Phase; to: Phase; after: Carried | undefined; now: Date },
): Promise<Step> {
  const [competition] = await tx
    .select({ id: competitions.id, autoRun: competitions.autoRun })
    .from(competitions)
    .where(eq(competitions.id, to.competitionId))
    .for("no key update");
  if (!competition) return { carried: 0 };
  const { REJUDGE_STEP: most } = webConfig();
  const standing = await tx
    .select({ submission: submissions, trackId: entries.trackId })
    .from(submissions)
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .where(
      and(
        eq(submissions.phaseId, from.id),
        eq(entries.state, "accepted"),
        after &&
          sql`(${submissions.submittedAt}, ${submissions.number}) >
            (${after.submittedAt.toISOString()}::timestamptz, ${after.number}::int)`,
        sql`exists (select 1 from standings s join boards b on b.id = s.board_id and b.generation = s.generation
          where s.submission_id = ${submissions.id} and b.phase_id = ${from.id})`,
        sql`not exists (select 1 from submissions c
          where c.phase_id = ${to.id} and c.migrated_from = ${submissions.id})`,
      ),
    )
    .orderBy(asc(submissions.submittedAt), asc(submissions.number))
    .limit(most);
  const carried = await handIn(tx, { standing, competition, to, now });
  return { carried, last: standing.length < most ? undefined : standing.at(-1)?.submission };
}

type Standing = { submission: typeof submissions.$inferSelect; trackId: string | null };

async function handIn(
  tx: Transaction,
  {
    standing,
    competition,
    to,
    now,
  }: { standing: readonly Standing[]; competition: { id: string; autoRun: boolean }; to: Phase; now: Date },
): Promise<number> {
  const [last] = await tx
    .select({ number: max(submissions.number) })
    .from(submissions)
    .where(eq(submissions.competitionId, competition.id));
  const state = competition.autoRun ? ("queued" as const) : ("held" as const);
  const tasksOf = new Map<string | null, string[]>();
  let number = last?.number ?? 0;
  let carried = 0;
  for (const { submission, trackId } of standing) {
    const taskIds = tasksOf.get(trackId) ?? (await tasksFor(tx, to.id, trackId));
    tasksOf.set(trackId, taskIds);
    if (taskIds.length === 0) continue;
    const { blobHash, fileName, note, kind, factSheet, personId, entryId } = submission;
    const [copy] = await tx
      .insert(submissions)
      .values({
        competitionId: competition.id,
        phaseId: to.id,
        entryId,
        personId,
        number: ++number,
        blobHash,
        fileName,
        note,
        kind,
        factSheet,
        state,
        migratedFrom: submission.id,
        submittedAt: now,
      })
      .onConflictDoNothing({ target: [submissions.phaseId, submissions.migratedFrom] })
      .returning({ id: submissions.id });
    if (!copy) continue;
    carried += 1;
    const place = { entryId, competitionId: competition.id, phaseId: to.id };
    await queueRuns(tx, { submission: { id: copy.id, ...place }, taskIds, state, now });
  }
  return carried;
}
