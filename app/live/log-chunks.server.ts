import { and, asc, eq, gt, lte } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { logChunks } from "../../db/schema/index.ts";
import type { LogGrown } from "./messages.ts";

/** An attempt's log chunks after one sequence number, up to and with another. */
export async function chunksBetween(
  attemptId: string,
  after: number,
  upTo: number,
): Promise<LogGrown["chunks"]> {
  return db
    .select({ seq: logChunks.seq, stream: logChunks.stream, text: logChunks.text })
    .from(logChunks)
    .where(and(eq(logChunks.attemptId, attemptId), gt(logChunks.seq, after), lte(logChunks.seq, upTo)))
    .orderBy(asc(logChunks.seq));
}
