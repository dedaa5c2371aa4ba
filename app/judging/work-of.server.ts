import { createHash } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "../../db/connect.ts";
import {
  attempts,
  blobs,
  competitions,
  metrics,
  phases,
  runs,
  submissions,
  tasks,
} from "../../db/schema/index.ts";
import { imageFor } from "../../judge/contract/image-map.ts";
import { asksForGvisor, Facts, Work } from "../../judge/contract/protocol.ts";
import { imageTable } from "../competitions/images.server.ts";
import { installationLimits } from "../competitions/installation-limits.server.ts";
import { limitsOf } from "../competitions/limits-of.ts";
import { fixedImage } from "./fixed-image.server.ts";

/** What is an attempt's own, whatever its run is about. */
type Own = Pick<Work, "attemptId" | "leaseS" | "devices">;

/** Everything that a host needs to judge a run as its competition says now, or, done again, as it was then. */
export async function workOf(tx: Transaction, runId: string, own: Own): Promise<Work> {
  const [found] = await tx
    .select({ run: runs, submission: submissions, task: tasks, phase: phases, competition: competitions })
    .from(runs)
    .innerJoin(submissions, eq(submissions.id, runs.submissionId))
    .innerJoin(tasks, eq(tasks.id, runs.taskId))
    .innerJoin(phases, eq(phases.id, submissions.phaseId))
    .innerJoin(competitions, eq(competitions.id, runs.competitionId))
    .where(eq(runs.id, runId));
  if (!found) throw new Error(`run ${runId} has lost its submission`);
  const { run, submission, task, phase, competition } = found;
  if (run.reproduces) return { ...(await workAgain(tx, run.reproduces)), ...own };

  const { scoringProgram, referenceData, inputData, ingestionProgram } = task;
  const hashes = [submission.blobHash, scoringProgram, referenceData, inputData, ingestionProgram];
  const stored = await tx
    .select({ hash: blobs.hash, size: blobs.size })
    .from(blobs)
    .where(
      inArray(
        blobs.hash,
        hashes.filter((hash) => hash !== null),
      ),
    );
  const file = (hash: string) => {
    const blob = stored.find((b) => b.hash === hash);
    if (!blob) throw new Error(`the store has lost ${hash}`);
    return blob;
  };
  const columns = await tx
    .select({ key: metrics.key })
    .from(metrics)
    .where(and(eq(metrics.competitionId, competition.id), sql`${metrics.computation} is null`));

  const { image } = imageFor(competition.image, await imageTable(tx));
  return {
    ...own,
    submission: { ...file(submission.blobHash), fileName: submission.fileName, kind: submission.kind },
    task: {
      scoringProgram: file(scoringProgram),
      referenceData: referenceData === null ? null : file(referenceData),
      inputData: inputData === null ? null : file(inputData),
      ingestionProgram: ingestionProgram === null ? null : file(ingestionProgram),
      ingestionOnlyDuringScoring: task.ingestionOnlyDuringScoring,
    },
    image: (await fixedImage(tx, competition.id, image))?.exact ?? image,
    imageNamed: competition.image,
    sameImage: false,
    gvisor: asksForGvisor(run.labels),
    limits: limitsOf(phase, task, installationLimits()),
    metricKeys: columns.map((column) => column.key),
    detailedResults: competition.detailedResults,
    phaseNumber: phase.position + 1,
    seed: seedOf(submission.id, task.id),
  };
}

/** A number of 31 bits that is a submission's own in a task: whoever judges it again gives it the same. */
const seedOf = (submissionId: string, taskId: string): number =>
  createHash("sha256").update(`${submissionId}/${taskId}`).digest().readUInt32BE() & 0x7fffffff;

/** What an earlier run's last attempt was given, with the very image that it found. */
async function workAgain(tx: Transaction, runId: string): Promise<Work> {
  const [before] = await tx
    .select({ work: attempts.work, facts: attempts.facts })
    .from(attempts)
    .innerJoin(runs, and(eq(runs.id, attempts.runId), eq(runs.attemptNumber, attempts.number)))
    .where(eq(runs.id, runId));
  const work = Work.parse(before?.work);
  const { ran } = Facts.parse(before?.facts);
  return ran ? { ...work, image: ran.image, sameImage: true } : work;
}
