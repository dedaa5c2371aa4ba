import { and, eq, isNull } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, notify } from "../../db/connect.ts";
import { attempts } from "../../db/schema/index.ts";
import type { Heartbeat, HeartbeatAnswer } from "../../judge/contract/protocol.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { currentAttempt } from "./attempt.server.ts";
import { noteSample } from "./note-sample.server.ts";
import { rejudgeOf } from "./rejudge-progress.server.ts";

/** Renews the attempt's lease, notes its step and what it uses now. The answer says whether nobody wants its result any more. */
export async function heartbeat({
  hostId,
  attemptId,
  beat,
  now,
}: {
  hostId: string;
  attemptId: string;
  beat: Heartbeat;
  now: Date;
}): Promise<Outcome<HeartbeatAnswer>> {
  return db.transaction(async (tx) => {
    const current = await currentAttempt(tx, hostId, attemptId);
    if (!current.ok) return current;
    const { attempt, run, submission } = current.value;
    const [alive] = await tx
      .update(attempts)
      .set({ step: beat.step, leaseUntil: new Date(now.getTime() + webConfig().LEASE_S * 1000) })
      // Between the look and this line the reaper may have ended it.
      .where(and(eq(attempts.id, attemptId), isNull(attempts.endedAt)))
      .returning({ id: attempts.id });
    if (!alive) return refused("conflict", "judging.refusals.attemptEnded");
    if (beat.sample) await noteSample(tx, { attemptId, step: beat.step, sample: beat.sample, now });
    if (attempt.step !== beat.step && run.official)
      await notify(tx, "submission_changed", { submissionId: submission.id });
    const dropped = !run.official && (await rejudgeOf(tx, run, false))?.state === "discarded";
    return done({ stop: dropped || submission.state === "cancelled" });
  });
}
