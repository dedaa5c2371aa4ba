import { count, eq, sum } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Executor } from "../../db/connect.ts";
import { people, uploads } from "../../db/schema/index.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { formatBytes } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** The sentence to who holds as many uploads, or as much, as one may. */
export const tooMany = refused("over_quota", "submissions.refusals.uploadsTooMany", { field: "file" });
/** The sentence to who sends more than one upload may hold. */
const tooLarge = (max: number) =>
  refused("invalid", "submissions.refusals.uploadTooLarge", {
    values: { max: formatBytes(max) },
    field: "file",
  });

/** How many bytes a person may still bring before their older uploads expire; null when they may begin none. */
async function roomOf(executor: Executor, personId: string): Promise<number | null> {
  const { UPLOADS_PER_PERSON, UPLOADS_PER_PERSON_BYTES } = webConfig();
  const [held] = await executor
    .select({ n: count(), bytes: sum(uploads.size) })
    .from(uploads)
    .where(eq(uploads.personId, personId));
  const left = UPLOADS_PER_PERSON_BYTES - Number(held?.bytes ?? 0);
  return (held?.n ?? 0) < UPLOADS_PER_PERSON && left >= 0 ? left : null;
}

/** What a file that comes in one piece may hold, asked before a byte of it is read. In bytes. */
export async function mostBytes(viewer: SignedInViewer): Promise<Outcome<number>> {
  if (!viewer.person.verified) return refused("forbidden", "submissions.refusals.unverified");
  const room = await roomOf(db, viewer.person.id);
  return room === null || room === 0 ? tooMany : done(Math.min(room, webConfig().UPLOAD_MAX_BYTES));
}

/** Writes an upload down as its person's, unless they hold as many or as much as one may; those that begin together count too. */
export function takeRoom(
  personId: string,
  upload: Omit<typeof uploads.$inferInsert, "personId">,
): Promise<Outcome<{ id: string }>> {
  const { size } = upload;
  const { UPLOAD_MAX_BYTES } = webConfig();
  return db.transaction(async (tx) => {
    if (size > UPLOAD_MAX_BYTES) return tooLarge(UPLOAD_MAX_BYTES);
    await tx.select({ id: people.id }).from(people).where(eq(people.id, personId)).for("no key update");
    const room = await roomOf(tx, personId);
    if (room === null || size > room) return tooMany;
    const fileName = upload.fileName.slice(-200);
    const [taken] = await tx
      .insert(uploads)
      .values({ ...upload, fileName, personId })
      .returning({ id: uploads.id });
    if (!taken) throw new Error("an upload was not written");
    return done(taken);
  });
}
