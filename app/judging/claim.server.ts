import { and, eq, type SQL, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, notify, type Transaction } from "../../db/connect.ts";
import { attempts, judgeHosts, runs, submissions } from "../../db/schema/index.ts";
import type { HostFacts, Work } from "../../judge/contract/protocol.ts";
import { fit } from "../queues/fit.ts";
import type { Needs } from "../queues/needs.ts";
import { waitSeconds } from "./counted.server.ts";
import { freeDevices, takeDevices } from "./devices.server.ts";
import { compareTurns, type Served, type Waiting } from "./fair-order.ts";
import type { JudgeHost } from "./hosts.server.ts";
import { workOf } from "./work-of.server.ts";

// Claims queue up behind one another, also between web processes: the order stays fair to the run and
// no team is ever given more at once than it may have. A claim takes a few milliseconds.
const ONE_AT_A_TIME = 0x706f6469;
/** How many runs of a lane are looked at: the first may be locked by whoever cancels it. */
const LOOK_AHEAD = 3;

type Asks = { host: JudgeHost; facts: HostFacts; now: Date };
/** `takes` is false where the host itself is given nothing, whatever waits. */
type Offer = { takes: boolean; work: Work | null };

/** What `offer` gives to the host, or null. */
export const claim = async (asks: Asks): Promise<Work | null> => (await offer(asks)).work;

/**
 * Gives the host the run whose turn it is (fair-order.ts) as a new attempt under a lease, with the devices it
 * needs, or no work when nothing that this host can run is waiting. Runs of a rejudge wait behind all others,
 * take nothing from what their team may have at work, and do not put off what their competition's teams submit.
 */
export async function offer({ host, facts, now }: Asks): Promise<Offer> {
  const { LEASE_S } = webConfig();
  const claimed = await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${ONE_AT_A_TIME})`);
    if (!(await stillTakes(tx, host, facts))) return "not this host";
    const heads = await laneHeads(tx, host.queueId);
    if (heads.length === 0) return null;
    const able = { labels: facts.labels, devices: await freeDevices(tx, host.id) };
    heads.sort((a, b) => compareTurns(a, b, ({ served }) => served));
    for (const head of heads) {
      const devices = fit(head, able);
      if (!devices || !(await hold(tx, head))) continue;
      const attemptId = await begin(tx, { head, hostId: host.id, leaseS: LEASE_S, now });
      await takeDevices(tx, attemptId, devices, now);
      const given = devices.map(({ uuid }) => ({ uuid }));
      const work = await workOf(tx, head.runId, { attemptId, leaseS: LEASE_S, devices: given });
      await tx.update(attempts).set({ work }).where(eq(attempts.id, attemptId));
      return { work, queuedAt: head.queuedAt };
    }
    return null;
  });
  if (claimed === "not this host") return { takes: false, work: null };
  if (!claimed) return { takes: true, work: null };
  waitSeconds.observe(Math.max(0, (now.getTime() - claimed.queuedAt.getTime()) / 1000));
  return { takes: true, work: claimed.work };
}

/** Its disk may be full; while it waited it may have been drained or removed, or another process took its token. */
async function stillTakes(tx: Transaction, host: JudgeHost, facts: HostFacts): Promise<boolean> {
  const [now] = await tx
    .select({ state: judgeHosts.state, instance: judgeHosts.instance })
    .from(judgeHosts)
    .where(eq(judgeHosts.id, host.id));
  return (
    now?.state === "active" && !facts.diskFull && (now.instance === null || now.instance === facts.instance)
  );
}

type Head = Waiting & Needs & { submissionId: string; attemptNumber: number; served: Served };

/**
 * The first runs of every lane of a queue: what one competition waits for with the same needs. Each is found by
 * the index alone, so that the time grows with the number of lanes and not of runs that wait.
 */
async function laneHeads(tx: Transaction, queueId: string | null): Promise<Head[]> {
  const here = queueId === null ? sql`r.queue_id is null` : sql`r.queue_id = ${queueId}`;
  const first = (after: SQL) => sql`
    select r.competition_id, r.needs from runs r where r.state = 'queued' and ${here} ${after}
    order by r.competition_id, r.needs limit 1`;
  const rows = await tx.execute<{
    id: string;
    submission_id: string;
    competition_id: string;
    priority: number;
    turn: number;
    queued_at: string;
    labels: string[];
    gpus: number;
    gpu_memory_bytes: string;
    attempt_number: number;
    working: number;
    last: string | null;
  }>(sql`
    with recursive lanes as (
      (${first(sql``)})
      union all
      select n.* from lanes l cross join lateral (
        ${first(sql`and (r.competition_id, r.needs) > (l.competition_id, l.needs)`)}
      ) n
    ), at_work as (
      select competition_id, entry_id, official from runs where state = 'running'
    ), full_teams as (
      select w.entry_id from at_work w join competitions c on c.id = w.competition_id
      where w.official group by w.entry_id, c.team_concurrency
      having count(*) >= coalesce(nullif(c.team_concurrency, 0), ${webConfig().TEAM_CONCURRENCY}::int)
    )
    select h.*,
      (select count(*)::int from at_work w
        where w.competition_id = l.competition_id and (w.official or not h.official)) as working,
      (select max(s.started_at) from runs s where s.competition_id = l.competition_id) as last
    from lanes l cross join lateral (
      select r.id, r.submission_id, r.competition_id, r.priority, r.turn, r.queued_at, r.labels, r.gpus,
        r.gpu_memory_bytes, r.attempt_number, r.official
      from runs r
      where r.state = 'queued' and ${here} and r.competition_id = l.competition_id and r.needs = l.needs
        and (not r.official or r.entry_id <> all (array(select entry_id from full_teams)))
      order by r.priority desc, r.turn, r.queued_at, r.id
      limit ${LOOK_AHEAD}::int
    ) h`);
  return rows.map((row) => ({
    runId: row.id,
    submissionId: row.submission_id,
    competitionId: row.competition_id,
    priority: row.priority,
    turn: row.turn,
    queuedAt: new Date(row.queued_at),
    labels: row.labels,
    gpus: row.gpus,
    gpuMemoryBytes: Number(row.gpu_memory_bytes),
    attemptNumber: row.attempt_number,
    served: { working: row.working, lastStartedAt: row.last === null ? null : new Date(row.last) },
  }));
}

/** Locks the run and its submission if it still waits and nobody else has them. */
async function hold(tx: Transaction, head: Head): Promise<boolean> {
  const held = await tx.execute(sql`
    select r.id from runs r join submissions s on s.id = r.submission_id
    where r.id = ${head.runId} and r.state = 'queued'
    for no key update of r, s skip locked`);
  return held.length > 0;
}

async function begin(
  tx: Transaction,
  { head, hostId, leaseS, now }: { head: Head; hostId: string; leaseS: number; now: Date },
): Promise<string> {
  const number = head.attemptNumber + 1;
  const [attempt] = await tx
    .insert(attempts)
    .values({
      runId: head.runId,
      number,
      hostId,
      leaseUntil: new Date(now.getTime() + leaseS * 1000),
      startedAt: now,
    })
    .returning({ id: attempts.id });
  if (!attempt) throw new Error("the attempt was not written");
  await tx
    .update(runs)
    .set({
      state: "running",
      attemptNumber: number,
      taskVersion: sql`case when ${runs.reproduces} is null
        then (select version from tasks where tasks.id = runs.task_id) else ${runs.taskVersion} end`,
      startedAt: sql`coalesce(${runs.startedAt}, ${now.toISOString()}::timestamptz)`,
    })
    .where(eq(runs.id, head.runId));
  await tx
    .update(submissions)
    .set({ state: "running" })
    .where(and(eq(submissions.id, head.submissionId), eq(submissions.state, "queued")));
  await notify(tx, "submission_changed", { submissionId: head.submissionId });
  return attempt.id;
}
