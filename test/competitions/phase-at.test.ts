import { expect, test } from "vitest";
import { competitionState, currentPhase, nextDeadline } from "../../app/competitions/phase-at.ts";

test("between phases none is open, and a phase ends just before its end", () => {
  const day = (d: number) => new Date(Date.UTC(2026, 0, d));
  const phases = [
    { position: 0, startsAt: day(2), endsAt: day(4) },
    { position: 1, startsAt: day(6), endsAt: null },
  ];
  expect(currentPhase(phases, day(2))?.position).toBe(0);
  expect(currentPhase(phases, day(4))).toBeNull();
  expect(nextDeadline(phases, day(4))).toEqual(day(6));
  expect([1, 5, 9].map((d) => competitionState(phases, day(d)))).toEqual(["upcoming", "open", "open"]);
});
