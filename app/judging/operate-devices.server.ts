import { and, asc, eq, ne, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { judgeDevices, judgeHosts } from "../../db/schema/index.ts";
import { HostFacts, SelfTest } from "../../judge/contract/protocol.ts";
import { recordAct } from "../people/audit.server.ts";
import { mayOperate } from "../people/permissions.ts";
import type { SignedInViewer, Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { deviceStanding } from "./device-standing.ts";

/** The judge hosts with what they found of themselves and their devices, for operators; null for anybody else. */
export async function devicesFor(viewer: Viewer) {
  if (!mayOperate(viewer)) return null;
  const hosts = await db
    .select()
    .from(judgeHosts)
    .where(ne(judgeHosts.state, "disabled"))
    .orderBy(asc(judgeHosts.name));
  const devices = await db
    .select({
      device: judgeDevices,
      lease: sql<string | null>`(select case when l.ended_at is null then 'running' else 'ended' end
        from device_leases l where l.device_id = ${judgeDevices.id} order by l.ended_at nulls first limit 1)`,
    })
    .from(judgeDevices)
    .orderBy(asc(judgeDevices.index), asc(judgeDevices.uuid));
  return hosts.map((host) => ({
    id: host.id,
    name: host.name,
    problem: HostFacts.shape.deviceProblem
      .catch(null)
      .parse((host.facts as { deviceProblem?: unknown } | null)?.deviceProblem),
    selfTest: SelfTest.nullable().catch(null).parse(host.selfTest),
    selfTestAt: host.selfTestAt,
    selfTestWanted: host.selfTestWanted,
    devices: devices
      .filter((row) => row.device.hostId === host.id)
      .map(({ device, lease }) => ({
        id: device.id,
        uuid: device.uuid,
        name: device.name,
        kind: device.kind,
        index: device.index,
        memoryBytes: device.memoryBytes,
        reason: device.reason,
        stateAt: device.stateAt,
        releaseWanted: device.releaseWanted,
        standing: deviceStanding(
          { ...device, lease: lease as "running" | "ended" | null },
          devices.some(
            (one) =>
              one.device.hostId === host.id &&
              one.device.parentUuid === device.uuid &&
              one.device.state !== "gone",
          ),
        ),
      })),
  }));
}

/**
 * Has a host test itself before it takes more runs on devices, to let a device out of quarantine: it is out once it
 * passes. Operators only.
 */
export async function wantDeviceBack({
  viewer,
  hostId,
  deviceId,
  now,
}: {
  viewer: SignedInViewer;
  hostId: string;
  deviceId: string;
  now: Date;
}): Promise<Outcome<null>> {
  if (!mayOperate(viewer)) return refused("forbidden", "judging.refusals.ownersOnly");
  if (!isUuid(hostId) || !isUuid(deviceId)) return refused("not_found", "judging.refusals.noSuchDevice");
  return db.transaction(async (tx) => {
    const [device] = await tx
      .update(judgeDevices)
      .set({ releaseWanted: true })
      .where(
        and(
          eq(judgeDevices.id, deviceId),
          eq(judgeDevices.hostId, hostId),
          eq(judgeDevices.state, "quarantined"),
        ),
      )
      .returning({ uuid: judgeDevices.uuid, reason: judgeDevices.reason });
    if (!device) return refused("not_found", "judging.refusals.noSuchDevice");
    await tx.update(judgeHosts).set({ selfTestWanted: true }).where(eq(judgeHosts.id, hostId));
    await recordAct(tx, { viewer, act: "device.releaseAsked", subjectId: deviceId, details: device, now });
    return done(null);
  });
}
