import { and, asc, eq, sql } from "drizzle-orm";
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
  const hosts = await db.select().from(judgeHosts).orderBy(asc(judgeHosts.name));
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
 * Has a host test itself before it takes more runs on devices; with a device in quarantine, the test that it
 * passes lets it out. Operators only.
 */
export async function wantSelfTest({
  viewer,
  hostId,
  deviceId = null,
  now,
}: {
  viewer: SignedInViewer;
  hostId: string;
  deviceId?: string | null;
  now: Date;
}): Promise<Outcome<null>> {
  if (!mayOperate(viewer)) return refused("forbidden", "judging.refusals.ownersOnly");
  if (!isUuid(hostId) || (deviceId !== null && !isUuid(deviceId)))
    return refused("not_found", "judging.refusals.noSuchDevice");
  return db.transaction(async (tx) => {
    const [device] = deviceId
      ? await tx
          .update(judgeDevices)
          .set({ releaseWanted: true })
          .where(
            and(
              eq(judgeDevices.id, deviceId),
              eq(judgeDevices.hostId, hostId),
              eq(judgeDevices.state, "quarantined"),
            ),
          )
          .returning({ uuid: judgeDevices.uuid, reason: judgeDevices.reason })
      : [];
    if (deviceId && !device) return refused("not_found", "judging.refusals.noSuchDevice");
    const [host] = await tx
      .update(judgeHosts)
      .set({ selfTestWanted: true })
      .where(eq(judgeHosts.id, hostId))
      .returning({ id: judgeHosts.id });
    if (!host) return refused("not_found", "judging.refusals.noSuchDevice");
    await recordAct(
      tx,
      device
        ? { viewer, act: "device.releaseAsked", subjectId: deviceId ?? hostId, details: device, now }
        : { viewer, act: "host.selfTestAsked", subjectId: hostId, now },
    );
    return done(null);
  });
}
