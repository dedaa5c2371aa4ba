import { and, count, desc, eq, gte, isNotNull, isNull } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import {
  attempts,
  competitions,
  judgeAlerts,
  judgeHosts,
  people,
  runs,
  submissions,
} from "../../db/schema/index.ts";
import { ALERT_KINDS } from "../../db/vocabulary.ts";
import { useByHour } from "../judging/host-samples.server.ts";
import { mayOperate } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import type { Standing } from "../web/metrics.server.ts";
import { withTrouble } from "./alerts.server.ts";
import { judgingFacts, limits, PLATFORM_FAILED } from "./facts.server.ts";
import { hoursSince } from "./hours.server.ts";
import { findTroubles, type Trouble, waitsFor } from "./troubles.ts";

const DAY_MS = 86_400_000;
/** What the page shows at most; more is counted. */
const MOST_HOSTS = 30;
const MOST_LANES = 20;
const MOST_OVER = 10;
const MOST_BROKE = 10;
/** Failures of the platform that are looked through for the last one of each host. */
const LOOKED_THROUGH = 200;

/**
 * How judging stands at `now`, for operators: what is wrong and the alert about it, what waits and why, the hosts,
 * and the last `days` hour by hour. Null for anybody else.
 */
export async function overviewFor(viewer: Viewer, { days, now }: { days: 1 | 7; now: Date }) {
  if (!mayOperate(viewer)) return null;
  const since = new Date(now.getTime() - days * DAY_MS);
  const facts = await judgingFacts(now);
  const shown = facts.hosts.slice(0, MOST_HOSTS);
  const [open, over, hours, use, broke, working] = await Promise.all([
    openAlerts(),
    db
      .select()
      .from(judgeAlerts)
      .where(
        and(isNotNull(judgeAlerts.closedAt), gte(judgeAlerts.closedAt, new Date(now.getTime() - DAY_MS))),
      )
      .orderBy(desc(judgeAlerts.closedAt))
      .limit(MOST_OVER),
    hoursSince(since),
    useByHour(
      shown.map(({ id }) => id),
      since,
    ),
    brokeLately(new Date(now.getTime() - 7 * DAY_MS)),
    db
      .select({ hostId: attempts.hostId, count: count() })
      .from(attempts)
      .where(isNull(attempts.endedAt))
      .groupBy(attempts.hostId),
  ]);
  const troubles = findTroubles(facts, limits()).map((trouble) => ({
    trouble,
    alert: open.find((alert) => alert.kind === trouble.kind && alert.subject === trouble.subject) ?? null,
    ...mendsOf(trouble, facts),
  }));
  const lanes = facts.lanes.map((lane) => ({ ...lane, why: waitsFor(lane, facts.hosts) }));
  const busy = (id: string) => working.find((row) => row.hostId === id)?.count ?? 0;
  return {
    since,
    troubles,
    over: withTrouble(over).map(({ id, trouble, openedAt, closedAt }) => ({
      id,
      trouble,
      openedAt,
      closedAt: closedAt ?? now,
    })),
    lanes: lanes.slice(0, MOST_LANES),
    moreLanes: Math.max(0, lanes.length - MOST_LANES),
    figures: {
      waiting: lanes.reduce((sum, lane) => sum + lane.runs, 0),
      atWork: working.reduce((sum, row) => sum + row.count, 0),
      hosts: facts.hosts.filter((host) => host.alive).length,
    },
    hosts: shown.map((host) => ({
      id: host.id,
      name: host.name,
      queue: host.queue,
      state: host.state,
      alive: host.alive,
      working: busy(host.id),
      slots: host.slots,
      cpu: host.cpu,
      memory: host.memory,
      diskFreeBytes: host.diskFreeBytes,
      lastBroke: broke.find((one) => one.hostId === host.id) ?? null,
      use: use.filter((row) => row.hostId === host.id).map(({ hour, share }) => ({ hour, share })),
    })),
    moreHosts: Math.max(0, facts.hosts.length - MOST_HOSTS),
    hours,
    broke: broke.slice(0, MOST_BROKE),
  };
}
export type Overview = NonNullable<Awaited<ReturnType<typeof overviewFor>>>;

const openAlerts = () =>
  db
    .select({
      id: judgeAlerts.id,
      kind: judgeAlerts.kind,
      subject: judgeAlerts.subject,
      openedAt: judgeAlerts.openedAt,
      mailedAt: judgeAlerts.mailedAt,
      seenAt: judgeAlerts.seenAt,
      seenBy: people.name,
    })
    .from(judgeAlerts)
    .leftJoin(people, eq(people.id, judgeAlerts.seenBy))
    .where(isNull(judgeAlerts.closedAt));

/** What a button on the page can do about it at once: resume a drained host, or have a card tested. */
function mendsOf(trouble: Trouble, { hosts, quarantined }: Awaited<ReturnType<typeof judgingFacts>>) {
  const drained =
    trouble.kind === "no_host"
      ? hosts.find((host) => host.state === "draining" && host.alive && host.queueId === trouble.queueId)
      : undefined;
  const device = quarantined.find(
    ({ id }) => trouble.kind === "device_quarantined" && id === trouble.subject,
  );
  return {
    resume: drained ? { id: drained.id, name: drained.name } : null,
    testing: device?.releaseWanted ?? false,
  };
}

/** The last attempts that the platform failed, newest first. */
const brokeLately = (since: Date) =>
  db
    .select({
      id: attempts.id,
      at: attempts.endedAt,
      outcome: attempts.outcome,
      detail: attempts.detail,
      hostId: attempts.hostId,
      host: judgeHosts.name,
      submissionId: submissions.id,
      number: submissions.number,
      competition: competitions.title,
    })
    .from(attempts)
    .innerJoin(judgeHosts, eq(judgeHosts.id, attempts.hostId))
    .innerJoin(runs, eq(runs.id, attempts.runId))
    .innerJoin(submissions, eq(submissions.id, runs.submissionId))
    .innerJoin(competitions, eq(competitions.id, submissions.competitionId))
    .where(and(PLATFORM_FAILED, gte(attempts.endedAt, since)))
    .orderBy(desc(attempts.endedAt), attempts.id)
    .limit(LOOKED_THROUGH);

/** How many alerts are open, by kind, for Prometheus. */
export async function alertsStanding(): Promise<Standing> {
  const rows = await db
    .select({ kind: judgeAlerts.kind, count: count() })
    .from(judgeAlerts)
    .where(isNull(judgeAlerts.closedAt))
    .groupBy(judgeAlerts.kind);
  return {
    name: "podium_alerts",
    help: "What is wrong with judging now, by kind, mailed yet or not",
    labelNames: ["kind"],
    values: ALERT_KINDS.map((kind) => ({
      labels: { kind },
      value: rows.find((row) => row.kind === kind)?.count ?? 0,
    })),
  };
}
