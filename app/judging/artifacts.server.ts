import type { Readable } from "node:stream";
import { blobStore } from "../../db/blobs/disk.ts";
import { TooLarge } from "../../db/blobs/store.ts";
import { db } from "../../db/connect.ts";
import { artifacts } from "../../db/schema/index.ts";
import type { ArtifactKind } from "../../db/vocabulary.ts";
import { artifactBytes } from "../../judge/contract/limits.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { currentAttempt, givenTo } from "./attempt.server.ts";

/** The bytes of a file the attempt needs: its submission, or a part of its task. Nothing else is given. */
export async function attemptFile({
  hostId,
  attemptId,
  hash,
}: {
  hostId: string;
  attemptId: string;
  hash: string;
}): Promise<Outcome<Readable>> {
  const current = await currentAttempt(db, hostId, attemptId);
  if (!current.ok) return current;
  const { submission, task } = givenTo(current.value);
  const { scoringProgram, referenceData, inputData, ingestionProgram } = task;
  const needed = [submission, scoringProgram, referenceData, inputData, ingestionProgram];
  if (!needed.some((file) => file?.hash === hash))
    return refused("not_found", "judging.refusals.unknownFile");
  return done(await blobStore().open(hash));
}

/** Keeps what an attempt left behind. Sent again, the newer one stands. */
export async function putArtifact({
  hostId,
  attemptId,
  kind,
  content,
}: {
  hostId: string;
  attemptId: string;
  kind: ArtifactKind;
  content: Readable;
}): Promise<Outcome<{ hash: string; size: number }>> {
  const current = await currentAttempt(db, hostId, attemptId);
  if (!current.ok) return current;
  const maxBytes = artifactBytes(kind, givenTo(current.value).limits);
  const stored = await blobStore()
    .put(content, { maxBytes })
    .catch((error: unknown) => {
      if (error instanceof TooLarge) return null;
      throw error;
    });
  if (!stored) return refused("invalid", "judging.refusals.artifactTooLarge", { values: { maxBytes } });
  return db.transaction(async (tx) => {
    // The upload may have outlived the attempt.
    const still = await currentAttempt(tx, hostId, attemptId);
    if (!still.ok) return still;
    await tx
      .insert(artifacts)
      .values({ attemptId, kind, blobHash: stored.hash, size: stored.size })
      .onConflictDoUpdate({
        target: [artifacts.attemptId, artifacts.kind],
        set: { blobHash: stored.hash, size: stored.size },
      });
    return done({ hash: stored.hash, size: stored.size });
  });
}
