import { and, eq, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { competitions, runs } from "../../db/schema/index.ts";
import { fit } from "../queues/fit.ts";
import { hostsOfQueue } from "../queues/hosts-of-queue.server.ts";
import { estimateWait } from "./estimate.ts";

/** Why a run still waits. */
export type WaitingFor = "noHost" | "noLabel" | "noDevice" | "teamLimit" | "busy" | "starting";

/** Lengths of so many runs of late say how long the next ones will take. */
const RECENT = 100;

type Waits = typeof runs.$inferSelect;

export type QueuePlace = {
  /** Counted from 1; among several competitions an upper bound, since they take turns. */
  place: number;
  waitingFor: WaitingFor;
  /** Runs at work in its queue, and of its team. */
  atWork: number;
  ofTeam: number;
  /** The labels that a host must have. */
  labels: string[];
  /** When it will probably start, seconds from now; null when nobody can tell. */
  estimate: { fromS: number; untilS: number } | null;
};

/** A waiting submission's place in its queue and what it waits for; null when it does not wait. */
export async function queuePlace(submissionId: string, now: Date): Promise<QueuePlace | null> {
  const [found] = await db
    .select({ run: runs, teamConcurrency: competitions.teamConcurrency })
    .from(runs)
    .innerJoin(competitions, eq(competitions.id, runs.competitionId))
    .where(and(eq(runs.submissionId, submissionId), eq(runs.state, "queued"), eq(runs.official, true)))
    .orderBy(sql`${runs.priority} desc`, runs.turn, runs.queuedAt, runs.id)
    .limit(1);
  if (!found) return null;
  const { run } = found;
  const [ahead, working, hosts] = await Promise.all([
    runsAhead(run),
    db
      .select({ entryId: runs.entryId, official: runs.official })
      .from(runs)
      .where(and(eq(runs.state, "running"), sameQueue(run))),
    hostsOfQueue(db, run.queueId, now),
  ]);
  // Rejudges take nothing from what a team may have at work.
  const ofTeam = working.filter((other) => other.official && other.entryId === run.entryId).length;
  const mayHave = found.teamConcurrency || webConfig().TEAM_CONCURRENCY;
  const { labels } = run;
  const able = hosts.filter((host) => fit(run, host));
  const slots = able.reduce(
    (sum, host) => sum + (run.gpus > 0 ? Math.floor(host.devices.length / run.gpus) : host.slots),
    0,
  );
  const waitingFor = (): WaitingFor => {
    if (hosts.length === 0 && working.length === 0) return "noHost";
    if (hosts.length > 0 && able.length === 0)
      return run.gpus > 0 &&
        fit({ ...run, labels: [] }, { labels: [], devices: hosts.flatMap((h) => h.devices) }) === null
        ? "noDevice"
        : "noLabel";
    if (ofTeam >= mayHave) return "teamLimit";
    return working.length >= slots ? "busy" : "starting";
  };
  const atWork = working.length;
  const lengthsS = ahead + atWork >= slots ? await recentLengths(run.competitionId) : [];
  return {
    place: ahead + 1,
    waitingFor: waitingFor(),
    atWork,
    ofTeam,
    labels,
    estimate: ofTeam >= mayHave ? null : estimateWait({ ahead, working: atWork, slots, lengthsS }),
  };
}

const sameQueue = (run: Waits) =>
  run.queueId === null ? sql`${runs.queueId} is null` : eq(runs.queueId, run.queueId);

/** Competitions take turns: of another one at most as many go before as of its own, besides those whose turn is earlier. */
async function runsAhead(run: Waits): Promise<number> {
  const { priority, turn } = run;
  const earlier = sql`(${runs.priority} > ${priority} or (${runs.priority} = ${priority} and ${runs.turn} < ${turn}))`;
  const alike = sql`(${runs.priority} = ${priority} and ${runs.turn} = ${turn})`;
  const sooner = sql`(${runs.queuedAt}, ${runs.id}) < (${run.queuedAt.toISOString()}::timestamptz, ${run.id}::uuid)`;
  const counts = await db
    .select({
      competitionId: runs.competitionId,
      earlier: sql<number>`(count(*) filter (where ${earlier}))::int`,
      alike: sql<number>`(count(*) filter (where ${alike}))::int`,
      sooner: sql<number>`(count(*) filter (where ${alike} and ${sooner}))::int`,
    })
    .from(runs)
    .where(and(eq(runs.state, "queued"), sameQueue(run)))
    .groupBy(runs.competitionId);
  const own = counts.find((count) => count.competitionId === run.competitionId)?.sooner ?? 0;
  return counts.reduce(
    (sum, count) =>
      sum +
      count.earlier +
      (count.competitionId === run.competitionId ? own : Math.min(count.alike, own + 1)),
    0,
  );
}

async function recentLengths(competitionId: string): Promise<number[]> {
  const rows = await db.execute<{ seconds: number }>(sql`
    select extract(epoch from finished_at - started_at)::float8 as seconds from (
      select started_at, finished_at from runs
      where competition_id = ${competitionId} and started_at is not null
      order by started_at desc limit ${RECENT}::int
    ) lately where finished_at is not null`);
  return rows.map((row) => row.seconds);
}
