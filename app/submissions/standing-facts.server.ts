import { and, asc, count, desc, eq, sql } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import {
  competitions,
  entries,
  phases,
  phaseTasks,
  submissions,
  teamMembers,
  teams,
} from "../../db/schema/index.ts";
import { openPhase } from "./may-submit.ts";
import { startOfDay, type Used } from "./quota.ts";

/**
 * What decides whether a person may submit. With `lock` the entry's row is held until the transaction
 * ends, so that two submissions of a team never count the same quota.
 */
export async function standingFacts(
  executor: Executor,
  asked: { personId: string; slug: string; phasePosition?: number | undefined; now: Date; lock: boolean },
) {
  const [competition] = await executor.select().from(competitions).where(eq(competitions.slug, asked.slug));
  if (!competition) return null;
  const own = executor
    .select({ id: entries.id, state: entries.state, teamId: entries.teamId })
    .from(entries)
    .innerJoin(teamMembers, eq(teamMembers.teamId, entries.teamId))
    .where(and(eq(entries.competitionId, competition.id), eq(teamMembers.personId, asked.personId)))
    .orderBy(desc(sql`${entries.state} = 'accepted'`), desc(entries.createdAt))
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
  const tasks = phase
    ? await executor
        .select({ taskId: phaseTasks.taskId })
        .from(phaseTasks)
        .where(eq(phaseTasks.phaseId, phase.id))
        .orderBy(asc(phaseTasks.position))
    : [];
  const used: Used =
    entry && phase ? await usedOf(executor, entry.id, phase.id, asked.now) : { today: 0, total: 0 };
  return {
    competition,
    entry: entry ? { ...entry, teamName: team?.name ?? "" } : null,
    phases: all,
    phase: phase ?? null,
    taskIds: tasks.map((task) => task.taskId),
    used,
  };
}

async function usedOf(executor: Executor, entryId: string, phaseId: string, now: Date): Promise<Used> {
  const [used] = await executor
    .select({
      total: count(),
      today: sql<string>`count(*) filter (where ${submissions.submittedAt} >= ${startOfDay(now).toISOString()})`,
    })
    .from(submissions)
    .where(
      and(eq(submissions.entryId, entryId), eq(submissions.phaseId, phaseId), eq(submissions.counts, true)),
    );
  return { total: used?.total ?? 0, today: Number(used?.today ?? 0) };
}
