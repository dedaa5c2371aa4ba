import { and, asc, desc, eq, or, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { competitions, judgeHosts, judgeQueues, people, runs } from "../../db/schema/index.ts";
import type { Viewer } from "../people/viewer.ts";
import { highestTurn, type TurnFacts } from "./highest-turn.ts";
import { hostsOfQueue, SILENT_AFTER_MS } from "./hosts-of-queue.server.ts";
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

/** Those that a competition may be given, with the one that it has, be it closed to the viewer by now. */
export const queueChoices = (viewer: Viewer, chosen: string | null, now: Date) =>
  db
    .select(facts(viewer, now))
    .from(judgeQueues)
    .leftJoin(people, eq(people.id, judgeQueues.ownerId))
    .where(chosen ? or(eq(judgeQueues.id, chosen), choosableBy(viewer)) : choosableBy(viewer))
    .orderBy(asc(judgeQueues.name));

/** The queue of a name, in letters of any size, if the viewer may choose it; their own before an open one. */
export async function queueByName(
  viewer: Viewer,
  name: string,
): Promise<{ id: string; name: string } | null> {
  const [found] = await db
    .select({ id: judgeQueues.id, name: judgeQueues.name })
    .from(judgeQueues)
    .where(and(eq(sql`lower(${judgeQueues.name})`, name.trim().toLowerCase()), choosableBy(viewer)))
    .orderBy(
      sql`${judgeQueues.ownerId} is not distinct from ${viewer.person?.id ?? null}::uuid desc`,
      desc(judgeQueues.open),
      asc(judgeQueues.createdAt),
    )
    .limit(1);
  return found ?? null;
}

/** Queues for the page on which organisers make queues; null for whoever makes none. */
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

/** The highest turn that a competition's runs have where they are judged; null for any. */
export async function turnEnd(
  competition: Omit<TurnFacts, "queueOwner"> & { queueId: string | null },
): Promise<number | null> {
  const [queue] = competition.queueId
    ? await db
        .select({ ownerId: judgeQueues.ownerId })
        .from(judgeQueues)
        .where(eq(judgeQueues.id, competition.queueId))
    : [];
  const facts = { ...competition, queueOwner: queue?.ownerId ?? null };
  const highest = highestTurn(facts, webConfig().SHARED_QUEUE_TURN);
  return Number.isFinite(highest) ? highest : null;
}

/** The hosts that would judge a run of the queue now, or of no queue; for screens, which reach no database. */
export const hostsNow = (queueId: string | null, now: Date) => hostsOfQueue(db, queueId, now);
