import { expect, test } from "vitest";
import { readDate } from "../../app/competitions/bundle/dates.ts";
import { readBundle } from "../../app/competitions/bundle/read.ts";
import { competitionState, currentPhase, nextDeadline } from "../../app/competitions/phase-at.ts";

test.each([
  ["2018-11-15", "2018-11-15T00:00:00.000Z"],
  ["2019-12-12 13:30:00", "2019-12-12T13:30:00.000Z"],
  ["2024-04-10T13:00:00+02:00", "2024-04-10T11:00:00.000Z"],
  ["1-1-2026", "2026-01-01T00:00:00.000Z"],
  ["12-31-2026", "2026-12-31T00:00:00.000Z"],
  ["8-7-2019", "2019-08-07T00:00:00.000Z"],
  ["31/12/2026 6:05 PM", "2026-12-31T18:05:00.000Z"],
  ["Jan 5, 2026", "2026-01-05T00:00:00.000Z"],
])("the date %s is %s", (text, iso) => expect(readDate(text)?.toISOString()).toBe(iso));

test.each(["soon", "2026-13-01", "2026-02-30", "1-1-26x"])("%s is no date", (text) =>
  expect(readDate(text)).toBeNull(),
);

const bundle = (phases: string, more = "") => `version: 2
title: &name Demo
image: logo.png
terms: terms.md
pages: []
tasks:
  - &task {index: 0, name: *name, scoring_program: s/}
  - {<<: *task, index: 1}
phases:
${phases}
leaderboards:
  - {title: R, key: r, columns: [{title: A, key: a, index: 0}]}
${more}`;
const reasons = (yaml: string) => {
  const read = readBundle(yaml);
  return read.ok ? [] : read.problems.map((p) => p.reason.split(".")[2]);
};

test("anchors and merges are followed, times are kept, unknown keys are remarked with their line", () => {
  const read = readBundle(bundle("  - {name: P, start: 2026-01-01 08:30:00, tasks: [0, 1]}", "colour: red"));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.bundle.tasks).toMatchObject([{ files: { scoring_program: "s/" } }, { name: "Demo" }]);
  expect(read.bundle.phases[0]?.start.toISOString()).toBe("2026-01-01T08:30:00.000Z");
  expect(read.remarks).toMatchObject([{ kind: "ignored", values: { key: "colour", line: 13 } }]);
});

test.each([
  ["a phase without a task", "  - {name: P, start: 2026-01-01, tasks: []}", "phaseWithoutTask"],
  ["a phase that names no task of the bundle", "  - {name: P, start: 2026-01-01, tasks: [7]}", "noSuchTask"],
  [
    "a phase that ends before it starts",
    "  - {name: P, start: 2026-02-01, end: 2026-01-01, tasks: [0]}",
    "phaseEndsBeforeStart",
  ],
  [
    "a first phase to migrate into",
    "  - {name: P, start: 2026-02-01, tasks: [0], auto_migrate_to_this_phase: true}",
    "firstPhaseMigrates",
  ],
  [
    "an open phase with another after it",
    "  - {name: P, start: 2026-01-01, tasks: [0]}\n  - {name: Q, start: 2026-02-01, tasks: [0]}",
    "phaseWithoutEnd",
  ],
  [
    "phases that overlap",
    "  - {name: P, start: 2026-01-01, end: 2026-03-01, tasks: [0]}\n  - {name: Q, start: 2026-02-01, tasks: [0]}",
    "phasesOverlap",
  ],
  ["a start that is no date", "  - {name: P, start: soon, tasks: [0]}", "badDate"],
  ["a phase without a start", "  - {name: P, tasks: [0]}", "missingKey"],
])("%s is refused", (_what, phases, reason) => expect(reasons(bundle(phases))).toEqual([reason]));

test("a fault in the YAML is told with its line", () => {
  const read = readBundle("version: 2\ntitle: [a\nimage: b");
  expect(read).toMatchObject({ ok: false, problems: [{ reason: "competitions.bundle.yamlBroken" }] });
  expect(reasons("title: x")).toEqual(["oldVersion"]);
  expect(reasons("version: 3")).toEqual(["unknownVersion"]);
});

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
