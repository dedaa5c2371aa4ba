import type { CompetitionState, EntryState, SubmissionKind } from "../../db/vocabulary.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { clockOf, left, type Quota, type Turn, type Used } from "./quota.ts";

type Span = { startsAt: Date; endsAt: Date | null };
type Phase = Span & Quota & Turn & { tasks: number; accepts: readonly string[] };

export const isOpen = ({ startsAt, endsAt }: Span, now: Date): boolean =>
  startsAt <= now && (endsAt === null || now < endsAt);

/** The phase a submission goes to when none is named: the latest one that is open. */
export function openPhase<P extends Span>(phases: readonly P[], now: Date): P | undefined {
  return phases
    .filter((phase) => isOpen(phase, now))
    .sort((a, b) => b.startsAt.getTime() - a.startsAt.getTime())[0];
}

const ENTRY_REFUSALS = {
  pending: "submissions.refusals.entryPending",
  rejected: "submissions.refusals.entryRejected",
  merged: "submissions.refusals.entryMerged",
  withdrawn: "submissions.refusals.entryWithdrawn",
  disqualified: "submissions.refusals.entryDisqualified",
} as const;

/** Whether an entry may hand in one more submission to the phase at `now`. Its quota already holds its grants. */
export function maySubmit({
  competition,
  entry,
  phase,
  used,
  kind,
  now,
}: {
  competition: { state: CompetitionState; rulesVersion: number };
  entry: { state: EntryState; rulesVersion: number } | null;
  phase: Phase | null;
  used: Used;
  kind: SubmissionKind;
  now: Date;
}): Outcome<null> {
  if (competition.state !== "published") return refused("closed", "submissions.refusals.notOpenYet");
  if (!entry) return refused("forbidden", "submissions.refusals.noEntry");
  if (entry.state !== "accepted") return refused("forbidden", ENTRY_REFUSALS[entry.state]);
  if (entry.rulesVersion < competition.rulesVersion)
    return refused("conflict", "submissions.refusals.rulesChanged");
  if (!phase) return refused("closed", "submissions.refusals.noPhaseOpen");
  if (now < phase.startsAt) return refused("closed", "submissions.refusals.phaseNotStarted");
  if (!isOpen(phase, now)) return refused("closed", "submissions.refusals.phaseEnded");
  if (phase.tasks === 0) return refused("closed", "submissions.refusals.noTasks");
  if (!phase.accepts.includes(kind))
    return refused("invalid", "submissions.refusals.kindNotTaken", { field: "kind" });
  const rest = left(phase, used);
  if (rest.total === 0)
    return refused("over_quota", "submissions.refusals.overTotalQuota", { values: { max: phase.maxTotal } });
  if (rest.month === 0)
    return refused("over_quota", "submissions.refusals.overMonthlyQuota", {
      values: { max: phase.maxPerMonth, at: clockOf(phase.dayTurnsAtMin), zone: phase.timeZone },
    });
  if (rest.today === 0)
    return refused("over_quota", "submissions.refusals.overDailyQuota", {
      values: { max: phase.maxPerDay, at: clockOf(phase.dayTurnsAtMin), zone: phase.timeZone },
    });
  if (rest.waiting === 0)
    return refused("over_quota", "submissions.refusals.overWaiting", { values: { max: phase.maxWaiting } });
  return done(null);
}
