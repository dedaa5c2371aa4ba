import { and, asc, count, eq, isNull } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { attempts, judgeHosts, judgeQueues, runs } from "../../db/schema/index.ts";
import { HostFacts, SelfTest } from "../../judge/contract/protocol.ts";
import { mayOperate } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { SILENT_AFTER_MS } from "../queues/hosts-of-queue.server.ts";
import { isUuid } from "../web/ids.ts";
import { queuesToFill, runsHost } from "./change-hosts.server.ts";
import { HostProblem } from "./host-problem.ts";

/** How long it is told that a second process used a host's token: nobody says when that is mended. */
const TOLD_FOR_MS = 24 * 3_600_000;

function problemNow(host: { problem: unknown; problemAt: Date | null }, now: Date): HostProblem | null {
  const problem = HostProblem.safeParse(host.problem).data ?? null;
  const over = host.problemAt !== null && now.getTime() - host.problemAt.getTime() > TOLD_FOR_MS;
  return problem?.kind === "replaced" && over ? null : problem;
}

/** The hosts that the viewer runs, as they last reported; with `id` that one alone. */
async function seenHosts(viewer: Viewer, now: Date, id?: string) {
  const hosts = await db
    .select({
      id: judgeHosts.id,
      name: judgeHosts.name,
      state: judgeHosts.state,
      queue: judgeQueues.name,
      labels: judgeHosts.labels,
      slots: judgeHosts.slots,
      note: judgeHosts.note,
      facts: judgeHosts.facts,
      problem: judgeHosts.problem,
      problemAt: judgeHosts.problemAt,
      clockSkewMs: judgeHosts.clockSkewMs,
      selfTest: judgeHosts.selfTest,
      selfTestAt: judgeHosts.selfTestAt,
      selfTestWanted: judgeHosts.selfTestWanted,
      lastSeenAt: judgeHosts.lastSeenAt,
    })
    .from(judgeHosts)
    .leftJoin(judgeQueues, eq(judgeQueues.id, judgeHosts.queueId))
    .where(and(runsHost(viewer), id === undefined ? undefined : eq(judgeHosts.id, id)))
    .orderBy(asc(judgeHosts.name), asc(judgeQueues.name));
  const working = await db
    .select({ hostId: attempts.hostId, count: count() })
    .from(attempts)
    .where(isNull(attempts.endedAt))
    .groupBy(attempts.hostId);
  const skewed = webConfig().CLOCK_SKEW_WARN_MS;
  return hosts.map((host) => ({
    ...host,
    facts: HostFacts.safeParse(host.facts).data ?? null,
    selfTest: SelfTest.safeParse(host.selfTest).data ?? null,
    problem: problemNow(host, now),
    working: working.find((row) => row.hostId === host.id)?.count ?? 0,
    alive: host.lastSeenAt !== null && now.getTime() - host.lastSeenAt.getTime() < SILENT_AFTER_MS,
    clockWrong: host.clockSkewMs !== null && Math.abs(host.clockSkewMs) > skewed,
  }));
}
export type SeenHost = Awaited<ReturnType<typeof seenHosts>>[number];

/**
 * The judge hosts that the viewer runs, and the queues they may add one to: all for the installation's operators,
 * those of their own queues for others; null for whoever has no queue.
 */
export async function judgeHostsFor(viewer: Viewer, now: Date) {
  const operates = mayOperate(viewer);
  const queues = await queuesToFill(viewer);
  if (!operates && queues.length === 0) return null;
  const [queue] = operates
    ? await db.select({ length: count() }).from(runs).where(eq(runs.state, "queued"))
    : [];
  return { hosts: await seenHosts(viewer, now), queues, operates, queueLength: queue?.length ?? null };
}

/** A host that the viewer runs, or null. */
export async function judgeHost(viewer: Viewer, id: string, now: Date): Promise<SeenHost | null> {
  return isUuid(id) ? ((await seenHosts(viewer, now, id))[0] ?? null) : null;
}
