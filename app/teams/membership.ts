import type { TEAM_ROLES } from "../../db/vocabulary.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

export type TeamRole = (typeof TEAM_ROLES)[number];
export type Sizes = { minTeamSize: number; maxTeamSize: number; maxAdvisors: number };

/** Captain and members; advisors have places of their own. */
export const competes = (role: TeamRole): boolean => role !== "advisor";

export function countRoles(roles: readonly TeamRole[]): { members: number; advisors: number } {
  const members = roles.filter(competes).length;
  return { members, advisors: roles.length - members };
}

/** Whether one more person in this role has a place in the team. */
export function roomFor(role: TeamRole, held: readonly TeamRole[], sizes: Sizes): Outcome<null> {
  const { members, advisors } = countRoles(held);
  if (competes(role))
    return members < sizes.maxTeamSize
      ? done(null)
      : refused("conflict", "teams.refusals.full", { values: { max: sizes.maxTeamSize } });
  return advisors < sizes.maxAdvisors
    ? done(null)
    : refused("conflict", "teams.refusals.advisorsFull", { values: { max: sizes.maxAdvisors } });
}

export type LockFacts = {
  teamsLockAt: Date | null;
  memberChanges: number;
  memberChangesUsed: number;
  /** Once a team has submitted, a person who goes would get a new quota elsewhere. */
  submitted: boolean;
};

/** The facts of an entry: what organisers granted it comes on top of what the rules give. */
export const lockFacts = (
  competition: Pick<LockFacts, "teamsLockAt" | "memberChanges">,
  entry: { memberChangesUsed: number; memberChangesGranted: number },
  submitted: boolean,
): LockFacts => ({
  teamsLockAt: competition.teamsLockAt,
  memberChanges: competition.memberChanges + entry.memberChangesGranted,
  memberChangesUsed: entry.memberChangesUsed,
  submitted,
});

export const teamsLocked = ({ teamsLockAt }: Pick<LockFacts, "teamsLockAt">, now: Date): boolean =>
  teamsLockAt !== null && teamsLockAt <= now;

/** Whether people may come and go freely. */
export function mayChangeFreely(facts: LockFacts, now: Date): Outcome<null> {
  if (teamsLocked(facts, now)) return refused("closed", "teams.refusals.locked");
  return facts.submitted ? refused("conflict", "teams.refusals.hasSubmitted") : done(null);
}

/** Whether a person may come: freely before the lock, afterwards as one of the changes the rules give. */
export function mayCome(facts: LockFacts, invited: boolean, now: Date): Outcome<{ costsChange: boolean }> {
  if (!teamsLocked(facts, now)) return done({ costsChange: false });
  return invited ? change(facts) : refused("closed", "teams.refusals.locked");
}

/** Whether one person may take another's place: always a change once the team is locked or has submitted. */
export function mayReplace(facts: LockFacts, now: Date): Outcome<{ costsChange: boolean }> {
  return teamsLocked(facts, now) || facts.submitted ? change(facts) : done({ costsChange: false });
}

function change(facts: LockFacts): Outcome<{ costsChange: boolean }> {
  return facts.memberChangesUsed < facts.memberChanges
    ? done({ costsChange: true })
    : refused("over_quota", "teams.refusals.changesUsed", { values: { max: facts.memberChanges } });
}
