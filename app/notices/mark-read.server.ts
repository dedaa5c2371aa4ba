import { and, eq, isNull, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome } from "../web/outcome.ts";

/** Marks one notice of the viewer's as read, or with null all; what is not theirs stays. Answers how many. */
export async function markRead(command: {
  viewer: SignedInViewer;
  id: string | null;
  now: Date;
}): Promise<Outcome<{ read: number }>> {
  const { viewer, id, now } = command;
  const read = await db
    .update(notices)
    .set({ readAt: now })
    .where(
      and(
        eq(notices.personId, viewer.person.id),
        isNull(notices.readAt),
        id === null ? undefined : sql`${notices.id}::text = ${id}`,
      ),
    )
    .returning({ id: notices.id });
  return done({ read: read.length });
}
