import { sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { SILENT_AFTER_MS } from "../queues/hosts-of-queue.server.ts";
import type { Standing } from "../web/metrics.server.ts";

/** The queue of runs that no queue was chosen for. */
const NO_QUEUE = "standard";

/**
 * How the queues, hosts and devices stand at `now`: a handful of numbers, read from the rows that wait or run and
 * from the hosts, never from what has ended.
 */
export async function judgeStanding(now: Date): Promise<Standing[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const [waiting, running, hosts, devices] = await Promise.all([
    db.execute<{ queue: string; runs: number; oldest: number }>(sql`
      select coalesce(q.name, ${NO_QUEUE}) as queue, count(r.id)::int as runs,
        coalesce(extract(epoch from ${at} - min(r.queued_at)), 0)::float8 as oldest
      from (select id, name from judge_queues union all select null, null) q
      left join runs r on r.state = 'queued' and r.queue_id is not distinct from q.id
      group by q.id, q.name`),
    db.execute<{ runs: number }>(sql`select count(*)::int as runs from attempts where ended_at is null`),
    db.execute<{ queue: string; state: string; hosts: number; slots: number }>(sql`
      select coalesce(q.name, ${NO_QUEUE}) as queue,
        case when h.state = 'active' and coalesce(h.last_seen_at, '-infinity')
          < ${at} - ${SILENT_AFTER_MS / 1000} * interval '1 second' then 'silent' else h.state end as state,
        count(*)::int as hosts, sum(h.slots)::int as slots
      from judge_hosts h left join judge_queues q on q.id = h.queue_id group by 1, 2`),
    db.execute<{ state: string; devices: number }>(sql`
      select case when d.state = 'active' and l.device_id is not null then 'leased' else d.state end as state,
        count(*)::int as devices
      from judge_devices d left join (select distinct device_id from device_leases) l on l.device_id = d.id
      group by 1`),
  ]);
  return [
    {
      name: "podium_runs_waiting",
      help: "Runs that wait for a judge host",
      labelNames: ["queue"],
      values: waiting.map(({ queue, runs }) => ({ labels: { queue }, value: runs })),
    },
    {
      name: "podium_oldest_wait_seconds",
      help: "How long the run that waits longest has waited",
      labelNames: ["queue"],
      values: waiting.map(({ queue, oldest }) => ({ labels: { queue }, value: oldest })),
    },
    {
      name: "podium_runs_at_work",
      help: "Attempts that hosts are at",
      labelNames: [],
      values: [{ labels: {}, value: running[0]?.runs ?? 0 }],
    },
    {
      name: "podium_judge_hosts",
      help: "Judge hosts by state; silent ones were not heard of lately",
      labelNames: ["queue", "state"],
      values: hosts.map(({ queue, state, hosts }) => ({ labels: { queue, state }, value: hosts })),
    },
    {
      name: "podium_judge_slots",
      help: "Runs that hosts can be at together, by the hosts' state",
      labelNames: ["queue", "state"],
      values: hosts.map(({ queue, state, slots }) => ({ labels: { queue, state }, value: slots })),
    },
    {
      name: "podium_judge_devices",
      help: "Graphics cards and slices of them, by state",
      labelNames: ["state"],
      values: devices.map(({ state, devices }) => ({ labels: { state }, value: devices })),
    },
  ];
}
