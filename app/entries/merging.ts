import { countRoles, roomFor, type Sizes, type TeamRole, teamsLocked } from "../teams/membership.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

const DAY_MS = 86_400_000;

/** What one phase allowed an entry so far, and what both teams have used of it together. */
export type PhaseUse = {
  name: string;
  startsAt: Date;
  maxPerDay: number;
  maxPerMonth: number;
  maxTotal: number;
  used: number;
};

export type Side = {
  state: string;
  trackId: string | null;
  organisationId: string | null;
  people: readonly { personId: string; role: TeamRole }[];
};

/** The people of the team that stays: the other captain becomes a member, nobody is in it twice. */
export function mergedPeople(stays: Side["people"], ends: Side["people"]): Side["people"] {
  const here = new Set(stays.map((p) => p.personId));
  return [
    ...stays,
    ...ends
      .filter((p) => !here.has(p.personId))
      .map((p) => ({ ...p, role: p.role === "captain" ? ("member" as const) : p.role })),
  ];
}

/**
 * What becomes of deliverables: where the staying team has handed in for a slot, its own stands and the
 * other's is history; else the other's comes along.
 */
export function deliverablesAfter<T extends { slotId: string }>(
  stays: readonly T[],
  ends: readonly T[],
): { come: T[]; history: T[] } {
  const filled = new Set(stays.map((d) => d.slotId));
  return {
    come: ends.filter((d) => !filled.has(d.slotId)),
    history: ends.filter((d) => filled.has(d.slotId)),
  };
}

/**
 * As many submissions as one team could have made by `now`; null where there is no limit. Months are begun ones, and
 * where zones disagree on the date, the later month has begun.
 */
export function allowedBy(
  { startsAt, maxPerDay, maxPerMonth, maxTotal }: PhaseUse,
  now: Date,
): number | null {
  const days = Math.max(0, Math.floor((now.getTime() - startsAt.getTime()) / DAY_MS) + 1);
  const monthOf = (at: number) => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth();
  const months = days === 0 ? 0 : monthOf(now.getTime() + DAY_MS) - monthOf(startsAt.getTime() - DAY_MS) + 1;
  const limits = [
    ...(maxTotal > 0 ? [maxTotal] : []),
    ...(maxPerMonth > 0 ? [maxPerMonth * months] : []),
    ...(maxPerDay > 0 ? [maxPerDay * days] : []),
  ];
  return limits.length > 0 ? Math.min(...limits) : null;
}

/** Whether two teams may become one under the rules in force. */
export function mayMerge({
  limits,
  stays,
  ends,
  phases,
  now,
}: {
  limits: Sizes & { sameSchool: boolean; mergeUntil: Date | null; teamsLockAt: Date | null };
  stays: Side;
  ends: Side;
  phases: readonly PhaseUse[];
  now: Date;
}): Outcome<null> {
  if (!limits.mergeUntil) return refused("forbidden", "entries.merge.forbidden");
  if (limits.mergeUntil <= now) return refused("closed", "entries.merge.over");
  if (teamsLocked(limits, now)) return refused("closed", "entries.merge.locked");
  const active = ["pending", "accepted"];
  if (!active.includes(stays.state) || !active.includes(ends.state))
    return refused("conflict", "entries.merge.notActive");
  if (stays.trackId !== ends.trackId) return refused("conflict", "entries.merge.otherTrack");
  if (limits.sameSchool && stays.organisationId !== ends.organisationId)
    return refused("conflict", "entries.merge.otherSchool");
  const roles: TeamRole[] = stays.people.map((p) => p.role);
  for (const { role } of mergedPeople(stays.people, ends.people).slice(stays.people.length)) {
    const room = roomFor(role, roles, limits);
    if (!room.ok) return room;
    roles.push(role);
  }
  if (countRoles(roles).members > limits.maxTeamSize)
    return refused("conflict", "teams.refusals.full", { values: { max: limits.maxTeamSize } });
  for (const phase of phases) {
    const most = allowedBy(phase, now);
    if (most !== null && phase.used > most)
      return refused("over_quota", "entries.merge.tooManySubmissions", {
        values: { used: phase.used, max: most, phase: phase.name },
      });
  }
  return done(null);
}
