import { and, asc, eq, inArray, isNotNull, isNull, lt, notInArray, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Executor, notify, type Transaction } from "../../db/connect.ts";
import { deviceLeases, judgeDevices } from "../../db/schema/index.ts";
import { DEVICE_FAULTS, type Device } from "../../judge/contract/protocol.ts";
import type { FreeDevice } from "../queues/fit.ts";

/**
 * Notes the devices a host sees now. A lease whose attempt has ended goes when its device is idle again; a device
 * that stays busy longer than DEVICE_IDLE_S after that, or is broken, goes into quarantine, until an operator lets
 * it out.
 */
export async function noteDevices(hostId: string, devices: readonly Device[], now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const uuids = devices.map((device) => device.uuid);
    const known = await tx
      .select()
      .from(judgeDevices)
      .where(eq(judgeDevices.hostId, hostId))
      .orderBy(asc(judgeDevices.id))
      .for("no key update");
    if (known.length === 0 && devices.length === 0) return;
    const lost = known.filter((one) => one.state === "active" && !uuids.includes(one.uuid));
    if (lost.length > 0)
      await tx
        .update(judgeDevices)
        .set({ state: "gone", stateAt: now })
        .where(
          and(
            eq(judgeDevices.hostId, hostId),
            eq(judgeDevices.state, "active"),
            uuids.length > 0 ? notInArray(judgeDevices.uuid, uuids) : undefined,
          ),
        );
    for (const device of devices) await noteDevice(tx, hostId, device, now);
    const idle = devices.filter((device) => device.idle).map((device) => device.uuid);
    const back = await releaseIdle(tx, hostId, idle);
    await quarantineBusy(tx, hostId, uuids, now);
    await quarantineBroken(tx, hostId, devices, now);
    if (back > 0) await notify(tx, "run_queued", { runId: hostId });
  });
}

async function noteDevice(tx: Transaction, hostId: string, device: Device, now: Date): Promise<void> {
  const { uuid, kind, parentUuid, name, index, memoryBytes, idle } = device;
  await tx
    .insert(judgeDevices)
    .values({ hostId, uuid, kind, parentUuid, name, index, memoryBytes, idle, stateAt: now, lastSeenAt: now })
    .onConflictDoUpdate({
      target: [judgeDevices.hostId, judgeDevices.uuid],
      set: {
        kind,
        parentUuid,
        name,
        index,
        memoryBytes,
        idle,
        lastSeenAt: now,
        // One that was away is back; one in quarantine stays there.
        state: sql`case when ${judgeDevices.state} = 'gone' then 'active' else ${judgeDevices.state} end`,
      },
    });
}

async function releaseIdle(tx: Transaction, hostId: string, idle: readonly string[]): Promise<number> {
  if (idle.length === 0) return 0;
  const released = await tx
    .delete(deviceLeases)
    .where(
      and(
        isNotNull(deviceLeases.endedAt),
        inArray(
          deviceLeases.deviceId,
          tx
            .select({ id: judgeDevices.id })
            .from(judgeDevices)
            .where(and(eq(judgeDevices.hostId, hostId), inArray(judgeDevices.uuid, [...idle]))),
        ),
      ),
    )
    .returning({ deviceId: deviceLeases.deviceId });
  return released.length;
}

async function quarantineBusy(tx: Transaction, hostId: string, seen: readonly string[], now: Date) {
  if (seen.length === 0) return;
  const since = new Date(now.getTime() - webConfig().DEVICE_IDLE_S * 1000);
  const stuck = await tx
    .select({ id: judgeDevices.id })
    .from(judgeDevices)
    .innerJoin(deviceLeases, eq(deviceLeases.deviceId, judgeDevices.id))
    .where(
      and(
        eq(judgeDevices.hostId, hostId),
        eq(judgeDevices.state, "active"),
        inArray(judgeDevices.uuid, [...seen]),
        lt(deviceLeases.endedAt, since),
      ),
    );
  if (stuck.length === 0) return;
  await tx
    .update(judgeDevices)
    .set({ state: "quarantined", reason: "not_idle", stateAt: now })
    .where(
      inArray(
        judgeDevices.id,
        stuck.map((one) => one.id),
      ),
    );
}

async function quarantineBroken(tx: Transaction, hostId: string, seen: readonly Device[], now: Date) {
  for (const fault of DEVICE_FAULTS) {
    const broken = seen.filter((device) => device.fault === fault).map((device) => device.uuid);
    if (broken.length === 0) continue;
    await tx
      .update(judgeDevices)
      .set({ state: "quarantined", reason: fault, stateAt: now })
      .where(
        and(
          eq(judgeDevices.hostId, hostId),
          eq(judgeDevices.state, "active"),
          inArray(judgeDevices.uuid, broken),
        ),
      );
  }
}

/**
 * What the host could give to a run now: active, leased to nobody, used by nobody else, and no card whose slices
 * are given singly. A host that is to test itself gives nothing until it has.
 */
export async function freeDevices(executor: Executor, hostId: string): Promise<FreeDevice[]> {
  return executor
    .select({
      id: judgeDevices.id,
      uuid: judgeDevices.uuid,
      name: judgeDevices.name,
      memoryBytes: judgeDevices.memoryBytes,
    })
    .from(judgeDevices)
    .where(
      and(
        eq(judgeDevices.hostId, hostId),
        eq(judgeDevices.state, "active"),
        eq(judgeDevices.idle, true),
        sql`not exists (select 1 from judge_hosts h where h.id = ${judgeDevices.hostId} and h.self_test_wanted)`,
        sql`not exists (select 1 from device_leases l where l.device_id = ${judgeDevices.id})`,
        sql`not exists (select 1 from judge_devices slice
          where slice.host_id = ${judgeDevices.hostId} and slice.parent_uuid = ${judgeDevices.uuid} and slice.state <> 'gone')`,
      ),
    );
}

/** Gives the devices to the attempt alone; the database refuses what somebody else has. */
export async function takeDevices(
  tx: Transaction,
  attemptId: string,
  devices: readonly FreeDevice[],
  now: Date,
): Promise<void> {
  if (devices.length === 0) return;
  await tx
    .insert(deviceLeases)
    .values(devices.map((device) => ({ deviceId: device.id, attemptId, takenAt: now })));
}

/** The attempt is over: its devices come back once the host says that they are idle. */
export async function endLeases(tx: Transaction, attemptId: string, now: Date): Promise<void> {
  await tx
    .update(deviceLeases)
    .set({ endedAt: now })
    .where(and(eq(deviceLeases.attemptId, attemptId), isNull(deviceLeases.endedAt)));
}
