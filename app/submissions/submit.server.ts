import { eq, max } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import type { Blob } from "../../db/blobs/store.ts";
import { db, type Executor, notify } from "../../db/connect.ts";
import { competitions, runs, submissions } from "../../db/schema/index.ts";
import { inspectArchive } from "../../judge/contract/archive.ts";
import { mayTakePart, organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { formatBytes } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { maySubmit } from "./may-submit.ts";
import { standingFacts } from "./standing-facts.server.ts";

type Asked = {
  viewer: Viewer;
  slug: string;
  /** Which phase; without it the one that is open. */
  phasePosition?: number | undefined;
  blob: Blob;
  fileName: string;
  note?: string | undefined;
  now: Date;
};

const PROBLEMS = {
  not_an_archive: "submissions.refusals.notAnArchive",
  too_many_files: "submissions.refusals.tooManyFiles",
  too_large: "submissions.refusals.unpacksTooLarge",
  bomb: "submissions.refusals.bomb",
  outside: "submissions.refusals.outside",
  link: "submissions.refusals.link",
  damaged: "submissions.refusals.damaged",
  encrypted: "submissions.refusals.encrypted",
} as const;

/**
 * Hands in a stored file for the viewer's team: one submission, and one run for each task of the phase.
 * Refused, nothing is written; and however many arrive together, no more are taken than the quota allows.
 */
export async function submit(asked: Asked): Promise<Outcome<{ id: string; number: number }>> {
  // Looked at first without holding anything: opening an archive may take a while.
  const early = await weigh(db, asked, false);
  if (!early.ok) return early;
  const unfit = await archiveRefusal(asked.blob);
  if (unfit) return unfit;

  return db.transaction(async (tx) => {
    const weighed = await weigh(tx, asked, true);
    if (!weighed.ok) return weighed;
    const { competition, entry, phase, taskIds, personId } = weighed.value;
    await tx
      .select({ id: competitions.id })
      .from(competitions)
      .where(eq(competitions.id, competition.id))
      .for("no key update");
    const [last] = await tx
      .select({ number: max(submissions.number) })
      .from(submissions)
      .where(eq(submissions.competitionId, competition.id));
    const number = (last?.number ?? 0) + 1;
    const [submission] = await tx
      .insert(submissions)
      .values({
        competitionId: competition.id,
        phaseId: phase.id,
        entryId: entry.id,
        personId,
        number,
        blobHash: asked.blob.hash,
        fileName: asked.fileName.slice(-200),
        note: asked.note?.trim() || null,
        submittedAt: asked.now,
      })
      .returning({ id: submissions.id });
    if (!submission) throw new Error("the submission was not written");
    const queued = await tx
      .insert(runs)
      .values(
        taskIds.map((taskId) => ({
          submissionId: submission.id,
          taskId,
          entryId: entry.id,
          competitionId: competition.id,
          queuedAt: asked.now,
        })),
      )
      .returning({ id: runs.id });
    for (const run of queued) await notify(tx, "run_queued", { runId: run.id });
    return done({ id: submission.id, number });
  });
}

async function weigh(executor: Executor, { viewer, slug, phasePosition, blob, now }: Asked, lock: boolean) {
  if (!viewer.person) return refused("signed_out", "submissions.refusals.noEntry");
  if (!mayTakePart(viewer)) return refused("forbidden", "submissions.refusals.unverified");
  const personId = viewer.person.id;
  const facts = await standingFacts(executor, { personId, slug, phasePosition, now, lock });
  if (!facts) return refused("not_found", "submissions.refusals.notFound");
  const { competition, entry, phase, taskIds } = facts;
  if (competition.state === "draft" && !organisesCompetition(viewer, competition.id))
    return refused("not_found", "submissions.refusals.notFound");
  if (!phase && phasePosition !== undefined)
    return refused("not_found", "submissions.refusals.noPhase", { field: "phase" });
  const may = maySubmit({ ...facts, phase: phase && { ...phase, tasks: taskIds.length }, now });
  if (!may.ok) return may;
  const most = webConfig().SUBMISSION_MAX_BYTES;
  if (blob.size > most)
    return refused("invalid", "submissions.refusals.tooLarge", {
      field: "file",
      values: { max: formatBytes(most) },
    });
  if (!entry || !phase) throw new Error("a submission without an entry or a phase was allowed");
  return done({ competition, entry, phase, taskIds, personId });
}

async function archiveRefusal(blob: Blob) {
  const { ARCHIVE_MAX_FILES, ARCHIVE_MAX_BYTES, ARCHIVE_MAX_RATIO } = webConfig();
  const inspected = await inspectArchive(await blobStore().path(blob.hash), {
    maxFiles: ARCHIVE_MAX_FILES,
    maxBytes: ARCHIVE_MAX_BYTES,
    maxRatio: ARCHIVE_MAX_RATIO,
  });
  return inspected.ok ? null : refused("invalid", PROBLEMS[inspected.problem], { field: "file" });
}
