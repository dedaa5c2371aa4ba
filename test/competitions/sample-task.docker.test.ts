import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompetition } from "../../app/competitions/create.server.ts";
import { competitionBySlug } from "../../app/competitions/queries.server.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { unpackArchive } from "../../judge/contract/archive.ts";
import { aViewer } from "../factories/forums.ts";
import { aJudge } from "../judge/support.ts";
import { judgedScores } from "../support/judged-bundle.ts";

let judge: Awaited<ReturnType<typeof aJudge>>;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kit-"));
  judge = await aJudge();
}, 300_000);
afterAll(async () => {
  await judge.end();
  await rm(folder, { recursive: true });
});

/** Of all 200 rows, of which the public score is measured on 60. */
const rightOf = (scores: Record<string, string>) =>
  (60 * Number(scores.accuracy) + 140 * Number(scores.accuracy_private)) / 200;

test("a template's starting kit is scored as it is, above guessing and below perfect; its sample answers guess", async () => {
  const viewer = await aViewer({ role: "organiser" });
  const now = new Date();
  const made = await createCompetition({
    viewer,
    template: "ai_benchmark",
    title: { en: "Points" },
    timeZone: "UTC",
    now,
  });
  if (!made.ok) throw new Error(made.refusal.reason);
  const competition = (await competitionBySlug(viewer, made.value.slug, now))!;
  const kit = await blobStore().path(competition.phases[0]!.startingKit!);
  await unpackArchive(kit, folder, { maxFiles: 10, maxBytes: 1024 ** 2, maxRatio: 100 });
  const sample = await readFile(path.join(folder, "answers.csv"), "utf8");

  const starter = rightOf(await judgedScores(judge, competition.id, await readFile(kit)));
  expect(starter).toBeGreaterThan(0.55);
  expect(starter).toBeLessThan(0.95);
  const guess = rightOf(await judgedScores(judge, competition.id, { "answers.csv": sample }));
  expect(guess).toBeGreaterThan(0.15);
  expect(guess).toBeLessThan(0.52);
});
