import type { CompetitionState, EntryState } from "../../db/vocabulary.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { left, type Quota, type Used } from "./quota.ts";

type Span = { startsAt: Date; endsAt: Date | null };
type Phase = Span & Quota & { tasks: number };

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

/** Whether an entry may hand in one more submission to the phase at `now`. */
export function maySubmit({
  competition,
  entry,
  phase,
  used,
  now,
}: {
  competition: { state: CompetitionState };
  entry: { state: EntryState } | null;
  phase: Phase | null;
  used: Used;
  now: Date;
}): Outcome<null> {
  if (competition.state !== "published") return refused("closed", "submissions.refusals.notOpenYet");
  if (!entry) return refused("forbidden", "submissions.refusals.noEntry");
  if (entry.state !== "accepted") return refused("forbidden", ENTRY_REFUSALS[entry.state]);
  if (!phase) return refused("closed", "submissions.refusals.noPhaseOpen");
  if (now < phase.startsAt) return refused("closed", "submissions.refusals.phaseNotStarted");
  if (!isOpen(phase, now)) return refused("closed", "submissions.refusals.phaseEnded");
  if (phase.tasks === 0) return refused("closed", "submissions.refusals.noTasks");
  const rest = left(phase, used);
  if (rest.total === 0)
    return refused("over_quota", "submissions.refusals.overTotalQuota", { values: { max: phase.maxTotal } });
  if (rest.today === 0)
    return refused("over_quota", "submissions.refusals.overDailyQuota", { values: { max: phase.maxPerDay } });
  return done(null);
}
