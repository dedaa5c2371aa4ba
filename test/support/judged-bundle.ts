import { randomUUID } from "node:crypto";
import { copyFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { blobStore } from "../../db/blobs/disk.ts";
import { db } from "../../db/connect.ts";
import { blobs, metrics, tasks } from "../../db/schema/index.ts";
import { Limits } from "../../judge/contract/limits.ts";
import type { aJudge } from "../judge/support.ts";

/**
 * The scores, as decimal texts, of a submission to an imported competition's task at `position`, judged by the
 * real judge with what the import stored.
 */
export async function judgedScores(
  judge: Awaited<ReturnType<typeof aJudge>>,
  competitionId: string,
  submission: Record<string, string> | Buffer,
  position = 0,
): Promise<Record<string, string>> {
  const all = await db
    .select()
    .from(tasks)
    .where(eq(tasks.competitionId, competitionId))
    .orderBy(tasks.position);
  const columns = await db.select().from(metrics).where(eq(metrics.competitionId, competitionId));
  const task = all[position]!;
  const brought = async (hash: string | null) => {
    if (!hash) return null;
    await copyFile(await blobStore().path(hash), path.join(judge.folder, "blobs", hash));
    const [blob] = await db.select().from(blobs).where(eq(blobs.hash, hash));
    return { hash, size: blob!.size };
  };
  const finish = await judge.judgeFiles({
    attemptId: randomUUID(),
    leaseS: 10,
    submission: { ...(await judge.keep(submission)), fileName: "submission.zip", kind: "archive" },
    task: {
      scoringProgram: (await brought(task.scoringProgram))!,
      referenceData: await brought(task.referenceData),
      inputData: await brought(task.inputData),
      ingestionProgram: await brought(task.ingestionProgram),
      ingestionOnlyDuringScoring: task.ingestionOnlyDuringScoring,
    },
    image: "builtin",
    imageNamed: null,
    sameImage: false,
    gvisor: false,
    limits: Limits.parse({ wallS: 60, memoryBytes: 256 * 1024 ** 2 }),
    metricKeys: columns.filter((c) => !c.computation).map((c) => c.key),
    detailedResults: false,
    devices: [],
    phaseNumber: position + 1,
    seed: 0,
  });
  expect(finish.cause, JSON.stringify(finish)).toBe("accepted");
  return finish.scores;
}
