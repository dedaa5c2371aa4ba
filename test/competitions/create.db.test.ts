import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { createCompetition } from "../../app/competitions/create.server.ts";
import { competitionBySlug, downloadsOf } from "../../app/competitions/queries.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import {
  auditEvents,
  boards,
  competitionTracks,
  deliverableSlots,
  grants,
  rulesVersions,
  taskVersions,
} from "../../db/schema/index.ts";
import { COMPETITION_TEMPLATES } from "../../db/vocabulary.ts";
import { aViewer } from "../factories/forums.ts";

const now = new Date("2026-11-23T09:00:00Z");
const organiser = await aViewer({ role: "organiser" });
const given = { viewer: organiser, timeZone: "Asia/Shanghai", now };

async function made(command: Parameters<typeof createCompetition>[0]) {
  const outcome = await createCompetition(command);
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  const competition = await competitionBySlug(organiser, outcome.value.slug, now);
  if (!competition) throw new Error("it is gone");
  return competition;
}

test.each(COMPETITION_TEMPLATES)(
  "a %s starts as a draft with rules, pages, phases and boards",
  async (template) => {
    const c = await made({ ...given, template, title: { en: `My ${template}` } });

    expect(c).toMatchObject({ state: "draft", template, title: { en: `My ${template}` }, rulesVersion: 1 });
    expect(c.pages.length).toBeGreaterThan(0);
    for (const page of c.pages) expect(Object.keys(page.body)).toEqual(["en", "zh-Hans"]);
    const [rules] = await db.select().from(rulesVersions).where(eq(rulesVersions.competitionId, c.id));
    expect(rules).toMatchObject({ version: 1, rules: c.rules, createdBy: organiser.person.id });
    const rows = await db.select().from(boards).where(eq(boards.competitionId, c.id));
    expect(rows.map((b) => b.phaseId).sort()).toEqual(c.phases.map((p) => p.id).sort());
    expect(await competitionBySlug(GUEST, c.slug, now)).toBeNull();
  },
);

test("an AI benchmark is open at once, with a task to score and a private metric that decides", async () => {
  const c = await made({ ...given, template: "ai_benchmark", title: { en: "Points" } });

  expect(c.currentPhase?.position).toBe(0);
  expect(c.phases.map((p) => p.taskIds)).toEqual([[c.tasks[0]!.id], [c.tasks[0]!.id]]);
  expect(c.metrics.map((m) => [m.key, m.split])).toEqual([
    ["accuracy", "public"],
    ["accuracy_private", "private"],
  ]);
  const [board] = await db.select().from(boards).where(eq(boards.competitionId, c.id));
  expect(board).toMatchObject({ primaryPosition: 0, finalPosition: 1, submissionRule: "Force_Best" });
  const versions = await db.select().from(taskVersions).where(eq(taskVersions.taskId, c.tasks[0]!.id));
  expect(versions).toMatchObject([{ version: 1, scoringProgram: c.tasks[0]!.scoringProgram }]);
  expect(downloadsOf(c).map((d) => d.kind)).toContain("starting_kit");
});

test("columns and boards are named in the language that the competition is named in", async () => {
  const titles = async (title: object) => {
    const c = await made({ ...given, template: "ai_benchmark", title });
    const [board] = await db.select().from(boards).where(eq(boards.competitionId, c.id));
    return [...c.metrics.map((m) => m.title), board?.title];
  };
  expect(await titles({ "zh-Hans": "点" })).toEqual(["准确率", "准确率（私有）", "排行榜"]);
  expect(await titles({ "zh-Hant": "點" })).toEqual(["準確率", "準確率（私有）", "排行榜"]);
  expect(await titles({ en: "Points", "zh-Hans": "点" })).toEqual([
    "Accuracy",
    "Accuracy (private)",
    "Leaderboard",
  ]);
});

test("a software cup has groups by degree level and four files of half a gigabyte that bear the team's code", async () => {
  const c = await made({ ...given, template: "software_cup", title: { "zh-Hans": "软件大赛" } });

  expect(c.slug).toMatch(/^software-cup-2026/);
  expect(c).toMatchObject({ autoAccept: false, captainOfOne: true, sameSchool: true, maxTeamsPerPerson: 0 });
  const tracks = await db
    .select()
    .from(competitionTracks)
    .where(eq(competitionTracks.competitionId, c.id))
    .orderBy(asc(competitionTracks.position));
  expect(tracks.map((t) => [t.code, t.degreeLevels])).toEqual([
    ["A1", ["vocational", "bachelor", "master"]],
    ["B1", ["vocational"]],
  ]);
  const slots = await db
    .select()
    .from(deliverableSlots)
    .where(eq(deliverableSlots.competitionId, c.id))
    .orderBy(asc(deliverableSlots.position));
  expect(slots.map((s) => s.purpose)).toEqual(["work", "work", "work", "eligibility"]);
  for (const slot of slots) {
    expect(slot.maxBytes).toBe(500 * 1024 * 1024);
    expect(slot.namePattern).toContain("{code}");
    expect(slot.dueAt).toEqual(c.phases[0]!.endsAt);
  }
});

test("whoever makes a competition organises it, and the act is noted", async () => {
  const c = await made({ ...given, template: "practice", title: { en: "Noted" } });

  const held = await db.select().from(grants).where(eq(grants.scopeId, c.id));
  expect(held).toMatchObject([{ personId: organiser.person.id, role: "organiser", scope: "competition" }]);
  const acts = await db.select().from(auditEvents).where(eq(auditEvents.competitionId, c.id));
  expect(acts).toMatchObject([
    { act: "competition.created", personId: organiser.person.id, details: { template: "practice" } },
  ]);
});

test("an address that is taken is refused at its field, and without one the next free number is taken", async () => {
  const first = await made({ ...given, template: "practice", title: { en: "Same words" } });
  const second = await made({ ...given, template: "practice", title: { en: "Same words" } });
  expect([first.slug, second.slug]).toEqual(["same-words", "same-words-2"]);

  expect(
    await createCompetition({ ...given, template: "practice", title: { en: "x" }, slug: "same-words" }),
  ).toMatchObject({ refusal: { code: "conflict", field: "slug", reason: "editor.refusals.slugTaken" } });
});

test("somebody without the role makes none", async () => {
  const outcome = await createCompetition({
    ...given,
    viewer: await aViewer(),
    template: "hackathon",
    title: { en: "Sneaky" },
  });
  expect(outcome).toMatchObject({ refusal: { code: "forbidden" } });
  expect(await competitionBySlug(organiser, "sneaky", now)).toBeNull();
});
