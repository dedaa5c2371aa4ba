import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { importTask } from "../../app/competitions/import-task.server.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { db } from "../../db/connect.ts";
import { tasks, taskVersions } from "../../db/schema/index.ts";
import { aCompetition, type Files } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";
import { zipOf } from "../support/bundle.ts";

const now = new Date("2026-11-23T09:00:00Z");
const scoring = await zipOf({ "metadata.yaml": "command: python3 score.py", "score.py": "" });
const taskZip = (more: Files = {}): Files => ({
  "task.yaml": `
name: Wheat seeds
description: Tell three kinds apart
is_public: false
ingestion_only_during_scoring: true
scoring_program: {zip: scoring_program.zip}
reference_data:
  zip: reference_data.zip
`,
  "scoring_program.zip": scoring,
  ...more,
});
const reference = await zipOf({ "truth.txt": "1" });

async function importing(files: Files, viewer?: Awaited<ReturnType<typeof aViewer>>) {
  const competition = await aCompetition();
  const { hash } = await blobStore().put(Readable.from([await zipOf(files)]), { maxBytes: 1e7 });
  const outcome = await importTask({
    viewer: viewer ?? competition.organiser,
    slug: competition.slug,
    hash,
    now,
  });
  const all = await db.select().from(tasks).where(eq(tasks.competitionId, competition.id));
  return { outcome, all };
}

test("a zip with task.yaml becomes a task with its programs and data, in its first version", async () => {
  const { outcome, all } = await importing(taskZip({ "reference_data.zip": reference }));
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  const task = all.find(({ id }) => id === outcome.value.id);
  expect(task).toMatchObject({
    name: { en: "Wheat seeds" },
    description: { en: "Tell three kinds apart" },
    position: 1,
    ingestionOnlyDuringScoring: true,
    inputData: null,
  });
  expect(task?.referenceData).toMatch(/^[0-9a-f]{64}$/);
  expect(await db.select().from(taskVersions).where(eq(taskVersions.taskId, task!.id))).toMatchObject([
    { version: 1, scoringProgram: task?.scoringProgram },
  ]);
});

const UUID = "0d2f6ad6-3a0f-4a3c-9a2f-2c5d2a3a4b5c";
test.each<[string, Files, string, object]>([
  ["no task.yaml", { "a.txt": "a" }, "noTaskYaml", {}],
  ["an enclosing folder", { "mine/task.yaml": "name: A" }, "taskWrongRoot", { folder: "mine" }],
  ["broken YAML", { "task.yaml": "name: [" }, "taskYamlBroken", {}],
  ["no scoring program", { "task.yaml": "name: A" }, "taskYamlKey", { key: "scoring_program" }],
  [
    "a data set of another platform",
    { "task.yaml": `name: A\nscoring_program: {key: ${UUID}}` },
    "fileElsewhere",
    { key: "scoring_program", uuid: UUID },
  ],
  [
    "a file that is not there",
    taskZip(),
    "fileMissing",
    { key: "reference_data", path: "reference_data.zip" },
  ],
])("a task's zip with %s is refused, and no task is made", async (_what, files, reason, values) => {
  const { outcome, all } = await importing(files);
  expect(outcome).toMatchObject({ refusal: { reason: `competitions.bundle.${reason}`, values } });
  expect(all).toHaveLength(1);
});

test("nobody but organisers adds a task so", async () => {
  const { outcome, all } = await importing(taskZip({ "reference_data.zip": reference }), await aViewer());
  expect(outcome).toMatchObject({ refusal: { code: "forbidden" } });
  expect(all).toHaveLength(1);
});
