import { and, asc, eq, inArray } from "drizzle-orm";
import { notify, type Transaction } from "../../db/connect.ts";
import { competitions, entries, runs, submissions } from "../../db/schema/index.ts";
import type { Cause } from "../../judge/contract/verdict.ts";

const WAITS = ["held", "queued"] as const;

/**
 * Ends submissions that the caller holds and that have not ended yet. Runs that wait end at once; those at
 * work are told to stop at their next heartbeat. They cost no quota.
 */
export async function endUnjudged(
  tx: Transaction,
  ids: string[],
  cause: Extract<Cause, "cancelled" | "entry_left">,
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(submissions)
    .set({ state: "cancelled", cause, counts: false, finishedAt: now })
    .where(inArray(submissions.id, ids));
  await tx
    .update(runs)
    .set({ state: "cancelled", cause, finishedAt: now })
    .where(and(inArray(runs.submissionId, ids), inArray(runs.state, [...WAITS])));
  for (const submissionId of ids) await notify(tx, "submission_changed", { submissionId });
}

/** Calls off whatever of an entry is not judged yet: it no longer takes part. Answers how many. */
export async function callOff(tx: Transaction, entryId: string, now: Date): Promise<number> {
  const open = await tx
    .select({ id: submissions.id })
    .from(submissions)
    .where(and(eq(submissions.entryId, entryId), inArray(submissions.state, [...WAITS, "running"])))
    .orderBy(asc(submissions.id))
    .for("no key update");
  await endUnjudged(
    tx,
    open.map(({ id }) => id),
    "entry_left",
    now,
  );
  return open.length;
}

/**
 * Lets an entry that is taken back in have judged what was called off when it left: it waits again, and
 * counts again. Whatever a judge host still says of the broken-off attempts is fenced off.
 */
export async function callBack(tx: Transaction, entryId: string, now: Date): Promise<number> {
  const off = await tx
    .select({ id: submissions.id })
    .from(submissions)
    .where(
      and(
        eq(submissions.entryId, entryId),
        eq(submissions.state, "cancelled"),
        eq(submissions.cause, "entry_left"),
      ),
    )
    .orderBy(asc(submissions.id))
    .for("no key update");
  if (off.length === 0) return 0;
  const ids = off.map(({ id }) => id);
  const [competition] = await tx
    .select({ autoRun: competitions.autoRun })
    .from(entries)
    .innerJoin(competitions, eq(competitions.id, entries.competitionId))
    .where(eq(entries.id, entryId));
  const state = competition?.autoRun ? ("queued" as const) : ("held" as const);
  await tx
    .update(submissions)
    .set({ state, cause: null, counts: true, finishedAt: null })
    .where(inArray(submissions.id, ids));
  const waiting = await tx
    .update(runs)
    .set({ state, cause: null, queuedAt: now, startedAt: null, finishedAt: null })
    .where(
      and(
        inArray(runs.submissionId, ids),
        eq(runs.official, true),
        inArray(runs.state, ["cancelled", "running"]),
      ),
    )
    .returning({ id: runs.id });
  if (state === "queued") for (const { id } of waiting) await notify(tx, "run_queued", { runId: id });
  for (const submissionId of ids) await notify(tx, "submission_changed", { submissionId });
  return ids.length;
}
