import { count, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { publish } from "../../app/competitions/publish.server.ts";
import { competitionBySlug, fileOf } from "../../app/competitions/queries.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { db } from "../../db/connect.ts";
import {
  blobs,
  boards,
  competitions,
  metrics,
  phases,
  phaseTasks,
  rulesVersions,
  tasks,
  taskVersions,
} from "../../db/schema/index.ts";
import { inspectArchive } from "../../judge/contract/archive.ts";
import { aBundle, aCompetition, importing } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";
import { zipOf } from "../support/bundle.ts";
import {
  codalabBundle,
  duringScoringBundle,
  type Files,
  manyTasksBundle,
  messyBundle,
  parallelBundle,
} from "../support/stranger-bundles.ts";

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

const UUID = "0d2f6ad6-3a0f-4a3c-9a2f-2c5d2a3a4b5c";
const moved = Object.fromEntries(Object.entries(aBundle()).map(([k, v]) => [`my-bundle/${k}`, v]));
test.each([
  ["a zipped enclosing folder", moved, "wrongRoot", { folder: "my-bundle" }],
  ["no competition.yaml", { "a.txt": "a" }, "noYaml", undefined],
  [
    "a folder in a folder",
    Object.fromEntries(Object.entries(moved).map(([k, v]) => [`a/${k}`, v])),
    "wrongRoot",
    { folder: "a/my-bundle" },
  ],
  ["a competition.yaml that is empty", aBundle({ "competition.yaml": "" }), "notAMap", undefined],
  [
    "a competition.yaml with a fault",
    aBundle({ "competition.yaml": yaml.replace("title: Demo", "title: Demo: the second") }),
    "yamlBroken",
    { line: 3 },
  ],
  [
    "a data set of another platform",
    aBundle({
      "competition.yaml": yaml.replace("reference_data: reference_data/", `reference_data: ${UUID}`),
    }),
    "fileElsewhere",
    { key: "tasks[0].reference_data", uuid: UUID },
  ],
  [
    "a task of another platform",
    aBundle({
      "competition.yaml": yaml.replace("name: Digits, scoring_program: scoring_program/", `key: ${UUID}`),
    }),
    "taskElsewhere",
    { key: UUID },
  ],
  [
    "a missing page",
    aBundle({ "overview.md": null }),
    "fileMissing",
    { key: "pages[0].file", path: "overview.md" },
  ],
  [
    "a program that is called a zip and is none",
    aBundle({ "competition.yaml": yaml.replace("scoring_program/,", "s.zip,"), "s.zip": "not a zip" }),
    "badZip",
    { key: "tasks[0].scoring_program", path: "s.zip" },
  ],
  [
    "a missing program",
    aBundle({ "scoring_program/score.py": null, "scoring_program/metadata.yaml": null }),
    "fileMissing",
    { key: "tasks[0].scoring_program", path: "scoring_program/" },
  ],
  ["empty terms", aBundle({ "terms.md": "" }), "fileEmpty", { key: "terms", path: "terms.md" }],
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

const imported = async (files: Files) => {
  const outcome = await importing(organiser, files, now);
  if (!outcome.ok) throw new Error(`${outcome.refusal.reason} ${JSON.stringify(outcome.refusal.values)}`);
  const { id, remarks } = outcome.value;
  const [competition] = await db.select().from(competitions).where(eq(competitions.id, id));
  return {
    competition: competition!,
    remarks,
    phases: await db.select().from(phases).where(eq(phases.competitionId, id)).orderBy(phases.position),
    tasks: await db.select().from(tasks).where(eq(tasks.competitionId, id)).orderBy(tasks.position),
    metrics: await db.select().from(metrics).where(eq(metrics.competitionId, id)).orderBy(metrics.position),
    boards: await db.select().from(boards).where(eq(boards.competitionId, id)),
  };
};
const reasons = (remarks: { reason: string; kind: string }[], kind: string) =>
  remarks.filter((r) => r.kind === kind).map((r) => r.reason.split(".")[2]);

test("a bundle of CodaLab's arrives with its phases, files once, and computed columns", async () => {
  const c = await imported(await codalabBundle());
  expect(c.competition).toMatchObject({
    autoAccept: true,
    image: null,
    rulesFormat: "html",
    importConfirmedAt: null,
  });
  expect(c.phases).toMatchObject([
    { name: { en: "Development" }, maxPerDay: 5, maxTotal: 100, timeLimitS: 500, autoMigrate: false },
    {
      name: { en: "Final" },
      maxPerDay: 0,
      maxTotal: 3,
      autoMigrate: true,
      startsAt: new Date("2019-09-30T12:00:00Z"),
    },
  ]);
  expect(c.phases[0]?.startingKit).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(c.tasks.map((t) => t.scoringProgram)).size).toBe(1);
  expect(c.metrics).toMatchObject([
    { key: "both", position: 0, computation: "avg", computedFrom: [1, 2] },
    { key: "set1_score", position: 1 },
    { key: "set2_score", position: 2 },
    { key: "Duration", position: 3, hidden: true, sorting: "asc" },
    { key: "speed", position: 4, title: "Extra: Speed" },
  ]);
  expect(c.boards).toHaveLength(2);
  expect(c.remarks).toContainEqual({
    kind: "ignored",
    reason: "competitions.bundle.filesUnused",
    values: { files: "assets/" },
  });
  expect(reasons(c.remarks, "taken")).toEqual(expect.arrayContaining(["readAsCodalab", "storedOnce"]));
});

test("parallel phases arrive side by side", async () => {
  const c = await imported(await parallelBundle());
  expect(c.phases.map((p) => [p.name, p.startsAt.toISOString(), p.endsAt])).toEqual([
    [{ en: "Sub one" }, "2019-01-01T00:00:00.000Z", null],
    [{ en: "Sub two" }, "2019-01-01T00:00:00.000Z", null],
  ]);
});

test("a bundle by hand arrives without its junk, and says what it left out", async () => {
  const c = await imported(messyBundle());
  expect(c.competition).toMatchObject({
    competitionType: "benchmark",
    discussionsEnabled: false,
    publicSubmissionsAllowed: false,
    detailedResultsInPanel: true,
    detailedResultsOnBoard: false,
  });
  expect(c.phases).toMatchObject([
    { name: { en: "First" }, endsAt: new Date("2019-08-06T22:00:00Z") },
    { name: { en: "Second" }, maxPerDay: 0, maxTotal: 0, startingKit: null },
  ]);
  // The same truth without junk, zipped: the same content.
  const clean = await imported({
    ...messyBundle(),
    "reference_data/.DS_Store": "other",
    "input_data/.gitkeep": "x",
  });
  expect(clean.tasks[0]).toMatchObject({
    referenceData: c.tasks[0]?.referenceData,
    inputData: c.tasks[0]?.inputData,
    scoringProgram: c.tasks[0]?.scoringProgram,
  });
  const [empty] = await db.select().from(blobs).where(eq(blobs.hash, c.tasks[0]!.inputData!));
  expect(empty?.size).toBe(22);
  expect(reasons(c.remarks, "ignored")).toEqual(
    expect.arrayContaining(["unknownKey", "fileElsewhereLeftOut", "filesUnused"]),
  );
  expect(c.remarks).toContainEqual(expect.objectContaining({ values: { files: "notes/" } }));
  expect(c.competition.source).toMatchObject({
    dates: [
      { start: "01-31-2019 08:30", end: "2019-08-07T00:00:00+02:00" },
      { start: "8-7-2019", end: null },
    ],
    solutions: [{ tasks: [0] }],
  });
});

test("two tasks of a phase keep their order, and a fact sheet its questions", async () => {
  const c = await imported(manyTasksBundle());
  const links = await db
    .select({ name: tasks.name, position: phaseTasks.position })
    .from(phaseTasks)
    .innerJoin(tasks, eq(tasks.id, phaseTasks.taskId))
    .where(eq(phaseTasks.phaseId, c.phases[1]!.id))
    .orderBy(phaseTasks.position);
  expect(links.map((l) => l.name)).toEqual([{ en: "Cubes" }, { en: "Squares" }]);
  expect(c.competition).toMatchObject({
    title: { "zh-Hans": "双任务挑战赛" },
    detailedResults: true,
    detailedResultsInPanel: false,
    programsAvailable: true,
    inputDataAvailable: true,
    reward: "1000 €",
    contactEmail: "organiser@example.org",
    factSheet: [
      { key: "METHOD", kind: "text", required: true, onBoard: true },
      { key: "EXTRA", kind: "checkbox", required: false },
      { key: "SIZE", kind: "select", choices: ["small", "large"] },
    ],
  });
  expect(c.phases[0]).toMatchObject({ hideLogs: true, endsAt: new Date("2026-02-01T18:30:00Z") });
  expect(c.phases[1]).toMatchObject({
    hidePredictionOutput: true,
    hideScoringOutput: true,
    autoMigrate: true,
  });
  expect(c.boards.every((b) => b.primaryPosition === 2 && b.submissionRule === "Force_Latest_Multiple")).toBe(
    true,
  );
  expect(c.metrics.map((m) => [m.computation, m.computedFrom])).toEqual([
    [null, []],
    [null, []],
    ["sum", [0, 1]],
    ["max", [0, 1]],
  ]);
});

test("what is imported is the first version of its rules and of its tasks", async () => {
  const c = await imported(await duringScoringBundle());
  const { id } = c.competition;
  expect(await db.select().from(rulesVersions).where(eq(rulesVersions.competitionId, id))).toMatchObject([
    { version: 1, rules: { en: "Be fair." }, format: "markdown", createdBy: organiser.person.id },
  ]);
  const [task] = c.tasks;
  expect(task?.ingestionOnlyDuringScoring).toBe(true);
  expect(await db.select().from(taskVersions).where(eq(taskVersions.taskId, task!.id))).toMatchObject([
    {
      version: 1,
      scoringProgram: task?.scoringProgram,
      ingestionProgram: task?.ingestionProgram,
      referenceData: task?.referenceData,
      inputData: task?.inputData,
      ingestionOnlyDuringScoring: true,
    },
  ]);
});

test("competition.yml is read, and a zip stands for its folder", async () => {
  const { "competition.yaml": _named, ...rest } = aBundle();
  const c = await imported({
    ...(rest as Files),
    "competition.yml": yaml.replace(
      "scoring_program: scoring_program/",
      "scoring_program: scoring_program.zip",
    ),
  });
  expect(reasons(c.remarks, "mended")).toEqual(["ymlName", "fileNear"]);
});

test("a program that was packed with its folder is taken out of it, and one without metadata is named", async () => {
  const packed = await zipOf({ "scoring/metadata": "command: python3 score.py", "scoring/score.py": "" });
  const c = await imported({
    ...aBundle({
      "competition.yaml": yaml.replace("scoring_program/,", "s.zip, ingestion_program: ingestion,"),
    }),
    "s.zip": packed,
    "ingestion/run.py": "",
  });
  expect(c.remarks.filter(({ kind }) => kind === "mended")).toMatchObject([
    { reason: "competitions.bundle.programInFolder", values: { path: "s.zip", folder: "scoring" } },
  ]);
  expect(c.remarks).toContainEqual({
    kind: "ignored",
    reason: "competitions.bundle.programSilent",
    values: { key: "tasks[0].ingestion_program", path: "ingestion" },
  });
  const stored = await blobStore().path(c.tasks[0]!.scoringProgram);
  expect(await inspectArchive(stored, { maxFiles: 9, maxBytes: 999, maxRatio: 9 })).toMatchObject({
    files: ["metadata", "score.py"],
  });
});

test.each([
  ["in other letters", { "Reference_Data/Answers.txt": "1\n2\n" }, "reference_data/", "Reference_Data"],
  ["from the root", { "truth/answers.txt": "1\n2\n" }, "/truth", "truth"],
  ["with Windows' slashes", { "data/truth/answers.txt": "1\n2\n" }, "DATA\\\\truth", "data/truth"],
  [
    "with an accent written apart",
    { "donne\u0301es/answers.txt": "1\n2\n" },
    "donn\u00e9es",
    "donne\u0301es",
  ],
])("a path %s is found, and said", async (_how, files, named, other) => {
  const c = await imported(
    aBundle({
      ...files,
      "reference_data/answers.txt": null,
      "competition.yaml": yaml.replace("reference_data: reference_data/", `reference_data: "${named}"`),
    }),
  );
  expect(c.remarks.filter((r) => r.kind === "mended")).toMatchObject([
    { reason: "competitions.bundle.fileNear", values: { other } },
  ]);
  expect(c.tasks[0]?.referenceData).toMatch(/^[0-9a-f]{64}$/);
});

test("of two names that differ in their letters alone none is guessed", async () => {
  const outcome = await importing(
    organiser,
    aBundle({
      "TRUTH/a.txt": "1",
      "truth/a.txt": "2",
      "competition.yaml": yaml.replace("reference_data/}", "Truth/}"),
    }),
    now,
  );
  expect(outcome).toMatchObject({
    refusal: { reason: "competitions.bundle.fileMissing", values: { path: "Truth/" } },
  });
});

test("texts in the encoding of Chinese Windows are read, and said", async () => {
  const c = await imported(aBundle({ "terms.md": Buffer.from("c7ebd7f1caD8b9e6d4f2".toLowerCase(), "hex") }));
  expect(c.competition.rules).toEqual({ "zh-Hans": "请遵守规则" });
  expect(c.remarks).toContainEqual(
    expect.objectContaining({ kind: "mended", values: { path: "terms.md", encoding: "gb18030" } }),
  );
});

test("everything that is wrong with the files is told at once, each by its key", async () => {
  const outcome = await importing(
    organiser,
    aBundle({
      "terms.md": "",
      "overview.md": null,
      "reference_data/answers.txt": null,
      "competition.yaml": yaml.replace("scoring_program/,", "s.zip,"),
      "s.zip": "not a zip",
    }),
    now,
  );
  expect(outcome).toMatchObject({
    refusal: {
      reason: "competitions.bundle.fileEmpty",
      field: "file",
      others: [
        { reason: "competitions.bundle.fileMissing", values: { key: "pages[0].file" } },
        { reason: "competitions.bundle.badZip", values: { key: "tasks[0].scoring_program" } },
        { reason: "competitions.bundle.fileMissing", values: { key: "tasks[0].reference_data" } },
      ],
    },
  });
});

test("a logo that is no file of the bundle is left out", async () => {
  const c = await imported(
    aBundle({ "competition.yaml": yaml.replace("logo.png", "https://example.org/logo.svg") }),
  );
  expect(c.competition.logo).toBeNull();
  expect(reasons(c.remarks, "mended")).toEqual(["imageMissing"]);
});

test("CodaLab's terms may be empty, and are said to be", async () => {
  const c = await imported({ ...(await codalabBundle()), "terms.html": "" });
  expect(c.competition.rules).toEqual({});
  expect(reasons(c.remarks, "mended")).toContain("fileBlank");
});
