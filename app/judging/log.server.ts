import { eq, sql } from "drizzle-orm";
import { db, notify } from "../../db/connect.ts";
import { attempts, logChunks } from "../../db/schema/index.ts";
import type { LogChunks } from "../../judge/contract/protocol.ts";
import { done, type Outcome } from "../web/outcome.ts";
import { currentAttempt, givenTo } from "./attempt.server.ts";
import { keepWithin } from "./log-room.ts";

/**
 * Adds chunks to the attempt's log. A chunk sent twice is kept once; what goes beyond the task's
 * `logBytes` for a stream is dropped.
 */
export async function appendLog({
  hostId,
  attemptId,
  chunks,
  now,
}: LogChunks & { hostId: string; attemptId: string; now: Date }): Promise<Outcome<null>> {
  return db.transaction(async (tx) => {
    const current = await currentAttempt(tx, hostId, attemptId);
    if (!current.ok) return current;
    const { run, submission } = current.value;
    // Two deliveries of the same attempt must not both see the same room left.
    await tx
      .select({ id: attempts.id })
      .from(attempts)
      .where(eq(attempts.id, attemptId))
      .for("no key update");
    const kept = await tx
      .select({ stream: logChunks.stream, bytes: sql<string>`sum(octet_length(${logChunks.text}))` })
      .from(logChunks)
      .where(eq(logChunks.attemptId, attemptId))
      .groupBy(logChunks.stream);
    const used = new Map(kept.map((row) => [row.stream, Number(row.bytes)]));
    const fitting = keepWithin(chunks, used, givenTo(current.value).limits.logBytes);
    if (fitting.length === 0) return done(null);
    const added = await tx
      .insert(logChunks)
      .values(fitting.map((chunk) => ({ ...chunk, attemptId, at: now })))
      .onConflictDoNothing()
      .returning({ seq: logChunks.seq });
    // A rejudge is nobody's to watch before it is official.
    if (added.length > 0 && run.official) {
      const seq = Math.max(...added.map((chunk) => chunk.seq));
      await notify(tx, "log_grown", { submissionId: submission.id, attemptId, seq });
    }
    return done(null);
  });
}
