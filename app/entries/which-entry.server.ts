import { desc, eq, type SQL, sql } from "drizzle-orm";
import { entries } from "../../db/schema/index.ts";
import { isUuid } from "../web/ids.ts";

/** Of somebody's entries in a competition, the one that is meant when none is named comes first. */
export const meantFirst = [
  desc(sql`${entries.state} = 'accepted'`),
  desc(sql`${entries.state} = 'pending'`),
  desc(entries.createdAt),
];

/** The entry of this id; what is no id names nobody's, and without one each does. */
export const namedEntry = (entryId: string | null | undefined): SQL | undefined =>
  !entryId ? undefined : isUuid(entryId) ? eq(entries.id, entryId) : sql`false`;
