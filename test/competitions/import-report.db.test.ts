import { randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { changeSettings } from "../../app/competitions/change-settings.server.ts";
import { confirmImport } from "../../app/competitions/confirm-import.server.ts";
import { importUpload } from "../../app/competitions/import.server.ts";
import { importReportOf } from "../../app/competitions/import-report.server.ts";
import { publish } from "../../app/competitions/publish.server.ts";
import { competitionBySlug } from "../../app/competitions/queries.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { db } from "../../db/connect.ts";
import { auditEvents } from "../../db/schema/index.ts";
import { importing, zipped } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";
import { messyBundle } from "../support/stranger-bundles.ts";

const now = new Date("2026-11-23T09:00:00Z");
const organiser = await aViewer({ role: "organiser" });
const imported = async () => {
  const outcome = await importing(organiser, messyBundle(), now);
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return outcome.value;
};

test("the report shows each date as it was written and as it was read, and which image runs", async () => {
  const { slug } = await imported();
  const found = await competitionBySlug(organiser, slug, now);
  expect(await importReportOf(found!)).toMatchObject({
    fileName: "bundle.zip",
    confirmedAt: null,
    image: { named: "codalab/codalab-legacy:py37", runs: null, pattern: "codalab/*" },
    phases: [
      {
        startsAt: new Date("2019-01-31T08:30:00Z"),
        endsAt: new Date("2019-08-06T22:00:00Z"),
        written: { start: "01-31-2019 08:30", end: "2019-08-07T00:00:00+02:00" },
      },
      { endsAt: null, written: { start: "8-7-2019", end: null } },
    ],
  });
});

test("nobody but organisers reads the report or says that dates are right", async () => {
  const { slug } = await imported();
  expect(await confirmImport({ viewer: await aViewer(), slug, now })).toMatchObject({
    refusal: { code: "not_found" },
  });
  await publish({ viewer: organiser, slug, now });
  expect(await importReportOf((await competitionBySlug(GUEST, slug, now))!)).toBeNull();
  expect(await confirmImport({ viewer: await aViewer(), slug, now })).toMatchObject({
    refusal: { code: "forbidden" },
  });
  expect((await competitionBySlug(organiser, slug, now))?.importConfirmedAt).toBeNull();
});

test("dates are confirmed once, and the record says by whom", async () => {
  const { id, slug } = await imported();
  const later = new Date(now.getTime() + 60_000);
  expect(await confirmImport({ viewer: organiser, slug, now })).toMatchObject({ ok: true });
  expect(await confirmImport({ viewer: organiser, slug, now: later })).toMatchObject({ ok: true });
  expect((await competitionBySlug(organiser, slug, now))?.importConfirmedAt).toEqual(now);
  const acts = await db.select().from(auditEvents).where(eq(auditEvents.competitionId, id));
  expect(acts.filter((a) => a.act === "competition.datesConfirmed")).toMatchObject([
    { personId: organiser.person.id, at: now },
  ]);
});

test("what was uploaded in pieces is imported, under the name it had", async () => {
  const file = path.join(os.tmpdir(), `podium-test-${randomUUID()}.zip`);
  const bytes = await readFile(await zipped(messyBundle(), file));
  await rm(file);
  const blob = await blobStore().put(Readable.from([bytes]), { maxBytes: 1e7 });
  const made = await importUpload({ viewer: organiser, blob, fileName: "by-hand.zip", now });
  if (!made.ok) throw new Error(made.refusal.reason);
  const found = await competitionBySlug(organiser, made.value.slug, now);
  expect(await importReportOf(found!)).toMatchObject({ fileName: "by-hand.zip" });
  expect(
    await importUpload({ viewer: organiser, blob: { ...blob, size: 1e15 }, fileName: "huge.zip", now }),
  ).toMatchObject({ refusal: { reason: "competitions.refusals.tooLarge", field: "file" } });
});

test("an image that nothing here stands for is said before anybody submits, and the built-in one takes its place", async () => {
  const bundle = messyBundle();
  const yaml = String(bundle["competition.yaml"]).replace("codalab/codalab-legacy:py37", "someone/own:v4");
  const made = await importing(organiser, { ...bundle, "competition.yaml": yaml }, now);
  if (!made.ok) throw new Error(made.refusal.reason);
  const { slug, remarks } = made.value;
  expect(remarks).toContainEqual({
    kind: "mended",
    reason: "competitions.bundle.imageNeeded",
    values: { named: "someone/own:v4", image: "someone/own:v4" },
  });
  const image = async () =>
    (await importReportOf((await competitionBySlug(organiser, slug, now))!))?.image ?? null;
  expect(await image()).toMatchObject({ named: "someone/own:v4", runs: "someone/own:v4" });
  const change = { image: null };
  expect(await changeSettings({ viewer: await aViewer(), slug, change, now })).toMatchObject({ ok: false });
  expect(await changeSettings({ viewer: organiser, slug, change, now })).toMatchObject({ ok: true });
  expect(await image()).toEqual({ named: null, runs: null, pattern: null });
});
