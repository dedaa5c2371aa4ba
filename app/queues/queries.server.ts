import { asc, eq, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitions, judgeHosts, judgeQueues, people, runs } from "../../db/schema/index.ts";
import type { Viewer } from "../people/viewer.ts";
import { SILENT_AFTER_MS } from "./hosts-of-queue.server.ts";
import { choosableBy, managedBy, mayMakeQueues, ofThese } from "./seen-queues.server.ts";

const facts = (viewer: Viewer, now: Date) => {
  const heard = new Date(now.getTime() - SILENT_AFTER_MS).toISOString();
  return {
    id: judgeQueues.id,
    name: judgeQueues.name,
    note: judgeQueues.note,
    open: judgeQueues.open,
    /** Null for the installation's operators. */
    owner: people.name,
    /** May change it. */
    manages: sql<boolean>`${managedBy(viewer)}`,
    hosts: sql<number>`(select count(*)::int from ${judgeHosts} where ${judgeHosts.queueId} = ${judgeQueues.id})`,
    online: sql<number>`(select count(*)::int from ${judgeHosts} where ${judgeHosts.queueId} = ${judgeQueues.id}
      and ${judgeHosts.state} = 'active' and ${judgeHosts.lastSeenAt} > ${heard}::timestamptz)`,
    competitions: sql<number>`(select count(*)::int from ${competitions} where ${competitions.queueId} = ${judgeQueues.id})`,
    waiting: sql<number>`(select count(*)::int from ${runs} where ${runs.queueId} = ${judgeQueues.id} and ${runs.state} = 'queued')`,
  };
};

/** The queues that the viewer may choose for a competition, by name: own and open ones; operators see all. */
export const queuesFor = (viewer: Viewer, now: Date) =>
  db
    .select(facts(viewer, now))
    .from(judgeQueues)
    .leftJoin(people, eq(people.id, judgeQueues.ownerId))
    .where(choosableBy(viewer))
    .orderBy(asc(judgeQueues.name));
export type SeenQueue = Awaited<ReturnType<typeof queuesFor>>[number];

/** The same for the page on which organisers make queues; null for whoever makes none. */
export const queuesPage = async (viewer: Viewer, now: Date): Promise<SeenQueue[] | null> =>
  mayMakeQueues(viewer) ? queuesFor(viewer, now) : null;

/** A queue that the viewer may change, or null. */
export async function managedQueue(viewer: Viewer, id: string, now: Date): Promise<SeenQueue | null> {
  const [found] = await db
    .select(facts(viewer, now))
    .from(judgeQueues)
    .leftJoin(people, eq(people.id, judgeQueues.ownerId))
    .where(ofThese(id, managedBy(viewer)));
  return found ?? null;
}
