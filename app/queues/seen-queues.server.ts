import { and, eq, or, type SQL, sql } from "drizzle-orm";
import { judgeQueues } from "../../db/schema/index.ts";
import { mayCreate, mayOperate } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";

/** Makes queues: whoever makes competitions. */
export const mayMakeQueues = (viewer: Viewer): boolean => viewer.person !== null && mayCreate(viewer);

/** A condition on `judge_queues`: those that the viewer may change and put hosts in; operators all. */
export const managedBy = (viewer: Viewer): SQL =>
  mayOperate(viewer) ? sql`true` : viewer.person ? eq(judgeQueues.ownerId, viewer.person.id) : sql`false`;

/** Those that the viewer may choose for a competition: their own and open ones. */
export const choosableBy = (viewer: Viewer): SQL => or(managedBy(viewer), eq(judgeQueues.open, true))!;

/** The queue of this id, if it is one of them. */
export const ofThese = (id: string, these: SQL): SQL => and(sql`${judgeQueues.id}::text = ${id}`, these)!;
