import { and, eq, isNull, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";
import { done, type Outcome } from "../web/outcome.ts";

/** Marks one notice of a person's as read, or with null all; what is not theirs stays. Answers how many. */
export async function markRead(command: {
  personId: string;
  id: string | null;
  now: Date;
}): Promise<Outcome<{ read: number }>> {
  const { personId, id, now } = command;
  const read = await db
    .update(notices)
    .set({ readAt: now })
    .where(
      and(
        eq(notices.personId, personId),
        isNull(notices.readAt),
        id === null ? undefined : sql`${notices.id}::text = ${id}`,
      ),
    )
    .returning({ id: notices.id });
  return done({ read: read.length });
}
