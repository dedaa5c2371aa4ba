import { and, asc, count, eq, gte, inArray, isNull, lt, ne, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { attempts, hostSamples, judgeHosts } from "../../db/schema/index.ts";
import { HostFacts } from "../../judge/contract/protocol.ts";
import { SILENT_AFTER_MS } from "../queues/hosts-of-queue.server.ts";
import { addLook, type Look } from "./add-look.ts";

/** How long a span is that is kept as one row. */
const SPAN_MS = 600_000;
const DAY_MS = 86_400_000;

/**
 * Adds how busy each host is now to the span of ten minutes that `now` is in, and drops what is older than
 * HISTORY_DAYS. Silent hosts leave a gap. One process at a time: it reads, adds and writes.
 */
export async function sampleHosts(now: Date): Promise<void> {
  const at = new Date(Math.floor(now.getTime() / SPAN_MS) * SPAN_MS);
  const [hosts, working, kept] = await Promise.all([
    db
      .select({ id: judgeHosts.id, slots: judgeHosts.slots, facts: judgeHosts.facts })
      .from(judgeHosts)
      .where(
        and(
          ne(judgeHosts.state, "disabled"),
          gte(judgeHosts.lastSeenAt, new Date(now.getTime() - SILENT_AFTER_MS)),
        ),
      ),
    db
      .select({ hostId: attempts.hostId, count: count() })
      .from(attempts)
      .where(isNull(attempts.endedAt))
      .groupBy(attempts.hostId),
    db.select().from(hostSamples).where(eq(hostSamples.at, at)),
  ]);
  const rows = hosts.map((host) => {
    const look = lookAt(
      HostFacts.safeParse(host.facts).data,
      host.slots,
      working.find((row) => row.hostId === host.id)?.count ?? 0,
    );
    const before = kept.find((row) => row.hostId === host.id);
    return { hostId: host.id, at, ...addLook(before, look) };
  });
  await db.transaction(async (tx) => {
    if (rows.length > 0)
      await tx
        .insert(hostSamples)
        .values(rows)
        .onConflictDoUpdate({
          target: [hostSamples.hostId, hostSamples.at],
          set: {
            looks: sql`excluded.looks`,
            working: sql`excluded.working`,
            slots: sql`excluded.slots`,
            cpu: sql`excluded.cpu`,
            memory: sql`excluded.memory`,
            diskFreeBytes: sql`excluded.disk_free_bytes`,
            devices: sql`excluded.devices`,
          },
        });
    const oldest = new Date(now.getTime() - webConfig().HISTORY_DAYS * DAY_MS);
    await tx.delete(hostSamples).where(lt(hostSamples.at, oldest));
  });
}

function lookAt(facts: HostFacts | undefined, slots: number, working: number): Look {
  const devices = facts?.devices ?? [];
  return {
    working,
    slots,
    cpu: facts?.cpu ?? null,
    memory: facts?.memory ?? null,
    diskFreeBytes: facts?.diskFreeBytes ?? null,
    devices:
      devices.length === 0
        ? null
        : Object.fromEntries(
            devices.map(({ uuid, utilisation, usedBytes, memoryBytes }) => [
              uuid,
              { utilisation, memory: memoryBytes > 0 ? Math.min(1, usedBytes / memoryBytes) : null },
            ]),
          ),
  };
}

/** What the devices of a host did in the last day, oldest first: a row for each span that it was heard of in. */
export const deviceHistory = (hostId: string, now: Date) =>
  db
    .select({ at: hostSamples.at, devices: hostSamples.devices })
    .from(hostSamples)
    .where(and(eq(hostSamples.hostId, hostId), gte(hostSamples.at, new Date(now.getTime() - DAY_MS))))
    .orderBy(asc(hostSamples.at));

/** The share of its slots that each of the hosts had at work, hour by hour since `since`. */
export async function useByHour(hostIds: readonly string[], since: Date) {
  if (hostIds.length === 0) return [];
  const hour = sql<string>`date_trunc('hour', ${hostSamples.at}, 'UTC')`;
  const rows = await db
    .select({
      hostId: hostSamples.hostId,
      hour: sql<string>`${hour}::text`,
      share: sql<number>`(sum(${hostSamples.working}) / nullif(sum(${hostSamples.slots}), 0))::float8`,
    })
    .from(hostSamples)
    .where(and(inArray(hostSamples.hostId, [...hostIds]), gte(hostSamples.at, since)))
    .groupBy(hostSamples.hostId, hour);
  return rows.map((row) => ({ ...row, hour: new Date(row.hour) }));
}
