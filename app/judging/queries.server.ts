import { asc, count, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { attempts, judgeHosts, runs } from "../../db/schema/index.ts";
import { mayOperate } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { fairOrder } from "./fair-order.ts";

/** A host asks for work at least this often while it lives. */
const SILENT_AFTER_MS = 90_000;

/** Why a run still waits. */
export type WaitingFor = "noHost" | "noLabel" | "teamLimit" | "busy" | "starting";

/** A waiting submission's place in the queue, counted from 1, and what it waits for. */
export async function queuePlace(
  submissionId: string,
  now: Date,
): Promise<{
  place: number;
  waitingFor: WaitingFor;
  /** Runs at work in all and of this team, and the labels that a host must have. */
  atWork: number;
  ofTeam: number;
  labels: string[];
} | null> {
  const open = await db
    .select({
      runId: runs.id,
      submissionId: runs.submissionId,
      entryId: runs.entryId,
      priority: runs.priority,
      labels: runs.labels,
      queuedAt: runs.queuedAt,
      state: runs.state,
      official: runs.official,
    })
    .from(runs)
    .where(inArray(runs.state, ["queued", "running"]));
  const atWork = open.filter((run) => run.state === "running");
  // Rejudges take nothing from what a team may have at work.
  const working = atWork.filter((run) => run.official);
  const order = fairOrder(
    open.filter((run) => run.state === "queued"),
    working,
  );
  const index = order.findIndex((run) => run.submissionId === submissionId && run.official);
  const run = order[index];
  if (!run) return null;
  const hosts = await db
    .select({ slots: judgeHosts.slots, labels: judgeHosts.labels })
    .from(judgeHosts)
    .where(
      sql`${judgeHosts.state} = 'active' and ${gt(judgeHosts.lastSeenAt, new Date(now.getTime() - SILENT_AFTER_MS))}`,
    );
  const slots = hosts.reduce((all, host) => all + host.slots, 0);
  const { labels } = run;
  const fits = hosts.some((host) => labels.every((label) => host.labels.includes(label)));
  const ofTeam = working.filter((other) => other.entryId === run.entryId).length;
  const waitingFor = (): WaitingFor => {
    if (slots === 0 && atWork.length === 0) return "noHost";
    if (slots > 0 && !fits) return "noLabel";
    if (ofTeam >= webConfig().TEAM_CONCURRENCY) return "teamLimit";
    return atWork.length >= slots ? "busy" : "starting";
  };
  return { place: index + 1, waitingFor: waitingFor(), atWork: atWork.length, ofTeam, labels };
}

/** The installation's judge hosts, for its operators; null for anybody else. */
export async function judgeHostsFor(viewer: Viewer, now: Date) {
  if (!mayOperate(viewer)) return null;
  const hosts = await db
    .select({
      id: judgeHosts.id,
      name: judgeHosts.name,
      state: judgeHosts.state,
      labels: judgeHosts.labels,
      slots: judgeHosts.slots,
      facts: judgeHosts.facts,
      lastSeenAt: judgeHosts.lastSeenAt,
    })
    .from(judgeHosts)
    .orderBy(asc(judgeHosts.name));
  const working = await db
    .select({ hostId: attempts.hostId, count: count() })
    .from(attempts)
    .where(isNull(attempts.endedAt))
    .groupBy(attempts.hostId);
  const [queue] = await db.select({ length: count() }).from(runs).where(eq(runs.state, "queued"));
  return {
    hosts: hosts.map((host) => ({
      ...host,
      working: working.find((row) => row.hostId === host.id)?.count ?? 0,
      alive: host.lastSeenAt !== null && now.getTime() - host.lastSeenAt.getTime() < SILENT_AFTER_MS,
    })),
    queueLength: queue?.length ?? 0,
  };
}
