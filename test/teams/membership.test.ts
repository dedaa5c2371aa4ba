import { expect, test } from "vitest";
import { mayChangeFreely, mayCome, mayReplace, roomFor } from "../../app/teams/membership.ts";

const sizes = { minTeamSize: 2, maxTeamSize: 3, maxAdvisors: 1 };
const now = new Date("2026-11-23T09:00:00Z");
const open = { teamsLockAt: null, memberChanges: 1, memberChangesUsed: 0, submitted: false };
const locked = { ...open, teamsLockAt: now };

test("a full team takes nobody more", () => {
  expect(roomFor("member", ["captain", "member", "member"], sizes)).toMatchObject({
    refusal: { reason: "teams.refusals.full", values: { max: 3 } },
  });
  expect(roomFor("member", ["captain", "member", "advisor"], sizes).ok).toBe(true);
});

test("advisors have places of their own, and no more than the rules give", () => {
  expect(roomFor("advisor", ["captain", "member", "member"], sizes).ok).toBe(true);
  expect(roomFor("advisor", ["captain", "advisor"], sizes)).toMatchObject({
    refusal: { reason: "teams.refusals.advisorsFull" },
  });
});

test("before the lock people come and go, from the lock on they do not", () => {
  expect(mayChangeFreely(open, now).ok).toBe(true);
  expect(mayCome(open, false, now)).toEqual({ ok: true, value: { costsChange: false } });
  expect(mayChangeFreely(locked, now)).toMatchObject({ refusal: { reason: "teams.refusals.locked" } });
  expect(mayCome(locked, false, now)).toMatchObject({ refusal: { reason: "teams.refusals.locked" } });
});

test("nobody leaves a team that has submitted", () => {
  expect(mayChangeFreely({ ...open, submitted: true }, now)).toMatchObject({
    refusal: { reason: "teams.refusals.hasSubmitted" },
  });
});

test("after the lock a mailed invitation costs one of the changes, and there are no more than those", () => {
  expect(mayCome(locked, true, now)).toEqual({ ok: true, value: { costsChange: true } });
  expect(mayCome({ ...locked, memberChangesUsed: 1 }, true, now)).toMatchObject({
    refusal: { reason: "teams.refusals.changesUsed", values: { max: 1 } },
  });
});

test("taking a member's place costs a change once the team has submitted or is locked", () => {
  expect(mayReplace(open, now)).toEqual({ ok: true, value: { costsChange: false } });
  expect(mayReplace({ ...open, submitted: true }, now)).toEqual({ ok: true, value: { costsChange: true } });
  expect(mayReplace({ ...open, submitted: true, memberChangesUsed: 1 }, now)).toMatchObject({
    refusal: { reason: "teams.refusals.changesUsed" },
  });
});
