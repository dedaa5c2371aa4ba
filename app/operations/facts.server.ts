import { and, asc, count, eq, gte, inArray, min, ne, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { attempts, judgeDevices, judgeHosts, judgeQueues, runs } from "../../db/schema/index.ts";
import { HostFacts } from "../../judge/contract/protocol.ts";
import { SILENT_AFTER_MS } from "../queues/hosts-of-queue.server.ts";
import type { Limits } from "./troubles.ts";

/** More lanes are not looked at: each is a competition's wish for hosts of some kind. */
const MOST_LANES = 500;

/** What ended an attempt that the platform is to blame for: as the index of the table has it. */
export const PLATFORM_FAILED = sql`${attempts.outcome} in ('judge_broke', 'image_unavailable', 'lost')`;

/** From which figures on something is wrong. */
export function limits(): Limits {
  const config = webConfig();
  return {
    clockSkewMs: config.CLOCK_SKEW_WARN_MS,
    diskFreeBytes: config.ALERT_DISK_FREE_BYTES,
    failures: config.ALERT_FAILURES,
    failureShare: config.ALERT_FAILURE_SHARE,
    windowMinutes: config.ALERT_FAILURE_WINDOW_MINUTES,
  };
}

/** What waits, who could judge it, and how often that failed of late: read from what waits and what is there now. */
export async function judgingFacts(now: Date) {
  const since = new Date(now.getTime() - webConfig().ALERT_FAILURE_WINDOW_MINUTES * 60_000);
  const [lanes, hosts, devices, failed, ended] = await Promise.all([
    waitingLanes(),
    db
      .select({ host: judgeHosts, queue: judgeQueues.name, ownerId: judgeQueues.ownerId })
      .from(judgeHosts)
      .leftJoin(judgeQueues, eq(judgeQueues.id, judgeHosts.queueId))
      .where(ne(judgeHosts.state, "disabled"))
      .orderBy(asc(judgeHosts.name), asc(judgeHosts.id)),
    db
      .select()
      .from(judgeDevices)
      .where(inArray(judgeDevices.state, ["active", "quarantined"]))
      .orderBy(asc(judgeDevices.index), asc(judgeDevices.uuid)),
    db
      .select({ count: count() })
      .from(attempts)
      .where(and(PLATFORM_FAILED, gte(attempts.endedAt, since))),
    db
      .select({
        // Those that the platform gave up are among the failed attempts already.
        count: sql<number>`(count(*) filter (where ${runs.cause} is distinct from 'judge_broke'
          and ${runs.cause} is distinct from 'image_unavailable'))::int`,
      })
      .from(runs)
      .where(gte(runs.finishedAt, since)),
  ]);
  const broken = failed[0]?.count ?? 0;
  return {
    lanes,
    hosts: hosts.map(({ host, queue, ownerId }) => {
      const facts = HostFacts.safeParse(host.facts).data;
      return {
        id: host.id,
        name: host.name,
        queueId: host.queueId,
        queue,
        ownerId,
        state: host.state,
        alive: host.lastSeenAt !== null && now.getTime() - host.lastSeenAt.getTime() < SILENT_AFTER_MS,
        lastSeenAt: host.lastSeenAt,
        labels: host.labels,
        slots: host.slots,
        devices: devices.filter((device) => device.hostId === host.id && device.state === "active"),
        clockSkewMs: host.clockSkewMs,
        diskFreeBytes: facts?.diskFreeBytes ?? null,
        diskFull: facts?.diskFull ?? false,
        cpu: facts?.cpu ?? null,
        memory: facts?.memory ?? null,
      };
    }),
    quarantined: devices.filter((device) => device.state === "quarantined"),
    failures: { failed: broken, ended: broken + (ended[0]?.count ?? 0) },
  };
}

const waitingLanes = async () => {
  const lanes = await db
    .select({
      queueId: runs.queueId,
      queue: judgeQueues.name,
      ownerId: judgeQueues.ownerId,
      labels: runs.labels,
      gpus: runs.gpus,
      gpuMemoryBytes: runs.gpuMemoryBytes,
      runs: count(),
      oldest: min(runs.queuedAt),
    })
    .from(runs)
    .leftJoin(judgeQueues, eq(judgeQueues.id, runs.queueId))
    .where(eq(runs.state, "queued"))
    .groupBy(runs.queueId, judgeQueues.name, judgeQueues.ownerId, runs.labels, runs.gpus, runs.gpuMemoryBytes)
    .orderBy(asc(min(runs.queuedAt)))
    .limit(MOST_LANES);
  return lanes.flatMap((lane) => (lane.oldest ? [{ ...lane, oldest: lane.oldest }] : []));
};
