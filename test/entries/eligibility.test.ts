import { expect, test } from "vitest";
import {
  capAllows,
  lacksOf,
  mayTakeRole,
  needsOrganisation,
  schoolFits,
  windowOpen,
} from "../../app/entries/eligibility.ts";

const limits = {
  minTeamSize: 1,
  maxTeamSize: 3,
  maxAdvisors: 1,
  maxTeamsPerPerson: 1,
  captainOfOne: true,
  sameSchool: false,
  maxTeamsPerOrganisation: 0,
  verifiedMembersOnly: false,
};
const none = { captain: 0, member: 0, advisor: 0 };
const track = { id: "a", degreeLevels: ["bachelor" as const], maxTeamsPerOrganisation: 0 };
const at = (
  organisationId: string,
  verified = true,
  degreeLevel: "bachelor" | "vocational" = "bachelor",
) => ({
  organisationId,
  verified,
  degreeLevel,
});
const now = new Date("2026-11-23T09:00:00Z");

test("entries are taken from their first moment until just before their last", () => {
  const later = new Date(now.getTime() + 1);
  expect(windowOpen({ entriesFrom: now, entriesUntil: later }, now).ok).toBe(true);
  expect(windowOpen({ entriesFrom: later, entriesUntil: null }, now)).toMatchObject({
    refusal: { reason: "entries.refusals.notYet" },
  });
  expect(windowOpen({ entriesFrom: null, entriesUntil: now }, now)).toMatchObject({
    refusal: { reason: "entries.refusals.over" },
  });
});

test("nobody is in more teams than the competition allows, and 0 allows any number", () => {
  const places = { ...none, member: 1 };
  expect(mayTakeRole(limits, "member", places)).toMatchObject({
    refusal: { reason: "entries.refusals.alreadyIn" },
  });
  expect(mayTakeRole({ ...limits, maxTeamsPerPerson: 2 }, "member", places).ok).toBe(true);
  expect(mayTakeRole({ ...limits, maxTeamsPerPerson: 2 }, "member", { ...none, member: 2 })).toMatchObject({
    refusal: { reason: "entries.refusals.tooManyTeams", values: { max: 2 } },
  });
  expect(mayTakeRole({ ...limits, maxTeamsPerPerson: 0 }, "member", { ...none, member: 9 }).ok).toBe(true);
});

test("whoever may be in several teams is captain of one only, where the rules say so", () => {
  const several = { ...limits, maxTeamsPerPerson: 0 };
  const places = { ...none, captain: 1 };
  expect(mayTakeRole(several, "captain", places)).toMatchObject({
    refusal: { reason: "entries.refusals.captainOfOne" },
  });
  expect(mayTakeRole(several, "member", places).ok).toBe(true);
  expect(mayTakeRole({ ...several, captainOfOne: false }, "captain", places).ok).toBe(true);
});

test("an advisor advises several teams, but does not compete, nor a competitor advise", () => {
  expect(mayTakeRole(limits, "advisor", { ...none, advisor: 3 }).ok).toBe(true);
  expect(mayTakeRole(limits, "advisor", { ...none, member: 1 })).toMatchObject({
    refusal: { reason: "entries.refusals.competes" },
  });
  expect(mayTakeRole(limits, "captain", { ...none, advisor: 1 })).toMatchObject({
    refusal: { reason: "entries.refusals.advises" },
  });
});

test("under the same-school rule members and advisors belong to the team's school", () => {
  const same = { ...limits, sameSchool: true };
  for (const role of ["member", "advisor"] as const)
    expect(schoolFits(same, null, "pku", { role, belongs: [at("thu")] })).toMatchObject({
      refusal: { reason: "entries.refusals.otherSchool" },
    });
  expect(schoolFits(same, null, "pku", { role: "member", belongs: [at("thu"), at("pku")] }).ok).toBe(true);
  expect(schoolFits(limits, null, "pku", { role: "member", belongs: [] }).ok).toBe(true);
});

test("a track takes the levels it is open to, and asks no advisor for theirs", () => {
  const vocational = [at("pku", true, "vocational")];
  expect(schoolFits(limits, track, "pku", { role: "member", belongs: vocational })).toMatchObject({
    refusal: { reason: "entries.refusals.wrongLevel", field: "track" },
  });
  expect(schoolFits(limits, track, "pku", { role: "advisor", belongs: vocational }).ok).toBe(true);
  expect(schoolFits(limits, track, "pku", { role: "member", belongs: [at("pku")] }).ok).toBe(true);
});

test("a school sends no more teams than the competition and the track allow", () => {
  const capped = { ...limits, maxTeamsPerOrganisation: 2 };
  expect(capAllows(capped, null, { inCompetition: 1, inTrack: 1 }).ok).toBe(true);
  expect(capAllows(capped, null, { inCompetition: 2, inTrack: 0 })).toMatchObject({
    refusal: { reason: "entries.refusals.schoolFull", values: { max: 2 } },
  });
  const narrow = { ...track, maxTeamsPerOrganisation: 1 };
  expect(capAllows(limits, narrow, { inCompetition: 5, inTrack: 1 })).toMatchObject({
    refusal: { reason: "entries.refusals.schoolFullInTrack", values: { max: 1 } },
  });
  expect([needsOrganisation(limits, null), needsOrganisation(limits, narrow)]).toEqual([false, true]);
});

test("what an entry lacks is named with its people", () => {
  const strict = { ...limits, minTeamSize: 2, sameSchool: true, verifiedMembersOnly: true };
  const people = [
    { name: "Li", role: "captain" as const, belongs: [at("pku", false)] },
    { name: "Wu", role: "advisor" as const, belongs: [at("thu")] },
  ];
  expect(lacksOf(strict, track, "pku", people)).toEqual([
    { reason: "entries.lacks.tooFew", values: { min: 2, now: 1 } },
    { reason: "entries.lacks.otherSchool", values: { names: "Wu" } },
    { reason: "entries.lacks.unverified", values: { names: "Li, Wu" } },
  ]);
  expect(lacksOf(limits, track, "pku", people)).toEqual([]);
});
