import { Readable } from "node:stream";
import { eq, max } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import type { Blob } from "../../db/blobs/store.ts";
import { useUp } from "../../db/blobs/use-up.ts";
import { db, type Executor } from "../../db/connect.ts";
import { competitions, submissions } from "../../db/schema/index.ts";
import type { SubmissionKind } from "../../db/vocabulary.ts";
import { inspectArchive } from "../../judge/contract/archive.ts";
import { checkAnswers, factQuestions } from "../competitions/fact-sheet.ts";
import { mayTakePart, organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { formatBytes } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { FACT_FIELD } from "./fact-field.ts";
import { imageReference } from "./image-reference.ts";
import { isImageTar } from "./inspect-image-tar.server.ts";
import { maySubmit } from "./may-submit.ts";
import { packFile } from "./pack-file.server.ts";
import { plainFileName } from "./plain-file.ts";
import { queueRuns } from "./queue-runs.server.ts";
import { standingFacts } from "./standing-facts.server.ts";

type Asked = {
  viewer: Viewer;
  slug: string;
  /** Which of the viewer's entries; without it the one that is meant when none is named. */
  entryId?: string | null | undefined;
  /** Which phase; without it the one that is open. */
  phasePosition?: number | undefined;
  note?: string | undefined;
  /** Answers to the competition's fact sheet, by key. */
  factSheet?: Readonly<Record<string, unknown>> | undefined;
  /** The resumable upload that brought the file: handed in, it is used up. */
  uploadId?: string | undefined;
  now: Date;
} & (
  | { kind?: "archive" | "image_tar" | undefined; blob: Blob; fileName: string }
  /** The name of a container image that judge hosts pull. */
  | { kind: "image_reference"; reference: string }
);

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

const NOTE_LENGTH = 2000;

/**
 * Hands in a file or an image's name for the viewer's team: one submission, and one run for each task of
 * the phase; where organisers start runs themselves, it is held until they do. Refused, nothing is written;
 * and however many arrive together, no more are taken than the quota allows.
 */
export async function submit(asked: Asked): Promise<Outcome<{ id: string; number: number }>> {
  // Looked at first without holding anything: opening an archive may take a while.
  const early = await weigh(db, asked, false);
  if (!early.ok) return early;
  const brought = await take(asked);
  if (!brought.ok) return brought;
  const { blob, fileName } = brought.value;

  return db.transaction(async (tx) => {
    const weighed = await weigh(tx, asked, true);
    if (!weighed.ok) return weighed;
    const { competition, entry, phase, taskIds, personId, answers } = weighed.value;
    if (asked.uploadId && !(await useUp(tx, personId, asked.uploadId)))
      return refused("conflict", "submissions.refusals.handedInAlready", { field: "file" });
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
    const state = competition.autoRun ? ("queued" as const) : ("held" as const);
    const [submission] = await tx
      .insert(submissions)
      .values({
        competitionId: competition.id,
        phaseId: phase.id,
        entryId: entry.id,
        personId,
        number,
        kind: kindOf(asked),
        blobHash: blob.hash,
        fileName,
        factSheet: answers,
        note: asked.note?.trim().slice(0, NOTE_LENGTH) || null,
        state,
        submittedAt: asked.now,
      })
      .returning({ id: submissions.id });
    if (!submission) throw new Error("the submission was not written");
    const place = { entryId: entry.id, competitionId: competition.id, phaseId: phase.id };
    await queueRuns(tx, { submission: { id: submission.id, ...place }, taskIds, state, now: asked.now });
    return done({ id: submission.id, number });
  });
}

const kindOf = (asked: Asked): SubmissionKind => asked.kind ?? "archive";

async function weigh(executor: Executor, asked: Asked, lock: boolean) {
  const { viewer, slug, entryId, phasePosition, now } = asked;
  if (!viewer.person) return refused("signed_out", "submissions.refusals.noEntry");
  if (!mayTakePart(viewer)) return refused("forbidden", "submissions.refusals.unverified");
  const personId = viewer.person.id;
  const facts = await standingFacts(executor, { personId, slug, entryId, phasePosition, now, lock });
  if (!facts) return refused("not_found", "submissions.refusals.notFound");
  const { competition, entry, phase, taskIds, usage } = facts;
  if (competition.state === "draft" && !organisesCompetition(viewer, competition.id))
    return refused("not_found", "submissions.refusals.notFound");
  if (!phase && phasePosition !== undefined)
    return refused("not_found", "submissions.refusals.noPhase", { field: "phase" });
  const may = maySubmit({
    competition,
    entry,
    phase: phase && {
      ...phase,
      ...usage?.quota,
      timeZone: competition.timeZone,
      tasks: taskIds.length,
    },
    used: usage?.used ?? { today: 0, month: 0, total: 0, waiting: 0 },
    kind: kindOf(asked),
    now,
  });
  if (!may.ok) return may;
  const most = webConfig().SUBMISSION_MAX_BYTES;
  if (asked.kind !== "image_reference" && asked.blob.size > most)
    return refused("invalid", "submissions.refusals.tooLarge", {
      field: "file",
      values: { max: formatBytes(most) },
    });
  if (!entry || !phase) throw new Error("a submission without an entry or a phase was allowed");
  const questions = factQuestions(competition.factSheet);
  const checked = checkAnswers(questions, asked.factSheet ?? {});
  if (!checked.ok) {
    const [{ key, reason, values }] = checked.problems;
    return refused("invalid", reason, { field: `${FACT_FIELD}${key}`, values });
  }
  const answers = questions.length === 0 ? null : checked.answers;
  return done({ competition, entry, phase, taskIds, personId, answers });
}

/** What is handed in, in the store and looked at: an archive that unpacks, an image, or an image's name. */
async function take(asked: Asked): Promise<Outcome<{ blob: Blob; fileName: string }>> {
  if (asked.kind === "image_reference") {
    const reference = imageReference(asked.reference);
    if (!reference) return refused("invalid", "submissions.refusals.notAReference", { field: "reference" });
    const json = JSON.stringify({ reference });
    const blob = await blobStore().put(Readable.from([json]), { maxBytes: json.length });
    return done({ blob, fileName: reference });
  }
  const given = asked.fileName.slice(-200);
  const plain = asked.kind === "image_tar" ? null : plainFileName(given);
  const fileName = plain ? `${plain}.zip` : given;
  const blob = plain ? await packFile(asked.blob, plain) : asked.blob;
  const unfit = asked.kind === "image_tar" ? await imageRefusal(blob) : await archiveRefusal(blob);
  return unfit ?? done({ blob, fileName });
}

const imageRefusal = async (blob: Blob) =>
  (await isImageTar(await blobStore().path(blob.hash)))
    ? null
    : refused("invalid", "submissions.refusals.notAnImage", { field: "file" });

async function archiveRefusal(blob: Blob) {
  const { ARCHIVE_MAX_FILES, ARCHIVE_MAX_BYTES, ARCHIVE_MAX_RATIO } = webConfig();
  const inspected = await inspectArchive(await blobStore().path(blob.hash), {
    maxFiles: ARCHIVE_MAX_FILES,
    maxBytes: ARCHIVE_MAX_BYTES,
    maxRatio: ARCHIVE_MAX_RATIO,
  });
  return inspected.ok ? null : refused("invalid", PROBLEMS[inspected.problem], { field: "file" });
}
