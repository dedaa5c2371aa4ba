import { Readable } from "node:stream";
import { blobStore } from "../../db/blobs/disk.ts";
import { db } from "../../db/connect.ts";
import { deliverableSlots } from "../../db/schema/index.ts";

/** A slot that takes any file of up to 1 MiB until told otherwise. */
export async function aSlot(
  competition: { id: string },
  set: Partial<typeof deliverableSlots.$inferInsert> = {},
) {
  const [slot] = await db
    .insert(deliverableSlots)
    .values({
      competitionId: competition.id,
      position: 0,
      title: { en: "Source code" },
      maxBytes: 1024 * 1024,
      ...set,
    })
    .returning();
  return slot!;
}

/** A stored file, as a finished upload leaves it. */
export async function aFile(text: string, fileName: string) {
  const blob = await blobStore().put(Readable.from([Buffer.from(text, "latin1")]), { maxBytes: 10_000_000 });
  return { blob, fileName };
}

/** The beginning of a zip. */
export const ZIP = "PK\u0003\u0004";
