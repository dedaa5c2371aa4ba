import { eq, sql } from "drizzle-orm";
import { expect } from "vitest";
import { endLeases, freeDevices, noteDevices, takeDevices } from "../../app/judging/devices.server.ts";
import { db } from "../../db/connect.ts";
import { runs } from "../../db/schema/index.ts";
import type { Device } from "../../judge/contract/protocol.ts";
import { aContest, aHost, aSubmission, aTeamIn, later, NOW } from "../factories/submissions.ts";

const GiB = 1024 ** 3;

export const aCard = (uuid: string, more: Partial<Device> = {}): Device => ({
  uuid,
  kind: "gpu",
  parentUuid: null,
  name: "NVIDIA A100-SXM4-80GB",
  index: 0,
  memoryBytes: 80 * GiB,
  usedBytes: 0,
  utilisation: null,
  processes: 0,
  idle: true,
  fault: null,
  ...more,
});

/** Numbers that look random and are the same each time: mulberry32. */
function numbers(seed: number) {
  let a = seed;
  return (below: number) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/**
 * Does so many random things on four hosts at once: lends, ends attempts, leaves programs on devices, reports.
 * Throws when a device is lent that an attempt has or that is busy. Answers how many were lent.
 */
export async function lendAtRandom(operations: number): Promise<number> {
  const HOSTS = 4;
  const contest = await aContest();
  const { id } = await aSubmission(contest, await aTeamIn(contest));
  const [run] = await db.select().from(runs).where(eq(runs.submissionId, id));
  const made = await db.execute<{ id: string }>(sql`
    insert into attempts (run_id, number, host_id, lease_until, started_at, ended_at)
    select ${run!.id}, n, ${(await aHost()).id}, ${NOW.toISOString()}, ${NOW.toISOString()}, ${NOW.toISOString()}
    from generate_series(1, ${operations}::int) n returning id`);
  const ids = made.map((row) => row.id);
  let taken = 0;

  async function work(seed: number): Promise<void> {
    const host = await aHost();
    const pick = numbers(seed);
    const uuids = ["GPU-1", "GPU-2", "GPU-3"];
    /** What the machine is really like: who has a device, and whether programs of its were left there. */
    const holder = new Map<string, string>();
    const left = new Set<string>();
    const away = new Set<string>();
    let now = 0;
    for (let n = 0; n < operations / HOSTS; n++) {
      const what = pick(10);
      if (what < 4) {
        const free = await freeDevices(db, host.id);
        const some = free.slice(0, 1 + pick(2));
        for (const { uuid } of some)
          expect([uuid, holder.get(uuid) ?? null, left.has(uuid)]).toEqual([uuid, null, false]);
        const attempt = ids.pop()!;
        await db.transaction((tx) => takeDevices(tx, attempt, some, later(now)));
        for (const { uuid } of some) holder.set(uuid, attempt);
        taken += some.length;
      } else if (what < 6) {
        const attempt = [...holder.values()][pick(Math.max(1, holder.size))];
        if (!attempt) continue;
        await db.transaction((tx) => endLeases(tx, attempt, later(now)));
        for (const [uuid, by] of holder) {
          if (by !== attempt) continue;
          holder.delete(uuid);
          if (pick(2) === 0) left.add(uuid);
        }
      } else if (what < 9) {
        const seen = uuids
          .filter((uuid) => !away.has(uuid))
          .map((uuid) => aCard(uuid, { idle: !holder.has(uuid) && !left.has(uuid) }));
        await noteDevices(host.id, seen, later(now));
      } else {
        const uuid = uuids[pick(3)]!;
        left.delete(uuid);
        if (!away.delete(uuid) && pick(4) === 0) away.add(uuid);
        now += 1;
      }
    }
  }
  await Promise.all(Array.from({ length: HOSTS }, (_, seed) => work(seed)));
  const twice = await db.execute(
    sql`select device_id from device_leases group by device_id having count(*) > 1`,
  );
  expect(twice).toEqual([]);
  return taken;
}
