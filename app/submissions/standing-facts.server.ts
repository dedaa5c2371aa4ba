import { and, asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import {
  competitions,
  entries,
  phases,
  phaseTasks,
  quotaGrants,
  submissions,
  tasks,
  teamMembers,
  teams,
} from "../../db/schema/index.ts";
import { meantFirst, namedEntry } from "../entries/which-entry.server.ts";
import { openPhase } from "./may-submit.ts";
import { type Granted, quotaDay, quotaMonth, type Used, withGrants } from "./quota.ts";

type Phase = typeof phases.$inferSelect;

/**
 * What decides whether a person may submit, for the entry of theirs that is named or else meant. With `lock` the entry's row is held until the transaction
 * ends, so that two submissions of a team never count the same quota.
 */
export async function standingFacts(
  executor: Executor,
  asked: {
    personId: string;
    slug: string;
    entryId?: string | null | undefined;
    phasePosition?: number | undefined;
    now: Date;
    lock: boolean;
  },
) {
  const [competition] = await executor.select().from(competitions).where(eq(competitions.slug, asked.slug));
  if (!competition) return null;
  const own = executor
    .select({
      id: entries.id,
      state: entries.state,
      teamId: entries.teamId,
      trackId: entries.trackId,
      rulesVersion: entries.rulesVersion,
    })
    .from(entries)
    .innerJoin(teamMembers, eq(teamMembers.teamId, entries.teamId))
    .where(
      and(
        eq(entries.competitionId, competition.id),
        eq(teamMembers.personId, asked.personId),
        namedEntry(asked.entryId),
      ),
    )
    .orderBy(...meantFirst)
    .limit(1);
  const [entry] = asked.lock ? await own.for("update", { of: entries }) : await own;
  const [team] = entry
    ? await executor.select({ name: teams.name }).from(teams).where(eq(teams.id, entry.teamId))
    : [];
  const all = await executor
    .select()
    .from(phases)
    .where(eq(phases.competitionId, competition.id))
    .orderBy(asc(phases.position));
  const phase =
    asked.phasePosition === undefined
      ? openPhase(all, asked.now)
      : all.find((candidate) => candidate.position === asked.phasePosition);
  const usage =
    entry && phase
      ? await usageOf(executor, { entryId: entry.id, phase, timeZone: competition.timeZone, now: asked.now })
      : null;
  return {
    competition,
    entry: entry ? { ...entry, teamName: team?.name ?? "" } : null,
    phases: all,
    phase: phase ?? null,
    taskIds: phase ? await tasksFor(executor, phase.id, entry?.trackId ?? null) : [],
    usage,
  };
}

/** The tasks of a phase that an entry of the track is judged on, in order. */
export async function tasksFor(
  executor: Executor,
  phaseId: string,
  trackId: string | null,
): Promise<string[]> {
  const its = await executor
    .select({ taskId: phaseTasks.taskId })
    .from(phaseTasks)
    .innerJoin(tasks, eq(tasks.id, phaseTasks.taskId))
    .where(
      and(
        eq(phaseTasks.phaseId, phaseId),
        trackId === null ? isNull(tasks.trackId) : or(isNull(tasks.trackId), eq(tasks.trackId, trackId)),
      ),
    )
    .orderBy(asc(phaseTasks.position));
  return its.map(({ taskId }) => taskId);
}

/** What an entry has used of a phase's quota, what it may use in all, and when its day turns. */
export async function usageOf(
  executor: Executor,
  { entryId, phase, timeZone, now }: { entryId: string; phase: Phase; timeZone: string; now: Date },
) {
  const turn = { timeZone, dayTurnsAtMin: phase.dayTurnsAtMin };
  const day = quotaDay(now, turn);
  const month = quotaMonth(now, turn);
  const since = ({ start }: { start: Date }) =>
    sql`${submissions.submittedAt} >= ${start.toISOString()}::timestamptz`;
  const [used] = await executor
    .select({
      total: sql<string>`count(*) filter (where ${submissions.counts})`,
      today: sql<string>`count(*) filter (where ${submissions.counts} and ${since(day)})`,
      month: sql<string>`count(*) filter (where ${submissions.counts} and ${since(month)})`,
      waiting: sql<string>`count(*) filter (where ${inArray(submissions.state, ["held", "queued", "running"])})`,
    })
    .from(submissions)
    .where(and(eq(submissions.entryId, entryId), eq(submissions.phaseId, phase.id)));
  const [granted] = await executor
    .select({
      morePerDay: sql<string>`coalesce(sum(${quotaGrants.morePerDay}), 0)`,
      moreTotal: sql<string>`coalesce(sum(${quotaGrants.moreTotal}), 0)`,
    })
    .from(quotaGrants)
    .where(and(eq(quotaGrants.entryId, entryId), eq(quotaGrants.phaseId, phase.id)));
  const more: Granted = {
    morePerDay: Number(granted?.morePerDay ?? 0),
    moreTotal: Number(granted?.moreTotal ?? 0),
  };
  return {
    used: {
      today: Number(used?.today ?? 0),
      month: Number(used?.month ?? 0),
      total: Number(used?.total ?? 0),
      waiting: Number(used?.waiting ?? 0),
    } satisfies Used,
    quota: withGrants(phase, more),
    granted: more,
    day,
  };
}
