import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { changeRules } from "../../app/competitions/change-rules.server.ts";
import { saveTask } from "../../app/competitions/change-tasks.server.ts";
import { createCompetition } from "../../app/competitions/create.server.ts";
import { exportBundle } from "../../app/competitions/export.server.ts";
import { TaskForm } from "../../app/competitions/forms.ts";
import { db } from "../../db/connect.ts";
import {
  auditEvents,
  boards,
  competitions,
  competitionTracks,
  deliverableSlots,
  judgeQueues,
  metrics,
  rulesVersions,
  tasks,
} from "../../db/schema/index.ts";
import { COMPETITION_TEMPLATES } from "../../db/vocabulary.ts";
import { aBundle, aCompetition, importing } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";
import {
  codalabBundle,
  dumpedBundle,
  duringScoringBundle,
  type Files,
  manyTasksBundle,
  messyBundle,
  oldScoresBundle,
  parallelBundle,
  templateBundle,
} from "../support/stranger-bundles.ts";
import {
  everything,
  exported as exportedBy,
  again as importedBy,
  unpacked,
} from "../support/whole-competition.ts";

const now = new Date("2026-11-23T09:00:00Z");
const organiser = await aViewer({ role: "organiser" });

const exported = (slug: string) => exportedBy(organiser, slug, now);
const again = (file: string) => importedBy(organiser, file, now);

test.each<[string, () => Promise<Files> | Files]>([
  ["of CodaLab's", codalabBundle],
  ["of CodaLab's with parallel phases", parallelBundle],
  ["by hand", messyBundle],
  ["with ingestion during scoring", duringScoringBundle],
  ["with many tasks", manyTasksBundle],
  ["with old scores", oldScoresBundle],
  ["that CodaLab wrote", dumpedBundle],
  ["from a template", templateBundle],
  ["of the simplest kind", aBundle],
])("a bundle %s that is exported and imported again is the same, field by field", async (_what, files) => {
  const first = await importing(organiser, await files(), now);
  if (!first.ok) throw new Error(JSON.stringify(first.refusal));
  const second = await again(await exported(first.value.slug));
  expect(await everything(second.id)).toEqual(await everything(first.value.id));
  const third = await again(await exported(second.slug));
  expect(await everything(third.id)).toEqual(await everything(first.value.id));
  // An export of our own leaves nothing to mend and nothing to ignore.
  expect(second.remarks.filter((r) => r.kind !== "taken")).toEqual([]);
});

test.each(COMPETITION_TEMPLATES)(
  "a competition from the template %s loses nothing either",
  async (template) => {
    const made = await createCompetition({
      viewer: organiser,
      template,
      title: { en: `Of ${template}`, "zh-Hans": "竞赛" },
      slug: undefined,
      timeZone: "Asia/Shanghai",
      now,
    });
    if (!made.ok) throw new Error(made.refusal.reason);
    const second = await again(await exported(made.value.slug));
    expect(await everything(second.id)).toEqual(await everything(made.value.id));
  },
);

test("settings that only Podium has come back: freeze, weights, splits, limits, queue, languages, medals", async () => {
  const [queue] = await db
    .insert(judgeQueues)
    .values({ name: `lab ${randomUUID()}`, ownerId: organiser.person.id, createdAt: now })
    .returning();
  const c = await aCompetition({
    organiser,
    set: {
      title: { en: "Demo", "zh-Hans": "演示", "zh-Hant": "示範" },
      rules: { en: "Be fair.", "zh-Hans": "请公平。" },
      maxTeamSize: 9,
      minTeamSize: 3,
      sameSchool: true,
      teamsLockAt: now,
      mergeUntil: now,
      teamCodePrefix: "A",
      queueId: queue!.id,
      teamConcurrency: 3,
      timeZone: "Asia/Shanghai",
    },
    phase: {
      freezeAt: now,
      maxFinal: 2,
      maxWaiting: 1,
      maxPerMonth: 30,
      priority: 5,
      dayTurnsAtMin: 480,
      accepts: ["archive", "image_tar"],
    },
  });
  const [track] = await db
    .insert(competitionTracks)
    .values({
      competitionId: c.id,
      position: 0,
      code: "A3",
      name: { en: "Robots" },
      degreeLevels: ["master"],
    })
    .returning();
  await db
    .update(rulesVersions)
    .set({ rules: { en: "Be fair.", "zh-Hans": "请公平。" } })
    .where(eq(rulesVersions.competitionId, c.id));
  await db
    .update(tasks)
    .set({ limits: { memoryMb: 512, gpus: 2 }, labels: ["a100", "lab-3"], trackId: track!.id })
    .where(eq(tasks.id, c.taskId));
  await db
    .update(metrics)
    .set({ weight: "0.250000", split: "private", description: { "zh-Hans": "准确率" } })
    .where(eq(metrics.competitionId, c.id));
  await db
    .update(boards)
    .set({ finalPosition: 0, embeddable: true, medals: { by: "percent", gold: 10, silver: 20, bronze: 30 } })
    .where(eq(boards.id, c.boardId));
  await db.insert(deliverableSlots).values({
    competitionId: c.id,
    trackId: track!.id,
    position: 0,
    title: { "zh-Hans": "文档" },
    extensions: ["pdf"],
    maxBytes: 3_000_000_000,
    namePattern: "{code}-{slot}",
    dueAt: now,
    remindHours: [48],
  });
  const second = await again(await exported(c.slug));
  expect(await everything(second.id)).toEqual(await everything(c.id));
});

test("an export is a bundle that Codabench would read: times in full, one file for one content", async () => {
  const first = await importing(organiser, manyTasksBundle(), now);
  if (!first.ok) throw new Error(first.refusal.reason);
  const { folder, files } = await unpacked(await exported(first.value.slug));
  const yaml = parse(await readFile(path.join(folder, "competition.yaml"), "utf8"), { version: "1.1" });
  expect(yaml).toMatchObject({
    version: "2",
    image: "logo.png",
    terms: "terms.md",
    enable_detailed_results: true,
    tasks: [
      { scoring_program: "bundles/scoring_program-0.zip" },
      { scoring_program: "bundles/scoring_program-0.zip" },
    ],
    phases: [
      { start: "2026-01-01T09:00:00+00:00", end: "2026-02-01T18:30:00+00:00", tasks: [1] },
      { start: "2026-02-01T18:30:00+00:00", tasks: [1, 0], auto_migrate_to_this_phase: true },
    ],
    leaderboards: [
      { primary_index: 2, columns: [{}, {}, { computation: "sum", computation_indexes: ["0", "1"] }, {}] },
    ],
    fact_sheet: { METHOD: { type: "text", is_required: "true", selection: "" } },
  });
  expect(files.filter((f) => f.includes("scoring_program"))).toHaveLength(1);
  expect((await readdir(folder)).sort()).toEqual([
    "bundles",
    "competition.yaml",
    "logo.png",
    "origin",
    "pages",
    "terms.md",
  ]);
});

test("an export holds hidden data, so only organisers get it, and it is on record", async () => {
  const c = await aCompetition({ organiser });
  expect(await exportBundle({ viewer: await aViewer(), slug: c.slug, now })).toMatchObject({
    refusal: { code: "forbidden" },
  });
  const draft = await aCompetition({ organiser, draft: true });
  expect(await exportBundle({ viewer: await aViewer(), slug: draft.slug, now })).toMatchObject({
    refusal: { code: "not_found" },
  });
  await exported(c.slug);
  const acts = await db.select().from(auditEvents).where(eq(auditEvents.competitionId, c.id));
  expect(acts).toContainEqual(
    expect.objectContaining({ act: "competition.exported", personId: organiser.person.id }),
  );
});

test("earlier rules and earlier programs come back with their notes and times, and runs of either can be told apart", async () => {
  const made = await importing(organiser, manyTasksBundle(), now);
  if (!made.ok) throw new Error(made.refusal.reason);
  const { id, slug } = made.value;
  const later = new Date("2026-12-01T10:00:00Z");
  await changeRules({ viewer: organiser, slug, rules: { en: "Be kind." }, note: "kinder", now: later });
  const [task] = await db
    .select()
    .from(tasks)
    .where(eq(tasks.competitionId, id))
    .orderBy(asc(tasks.position));
  const saved = await saveTask({
    viewer: organiser,
    slug,
    id: task!.id,
    task: TaskForm.parse({ ...task, note: "without the truth" }),
    files: { referenceData: null },
    now: later,
  });
  expect(saved).toMatchObject({ ok: true, value: { version: 2 } });
  const second = await again(await exported(slug));
  const [before, after] = [await everything(id), await everything(second.id)];
  expect(after.rules).toMatchObject([
    { version: 1 },
    { version: 2, rules: { en: "Be kind." }, note: "kinder" },
  ]);
  expect(after.contents).toMatchObject([
    { version: 1, note: null },
    { version: 2, note: "without the truth", referenceData: null },
    { version: 1 },
  ]);
  expect(after).toEqual(before);
  const [version] = await db
    .select({ at: rulesVersions.createdAt })
    .from(rulesVersions)
    .where(and(eq(rulesVersions.competitionId, second.id), eq(rulesVersions.version, 2)));
  expect(version?.at).toEqual(later);
});

test("keys that mean nothing here leave with the words of the bundle they came in", async () => {
  const made = await importing(organiser, messyBundle(), now);
  if (!made.ok) throw new Error(made.refusal.reason);
  const { folder } = await unpacked(await exported(made.value.slug));
  expect(await readFile(path.join(folder, "origin/competition.yaml"), "utf8")).toBe(
    String(messyBundle()["competition.yaml"]),
  );
  const second = await again(await exported(made.value.slug));
  const [row] = await db.select().from(competitions).where(eq(competitions.id, second.id));
  expect(row?.source).toMatchObject({ yaml: messyBundle()["competition.yaml"] });
});
