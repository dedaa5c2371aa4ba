import { expect, test } from "vitest";
import { competitionState } from "../../app/competitions/phase-at.ts";
import { sampleTask } from "../../app/competitions/templates/sample-task.ts";
import { draftOf } from "../../app/competitions/templates.ts";
import { COMPETITION_TEMPLATES } from "../../db/vocabulary.ts";

const now = new Date("2026-11-23T09:00:30Z");

/** The same numbers from 0 to 1 each time (Lehmer's generator). */
function chanceOf(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

test.each(COMPETITION_TEMPLATES)("the phases of a %s follow each other", (template) => {
  const { phases } = draftOf(template, { now, timeZone: "Europe/Berlin", chance: chanceOf(1) });
  for (const [i, phase] of phases.entries()) {
    if (phase.endsAt) expect(phase.endsAt > phase.startsAt).toBe(true);
    const next = phases[i + 1];
    if (next) expect(phase.endsAt && next.startsAt >= phase.endsAt).toBe(true);
  }
});

test.each(COMPETITION_TEMPLATES)("every text of a %s is in English and Chinese", (template) => {
  const { summary, rules, pages, phases, tracks, slots } = draftOf(template, {
    now,
    timeZone: "UTC",
    chance: chanceOf(1),
  });
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
    (t) => draftOf(t, { now, timeZone: "UTC", chance: chanceOf(1) }).phases,
  );
  const placed = (phases: typeof benchmark) => phases!.map((p, position) => ({ ...p, position }));
  expect(competitionState(placed(benchmark), now)).toBe("open");
  expect(practice!.at(-1)!.endsAt).toBeNull();
  expect(competitionState(placed(practice), new Date("2036-01-01"))).toBe("open");
});

test("a hackathon lasts 48 hours from a Saturday morning on its own clock", () => {
  for (const timeZone of ["Asia/Shanghai", "America/New_York", "Pacific/Auckland"]) {
    const [hacking] = draftOf("hackathon", { now, timeZone, chance: chanceOf(1) }).phases;
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
    chance: chanceOf(1),
  });
  expect(phases[0]!.endsAt).toEqual(new Date("2026-11-07T11:00:00Z"));
});

const rowsOf = (text: string) => text.trim().split("\n").slice(1);

test("the sample task comes from chance alone, and hides its answers from what teams get", () => {
  const task = sampleTask(chanceOf(1));
  expect(sampleTask(chanceOf(1))).toEqual(task);
  const truth = rowsOf(task.referenceData["truth.csv"]!);
  expect(rowsOf(sampleTask(chanceOf(2)).referenceData["truth.csv"]!)).not.toEqual(truth);
  expect(truth).toHaveLength(200);
  expect(truth.filter((row) => row.endsWith(",public"))).toHaveLength(60);
  for (const files of [task.inputData, task.publicData, task.startingKit])
    for (const text of Object.values(files)) expect(text).not.toContain(truth[0]!);
});

test("the order of the sample's rows tells nothing of their kinds", () => {
  const kinds = rowsOf(sampleTask(chanceOf(1)).referenceData["truth.csv"]!).map((row) => row.split(",")[1]!);
  const everyThird = kinds.filter((_, i) => i % 3 === 0);
  expect(new Set(everyThird).size).toBe(3);
});

test("the sample answers have a row for each row that is asked, and a kind that exists", () => {
  const task = sampleTask(chanceOf(1));
  const answers = rowsOf(task.startingKit["answers.csv"]!).map((row) => row.split(","));
  const truth = rowsOf(task.referenceData["truth.csv"]!).map((row) => row.split(","));
  expect(answers.map(([id]) => id)).toEqual(truth.map(([id]) => id));
  expect(truth.map(([, kind]) => kind)).toContain(answers[0]![1]);
});
