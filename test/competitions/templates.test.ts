import { expect, test } from "vitest";
import { competitionState } from "../../app/competitions/phase-at.ts";
import { sampleTask } from "../../app/competitions/templates/sample-task.ts";
import { draftOf } from "../../app/competitions/templates.ts";
import { COMPETITION_TEMPLATES } from "../../db/vocabulary.ts";

const now = new Date("2026-11-23T09:00:30Z");

test.each(COMPETITION_TEMPLATES)("the phases of a %s follow each other", (template) => {
  const { phases } = draftOf(template, { now, timeZone: "Europe/Berlin" });
  for (const [i, phase] of phases.entries()) {
    if (phase.endsAt) expect(phase.endsAt > phase.startsAt).toBe(true);
    const next = phases[i + 1];
    if (next) expect(phase.endsAt && next.startsAt >= phase.endsAt).toBe(true);
  }
});

test.each(COMPETITION_TEMPLATES)("every text of a %s is in English and Chinese", (template) => {
  const { summary, rules, pages, phases, tracks, slots } = draftOf(template, { now, timeZone: "UTC" });
  const texts = [
    summary,
    rules,
    ...pages.flatMap((p) => [p.title, p.body]),
    ...phases.flatMap((p) => [p.name, p.description]),
    ...tracks.flatMap((t) => [t.name, t.description]),
    ...slots.flatMap((s) => [s.title, s.description]),
  ];
  for (const text of texts) expect(Object.keys(text)).toEqual(["en", "zh-Hans"]);
});

test("a benchmark and practice are open from the minute they are made; practice has no end", () => {
  const [benchmark, practice] = (["ai_benchmark", "practice"] as const).map(
    (t) => draftOf(t, { now, timeZone: "UTC" }).phases,
  );
  const placed = (phases: typeof benchmark) => phases!.map((p, position) => ({ ...p, position }));
  expect(competitionState(placed(benchmark), now)).toBe("open");
  expect(practice!.at(-1)!.endsAt).toBeNull();
  expect(competitionState(placed(practice), new Date("2036-01-01"))).toBe("open");
});

test("a hackathon lasts 48 hours from a Saturday morning on its own clock", () => {
  for (const timeZone of ["Asia/Shanghai", "America/New_York", "Pacific/Auckland"]) {
    const [hacking] = draftOf("hackathon", { now, timeZone }).phases;
    expect(hacking!.endsAt!.getTime() - hacking!.startsAt.getTime()).toBe(48 * 3_600_000);
    const shown = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      weekday: "long",
      hour: "2-digit",
      minute: "2-digit",
    }).format(hacking!.startsAt);
    expect(shown).toMatch(/Saturday.* 09:00/);
  }
});

test("a day across a change of clocks still ends at the hour that was meant", () => {
  const { phases } = draftOf("ai_benchmark", {
    now: new Date("2026-10-10T08:00:00Z"),
    timeZone: "Europe/Berlin",
  });
  expect(phases[0]!.endsAt).toEqual(new Date("2026-11-07T11:00:00Z"));
});

test("the sample task is the same wherever it is made, and hides its answers from what teams get", () => {
  const task = sampleTask();
  expect(sampleTask()).toEqual(task);
  const truth = task.referenceData["truth.csv"]!.trim().split("\n").slice(1);
  expect(truth).toHaveLength(200);
  expect(truth.filter((row) => row.endsWith(",public"))).toHaveLength(60);
  for (const files of [task.inputData, task.publicData, task.startingKit])
    for (const text of Object.values(files)) expect(text).not.toContain(truth[0]!);
});
