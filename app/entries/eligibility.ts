import type { DegreeLevel } from "../../db/vocabulary.ts";
import type { Reason } from "../locales/reason.ts";
import { competes, countRoles, type Sizes, type TeamRole } from "../teams/membership.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** What a competition says about who may take part; 0 means no limit. */
export type Limits = Sizes & {
  maxTeamsPerPerson: number;
  captainOfOne: boolean;
  sameSchool: boolean;
  maxTeamsPerOrganisation: number;
  verifiedMembersOnly: boolean;
};
export type Track = { id: string; degreeLevels: readonly DegreeLevel[]; maxTeamsPerOrganisation: number };

/** That a person belongs to an organisation, unless that was refused. */
export type Belongs = {
  organisationId: string;
  verified: boolean;
  degreeLevel: DegreeLevel | null;
};
export type Participant = { name: string; role: TeamRole; belongs: readonly Belongs[] };

/** Whether new entries are taken at `now`. */
export function windowOpen(
  { entriesFrom, entriesUntil }: { entriesFrom: Date | null; entriesUntil: Date | null },
  now: Date,
): Outcome<null> {
  if (entriesFrom && now < entriesFrom) return refused("closed", "entries.refusals.notYet");
  if (entriesUntil && entriesUntil <= now) return refused("closed", "entries.refusals.over");
  return done(null);
}

/** In how many teams of the competition a person already is, by role. */
export type Places = { captain: number; member: number; advisor: number };

/** Whether a person may be in one more team of the competition in this role. */
export function mayTakeRole(limits: Limits, role: TeamRole, places: Places): Outcome<null> {
  const competing = places.captain + places.member;
  const limited = limits.maxTeamsPerPerson > 0;
  if (!competes(role))
    return limited && competing > 0 ? refused("conflict", "entries.refusals.competes") : done(null);
  if (limited && places.advisor > 0) return refused("conflict", "entries.refusals.advises");
  if (limited && competing >= limits.maxTeamsPerPerson)
    return limits.maxTeamsPerPerson === 1
      ? refused("conflict", "entries.refusals.alreadyIn")
      : refused("conflict", "entries.refusals.tooManyTeams", { values: { max: limits.maxTeamsPerPerson } });
  if (role === "captain" && limits.captainOfOne && places.captain > 0)
    return refused("conflict", "entries.refusals.captainOfOne");
  return done(null);
}

/** Whether a team has to say which school or company it takes part for. */
export const needsOrganisation = (limits: Limits, track: Track | null): boolean =>
  limits.sameSchool ||
  limits.verifiedMembersOnly ||
  limits.maxTeamsPerOrganisation > 0 ||
  (track?.maxTeamsPerOrganisation ?? 0) > 0;

/** Whether what a person studies, and where, lets them into the team. */
export function schoolFits(
  limits: Limits,
  track: Track | null,
  organisationId: string | null,
  { role, belongs }: Pick<Participant, "role" | "belongs">,
): Outcome<null> {
  if (limits.sameSchool && organisationId && !belongs.some((b) => b.organisationId === organisationId))
    return refused("forbidden", "entries.refusals.otherSchool");
  if (competes(role) && track && !levelFits(track, organisationId, belongs))
    return refused("forbidden", "entries.refusals.wrongLevel", { field: "track" });
  return done(null);
}

function levelFits(track: Track, organisationId: string | null, belongs: readonly Belongs[]): boolean {
  if (track.degreeLevels.length === 0) return true;
  const here = belongs.filter((b) => b.organisationId === organisationId);
  return (here.length > 0 ? here : belongs).some(
    (b) => b.degreeLevel !== null && track.degreeLevels.includes(b.degreeLevel),
  );
}

/** Whether a school may send one more team, in all and in the track. */
export function capAllows(
  limits: Limits,
  track: Track | null,
  sent: { inCompetition: number; inTrack: number },
): Outcome<null> {
  const { maxTeamsPerOrganisation: most } = limits;
  if (most > 0 && sent.inCompetition >= most)
    return refused("conflict", "entries.refusals.schoolFull", { values: { max: most } });
  const inTrack = track?.maxTeamsPerOrganisation ?? 0;
  if (inTrack > 0 && sent.inTrack >= inTrack)
    return refused("conflict", "entries.refusals.schoolFullInTrack", {
      field: "track",
      values: { max: inTrack },
    });
  return done(null);
}

/** One thing that keeps an entry from being accepted, as a sentence. */
export type Lack = { reason: Reason; values: Record<string, string | number> };

/** Everything that keeps an entry from being accepted; empty when nothing does. */
export function lacksOf(
  limits: Limits,
  track: Track | null,
  organisationId: string | null,
  people: readonly Participant[],
): Lack[] {
  const lacks: Lack[] = [];
  const { members } = countRoles(people.map((p) => p.role));
  if (members < limits.minTeamSize)
    lacks.push({ reason: "entries.lacks.tooFew", values: { min: limits.minTeamSize, now: members } });
  const who = (reason: Reason, found: readonly Participant[]) => {
    if (found.length > 0) lacks.push({ reason, values: { names: found.map((p) => p.name).join(", ") } });
  };
  if (limits.sameSchool)
    who(
      "entries.lacks.otherSchool",
      people.filter((p) => !p.belongs.some((b) => b.organisationId === organisationId)),
    );
  if (limits.verifiedMembersOnly)
    who(
      "entries.lacks.unverified",
      people.filter(
        (p) =>
          !p.belongs.some((b) => b.verified && (!limits.sameSchool || b.organisationId === organisationId)),
      ),
    );
  if (track)
    who(
      "entries.lacks.wrongLevel",
      people.filter((p) => competes(p.role) && !levelFits(track, organisationId, p.belongs)),
    );
  return lacks;
}
