import { eq } from "drizzle-orm";
import { db, notify } from "../../db/connect.ts";
import { submissions } from "../../db/schema/index.ts";
import type { Viewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { ownSubmission } from "./own-submission.server.ts";

type Asked = { viewer: Viewer; submissionId: string; now: Date };
const NOTE_LENGTH = 2000;

/** A team changes the note of one of its submissions; an empty one is none. */
export async function changeNote({
  viewer,
  submissionId,
  note,
}: Asked & { note: string }): Promise<Outcome<null>> {
  const text = note.trim();
  if (text.length > NOTE_LENGTH)
    return refused("invalid", "submissions.refusals.noteTooLong", {
      field: "note",
      values: { max: NOTE_LENGTH },
    });
  return db.transaction(async (tx) => {
    const own = await ownSubmission(tx, viewer, submissionId);
    if (!own.ok) return own;
    await tx
      .update(submissions)
      .set({ note: text || null })
      .where(eq(submissions.id, submissionId));
    return done(null);
  });
}

/** A team opens one of its scored submissions to everybody, where the competition lets it, or closes it again. */
export async function makePublic({
  viewer,
  submissionId,
  open,
  now,
}: Asked & { open: boolean }): Promise<Outcome<null>> {
  return db.transaction(async (tx) => {
    const own = await ownSubmission(tx, viewer, submissionId);
    if (!own.ok) return own;
    const { submission, competition } = own.value;
    if (open && !competition.publicSubmissionsAllowed)
      return refused("forbidden", "submissions.refusals.publicNotAllowed");
    if (open && submission.state !== "scored")
      return refused("conflict", "submissions.refusals.publicNotScored");
    await tx
      .update(submissions)
      .set({ madePublicAt: open ? (submission.madePublicAt ?? now) : null })
      .where(eq(submissions.id, submissionId));
    await notify(tx, "submission_changed", { submissionId });
    return done(null);
  });
}
