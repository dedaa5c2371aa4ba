import { and, inArray, isNull, lt, or } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Executor } from "../../db/connect.ts";
import { similarityReports } from "../../db/schema/index.ts";

/** A report that somebody may still wait for. */
export const UNDER_WAY: ("queued" | "running")[] = ["queued", "running"];

/** What a report says when the process behind it is gone; its page says it in words. */
export const LOST = "lost";

/**
 * Ends the reports whose process fell silent for SIMILARITY_LEASE_S, and those that nobody took up for
 * SIMILARITY_MAX_WAIT_S: another one can begin. A process that comes back later finds its report ended and writes
 * nothing. Answers how many ended.
 */
export async function endLostReports(now: Date, executor: Executor = db): Promise<number> {
  const waitedSince = new Date(now.getTime() - webConfig().SIMILARITY_MAX_WAIT_S * 1000);
  const { state, leaseUntil, createdAt } = similarityReports;
  const ended = await executor
    .update(similarityReports)
    .set({ state: "failed", error: LOST, finishedAt: now })
    .where(
      or(
        and(inArray(state, UNDER_WAY), isNull(leaseUntil), lt(createdAt, waitedSince)),
        and(inArray(state, UNDER_WAY), lt(leaseUntil, now)),
      ),
    )
    .returning({ id: similarityReports.id });
  return ended.length;
}
