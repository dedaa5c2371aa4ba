import { expect, test } from "vitest";
import { allowedBy, mayMerge, mergedPeople } from "../../app/entries/merging.ts";

const now = new Date("2026-11-23T09:00:00Z");
const later = new Date("2026-12-23T09:00:00Z");
const limits = {
  minTeamSize: 1,
  maxTeamSize: 3,
  maxAdvisors: 1,
  sameSchool: false,
  mergeUntil: later,
  teamsLockAt: null,
};
const side = (people: string[], more: object = {}) => ({
  state: "accepted",
  trackId: null,
  organisationId: null,
  people: people.map((personId, i) => ({
    personId,
    role: i === 0 ? ("captain" as const) : ("member" as const),
  })),
  ...more,
});
const phase = {
  name: "Main",
  startsAt: new Date("2026-11-22T09:00:00Z"),
  maxPerDay: 3,
  maxPerMonth: 0,
  maxTotal: 10,
  used: 0,
};
const base = { limits, stays: side(["a"]), ends: side(["b"]), phases: [phase], now };

test("two teams that keep to every limit may merge", () => {
  expect(mayMerge(base).ok).toBe(true);
});

test.each([
  ["where merging is forbidden", { limits: { ...limits, mergeUntil: null } }, "entries.merge.forbidden"],
  ["when the time is over", { limits: { ...limits, mergeUntil: now } }, "entries.merge.over"],
  ["once teams are locked", { limits: { ...limits, teamsLockAt: now } }, "entries.merge.locked"],
  ["with a team that is out", { ends: side(["b"], { state: "disqualified" }) }, "entries.merge.notActive"],
  ["across tracks", { ends: side(["b"], { trackId: "t" }) }, "entries.merge.otherTrack"],
  [
    "across schools under the same-school rule",
    { limits: { ...limits, sameSchool: true }, ends: side(["b"], { organisationId: "o" }) },
    "entries.merge.otherSchool",
  ],
  ["into more people than a team takes", { ends: side(["b", "c", "d"]) }, "teams.refusals.full"],
  [
    "with more submissions than one team could have made",
    { phases: [{ ...phase, used: 7 }] },
    "entries.merge.tooManySubmissions",
  ],
])("no merge %s", (_, change, reason) => {
  expect(mayMerge({ ...base, ...change })).toMatchObject({ refusal: { reason } });
});

test("the quota of a day counts for each day so far, that of the phase once", () => {
  expect(allowedBy(phase, now)).toBe(6);
  expect(allowedBy({ ...phase, maxPerDay: 0 }, now)).toBe(10);
  expect(allowedBy({ ...phase, maxPerDay: 0, maxTotal: 0, maxPerMonth: 4 }, now)).toBe(4);
  expect(allowedBy({ ...phase, maxPerDay: 0, maxTotal: 0 }, now)).toBeNull();
});

test("the other captain becomes a member, and whoever was in both teams is in it once", () => {
  const both = mergedPeople(side(["a", "c"]).people, side(["b", "c"]).people);
  expect(both.map((p) => `${p.personId} ${p.role}`)).toEqual(["a captain", "c member", "b member"]);
});
