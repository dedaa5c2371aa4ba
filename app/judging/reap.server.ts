import { and, asc, eq, gt, isNull, lt } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { attempts, runs, submissions } from "../../db/schema/index.ts";
import { log } from "../web/log.server.ts";
import { countEnded } from "./counted.server.ts";
import { endWithoutResult } from "./end-without-result.server.ts";

const EVERY_MS = 1000;

/**
 * Ends the attempts whose hosts fell silent and puts their runs back into the queue, where nobody waits for ever. Several web
 * processes may do so at once: each takes attempts that no other holds. Answers how many it ended.
 */
export async function reap(now: Date): Promise<number> {
  let ended = 0;
  for (let began = await reapOne(now); began; began = await reapOne(now)) {
    countEnded("lost", began, now);
    ended += 1;
  }
  await letOldOnesPass(now);
  return ended;
}

/** When the attempt that it ended had begun; null when none is lost. */
async function reapOne(now: Date): Promise<Date | null> {
  return db.transaction(async (tx) => {
    const [lost] = await tx
      .select({ attempt: attempts, run: runs, submission: submissions })
      .from(attempts)
      .innerJoin(runs, eq(runs.id, attempts.runId))
      .innerJoin(submissions, eq(submissions.id, runs.submissionId))
      .where(and(isNull(attempts.endedAt), lt(attempts.leaseUntil, now)))
      .orderBy(asc(attempts.leaseUntil))
      .limit(1)
      .for("no key update", { skipLocked: true });
    if (!lost) return null;
    await endWithoutResult(tx, lost, { outcome: "lost", detail: "the judge host fell silent", now });
    return lost.attempt.startedAt;
  });
}

/** Nobody waits for ever: what has waited so long counts as its team's first. Answers how many. */
export async function letOldOnesPass(now: Date): Promise<number> {
  const since = new Date(now.getTime() - webConfig().PASSED_OVER_S * 1000);
  const passed = await db
    .update(runs)
    .set({ turn: 0 })
    .where(and(eq(runs.state, "queued"), gt(runs.turn, 0), lt(runs.queuedAt, since)))
    .returning({ id: runs.id });
  return passed.length;
}

/** Reaps every second until stopped. */
export function startReaper(): { stop(): Promise<void> } {
  let turn = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    turn = reap(new Date())
      .then((ended) => {
        if (ended > 0) log.warn({ ended }, "judge hosts fell silent; their runs wait again");
      })
      .catch((error: unknown) => log.error({ err: error }, "could not look for lost attempts"))
      .finally(() => {
        busy = false;
      });
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await turn;
    },
  };
}
