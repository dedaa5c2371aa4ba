import { and, asc, eq, gt, notLike, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { attempts, logChunks, runs } from "../../db/schema/index.ts";
import { isFinal } from "../../judge/contract/verdict.ts";
import type { Viewer } from "../people/viewer.ts";
import { hidesLogs, visible } from "./visible.server.ts";

/** Chunks of each stream that a page shows; earlier ones stay in the store. */
const TAIL_CHUNKS = 16;
const TAIL_CHARACTERS = 100_000;

/** The last lines of each stream of the current attempts, plain text; empty where the phase hides logs. */
export async function logTails(viewer: Viewer, id: string) {
  const found = await visible(viewer, id);
  if (!found) return null;
  if (hidesLogs(found)) return [];
  const place = sql<number>`row_number() over (partition by ${logChunks.attemptId}, ${logChunks.stream} order by ${logChunks.seq} desc)`;
  const last = db
    .select({
      attemptId: logChunks.attemptId,
      seq: logChunks.seq,
      stream: logChunks.stream,
      text: logChunks.text,
      place: place.as("place"),
    })
    .from(logChunks)
    .innerJoin(attempts, eq(attempts.id, logChunks.attemptId))
    .innerJoin(runs, and(eq(runs.id, attempts.runId), eq(runs.attemptNumber, attempts.number)))
    .where(
      and(
        eq(runs.submissionId, id),
        eq(runs.official, true),
        found.scoringHidden ? notLike(logChunks.stream, "scoring%") : undefined,
      ),
    )
    .as("last");
  const chunks = await db
    .select()
    .from(last)
    .where(sql`${last.place} <= ${TAIL_CHUNKS}`)
    .orderBy(asc(last.attemptId), asc(last.seq));
  const tails = new Map<
    string,
    { attemptId: string; stream: string; text: string; seq: number; cut: boolean }
  >();
  for (const { attemptId, seq, stream, text, place } of chunks) {
    const key = `${attemptId} ${stream}`;
    const tail = tails.get(key) ?? { attemptId, stream, text: "", seq, cut: Number(place) === TAIL_CHUNKS };
    tail.text += text;
    tail.seq = seq;
    tails.set(key, tail);
  }
  return [...tails.values()].map((tail) => ({
    ...tail,
    text: tail.text.slice(-TAIL_CHARACTERS),
    cut: tail.cut || tail.text.length > TAIL_CHARACTERS,
  }));
}

/** Log chunks after `after`, for whoever follows the log; null when the submission does not exist for them. */
export async function logAfter(viewer: Viewer, id: string, after: number) {
  const found = await visible(viewer, id);
  if (!found) return null;
  const ended = isFinal(found.submission.state);
  if (hidesLogs(found)) return { chunks: [], last: after, ended, hidden: true };
  const chunks = await db
    .select({ seq: logChunks.position, stream: logChunks.stream, text: logChunks.text, at: logChunks.at })
    .from(logChunks)
    .innerJoin(attempts, eq(attempts.id, logChunks.attemptId))
    .innerJoin(runs, and(eq(runs.id, attempts.runId), eq(runs.attemptNumber, attempts.number)))
    .where(
      and(
        eq(runs.submissionId, id),
        eq(runs.official, true),
        gt(logChunks.position, after),
        found.scoringHidden ? notLike(logChunks.stream, "scoring%") : undefined,
      ),
    )
    .orderBy(asc(logChunks.position))
    .limit(200);
  return { chunks, last: chunks.at(-1)?.seq ?? after, ended, hidden: false };
}
