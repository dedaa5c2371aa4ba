import { count, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { publish } from "../../app/competitions/publish.server.ts";
import { competitionBySlug, fileOf } from "../../app/competitions/queries.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import { boards, competitions, metrics, tasks } from "../../db/schema/index.ts";
import { aBundle, aCompetition, importing } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";

const now = new Date("2026-11-23T09:00:00Z");
const yaml = String(aBundle()["competition.yaml"]);
const organiser = await aViewer({ role: "organiser" });

test("a bundle becomes a draft with its pages, phases, tasks, metrics and one board a phase", async () => {
  const outcome = await importing(organiser, aBundle(), now);
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  const { id } = outcome.value;
  const [row] = await db.select().from(competitions).where(eq(competitions.id, id));
  expect(row).toMatchObject({
    state: "draft",
    title: { en: "Demo" },
    rules: { en: "Be fair." },
    autoAccept: true,
  });
  const [task] = await db.select().from(tasks).where(eq(tasks.competitionId, id));
  expect(task).toMatchObject({ name: { en: "Digits" }, inputData: null });
  expect(task?.referenceData).toMatch(/^[0-9a-f]{64}$/);
  expect(await db.select().from(metrics).where(eq(metrics.competitionId, id))).toMatchObject([
    { key: "accuracy", position: 0, sorting: "desc" },
  ]);
  expect(await db.select().from(boards).where(eq(boards.competitionId, id))).toMatchObject([
    { submissionRule: "Force_Best", primaryPosition: 0 },
  ]);
});

test("two competitions of one title have two slugs, and their equal folders are stored once", async () => {
  const [a, b] = [await aCompetition({ organiser }), await aCompetition({ organiser })];
  expect(a.slug).not.toBe(b.slug);
  const rows = await db.select({ hash: tasks.scoringProgram, c: tasks.competitionId }).from(tasks);
  const hash = (id: string) => rows.find((r) => r.c === id)?.hash;
  expect(hash(a.id)).toBe(hash(b.id));
});

test("a Chinese bundle keeps its words as Chinese", async () => {
  const c = await aCompetition({
    organiser,
    files: { "competition.yaml": yaml.replace("title: Demo", "title: 手写数字 AI 挑战赛") },
  });
  expect((await competitionBySlug(GUEST, c.slug, now))?.title).toEqual({ "zh-Hans": "手写数字 AI 挑战赛" });
});

test("a draft is seen by its organiser and by nobody else", async () => {
  const { slug, organiser: own } = await aCompetition({ draft: true });
  expect(await competitionBySlug(GUEST, slug, now)).toBeNull();
  expect(await competitionBySlug(await aViewer(), slug, now)).toBeNull();
  expect(await competitionBySlug(own, slug, now)).toMatchObject({ organises: true });
  expect(await fileOf(GUEST, slug, "logo", 0, now)).toBeNull();
  expect(await publish({ viewer: await aViewer(), slug, now })).toMatchObject({
    refusal: { code: "not_found" },
  });
  expect(await publish({ viewer: own, slug, now })).toMatchObject({ ok: true });
  expect(await competitionBySlug(GUEST, slug, now)).toMatchObject({ organises: false, importReport: null });
});

test("participants download no program and no reference data", async () => {
  const { slug, organiser: own } = await aCompetition();
  expect(await fileOf(GUEST, slug, "scoring_program", 0, now)).toBeNull();
  expect(await fileOf(own, slug, "reference_data", 0, now)).toBeNull();
  expect(await fileOf(own, slug, "scoring_program", 0, now)).not.toBeNull();
});

const moved = Object.fromEntries(Object.entries(aBundle()).map(([k, v]) => [`my-bundle/${k}`, v]));
test.each([
  ["a zipped enclosing folder", moved, "wrongRoot", { folder: "my-bundle" }],
  ["no competition.yaml", { "a.txt": "a" }, "noYaml", undefined],
  [
    "an older version",
    aBundle({ "competition.yaml": yaml.replace("version: 2", "version: 1.5") }),
    "oldVersion",
    { version: "1.5" },
  ],
  [
    "a missing program",
    aBundle({ "scoring_program/score.py": null, "scoring_program/metadata.yaml": null }),
    "fileMissing",
    { key: "tasks[0].scoring_program", path: "scoring_program/" },
  ],
  ["empty terms", aBundle({ "terms.md": " \n" }), "fileEmpty", { key: "terms", path: "terms.md" }],
  [
    "a path that climbs out",
    aBundle({ "competition.yaml": yaml.replace("terms.md", "../../etc/passwd") }),
    "fileMissing",
    { key: "terms", path: "../../etc/passwd" },
  ],
])("%s is refused and nothing is written", async (_what, files, reason, values) => {
  const before = await db.select({ n: count() }).from(competitions);
  const outcome = await importing(organiser, files, now);
  expect(outcome).toMatchObject({
    ok: false,
    refusal: { code: "invalid", reason: `competitions.bundle.${reason}` },
  });
  if (values) expect(outcome).toMatchObject({ refusal: { values } });
  expect(await db.select({ n: count() }).from(competitions)).toEqual(before);
});

test("a person without the role makes no competition", async () => {
  expect(await importing(await aViewer(), aBundle(), now)).toMatchObject({ refusal: { code: "forbidden" } });
});
