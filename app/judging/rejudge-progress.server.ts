import { and, eq, inArray } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import type { Transaction } from "../../db/connect.ts";
import { rejudges, runs } from "../../db/schema/index.ts";
import { goOnLater } from "./go-on-later.server.ts";

/**
 * The rejudge that an unofficial run belongs to, or null. Its row is locked unless told otherwise, so that
 * runs which end together and whoever discards it take turns.
 */
export async function rejudgeOf(
  tx: Transaction,
  run: { rejudgeId: string | null; official: boolean },
  lock = true,
) {
  if (run.official || !run.rejudgeId) return null;
  const its = tx.select().from(rejudges).where(eq(rejudges.id, run.rejudgeId));
  const [rejudge] = lock ? await its.for("no key update") : await its;
  return rejudge ?? null;
}

/** Lets a rejudge whose last run ended wait for its organiser. Its row is locked by the caller. */
export async function settleRejudge(tx: Transaction, rejudgeId: string): Promise<void> {
  const open = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.rejudgeId, rejudgeId), inArray(runs.state, ["queued", "running"])))
    .limit(1);
  if (open.length > 0) return;
  const [ready] = await tx
    .update(rejudges)
    .set({ state: "ready" })
    .where(and(eq(rejudges.id, rejudgeId), eq(rejudges.state, "running")))
    .returning({ runs: rejudges.prepared });
  // A small one is compared when somebody looks.
  if (ready && ready.runs > webConfig().REJUDGE_STEP) await goOnLater(tx, rejudgeId);
}
