import { asc, count, eq, isNull } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { attempts, judgeHosts, runs } from "../../db/schema/index.ts";
import { mayOperate } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { SILENT_AFTER_MS } from "../queues/hosts-of-queue.server.ts";

/** The installation's judge hosts, for its operators; null for anybody else. */
export async function judgeHostsFor(viewer: Viewer, now: Date) {
  if (!mayOperate(viewer)) return null;
  const hosts = await db
    .select({
      id: judgeHosts.id,
      name: judgeHosts.name,
      state: judgeHosts.state,
      labels: judgeHosts.labels,
      slots: judgeHosts.slots,
      facts: judgeHosts.facts,
      lastSeenAt: judgeHosts.lastSeenAt,
    })
    .from(judgeHosts)
    .orderBy(asc(judgeHosts.name));
  const working = await db
    .select({ hostId: attempts.hostId, count: count() })
    .from(attempts)
    .where(isNull(attempts.endedAt))
    .groupBy(attempts.hostId);
  const [queue] = await db.select({ length: count() }).from(runs).where(eq(runs.state, "queued"));
  return {
    hosts: hosts.map((host) => ({
      ...host,
      working: working.find((row) => row.hostId === host.id)?.count ?? 0,
      alive: host.lastSeenAt !== null && now.getTime() - host.lastSeenAt.getTime() < SILENT_AFTER_MS,
    })),
    queueLength: queue?.length ?? 0,
  };
}
