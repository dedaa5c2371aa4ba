import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import { judgeDevices, judgeHosts } from "../../db/schema/index.ts";
import type { AbleHost } from "./fit.ts";

/** A host asks for work at least this often while it lives. */
export const SILENT_AFTER_MS = 90_000;

/**
 * The hosts that judge the runs of a queue now, or with null those of no queue: active and lately heard of, with
 * every device that is not in quarantine, busy or free.
 */
export async function hostsOfQueue(
  executor: Executor,
  queueId: string | null,
  now: Date,
): Promise<AbleHost[]> {
  const hosts = await executor
    .select({ id: judgeHosts.id, slots: judgeHosts.slots, labels: judgeHosts.labels })
    .from(judgeHosts)
    .where(
      and(
        eq(judgeHosts.state, "active"),
        gt(judgeHosts.lastSeenAt, new Date(now.getTime() - SILENT_AFTER_MS)),
        queueId === null ? isNull(judgeHosts.queueId) : eq(judgeHosts.queueId, queueId),
      ),
    );
  if (hosts.length === 0) return [];
  const devices = await executor
    .select({
      id: judgeDevices.id,
      hostId: judgeDevices.hostId,
      uuid: judgeDevices.uuid,
      name: judgeDevices.name,
      memoryBytes: judgeDevices.memoryBytes,
    })
    .from(judgeDevices)
    .where(
      and(
        eq(judgeDevices.state, "active"),
        inArray(
          judgeDevices.hostId,
          hosts.map((host) => host.id),
        ),
      ),
    );
  return hosts.map((host) => ({ ...host, devices: devices.filter((device) => device.hostId === host.id) }));
}
