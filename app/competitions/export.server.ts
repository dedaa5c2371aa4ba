import type { Readable } from "node:stream";
import { asc, eq, getTableColumns, inArray } from "drizzle-orm";
import { ZipFile } from "yazl";
import { blobStore } from "../../db/blobs/disk.ts";
import { db } from "../../db/connect.ts";
import {
  blobs,
  boards,
  competitionPages,
  competitions,
  competitionTracks,
  deliverableSlots,
  judgeQueues,
  metrics,
  phases,
  phaseTasks,
  rulesVersions,
  tasks,
  taskVersions,
} from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { extensionOf } from "./bundle/extension.ts";
import { type Exported, NO_LOGO, writeBundle } from "./bundle/write.ts";
import type { ImportSource } from "./import.server.ts";

/** The smallest picture. */
const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const HEAD_BYTES = 7;

/**
 * A competition as a bundle of Codabench's version 2, for its organisers: with hidden data, and streamed as
 * the zip is read.
 */
export async function exportBundle(command: {
  viewer: SignedInViewer;
  slug: string;
  now: Date;
}): Promise<Outcome<{ fileName: string; content: Readable }>> {
  const { viewer, slug, now } = command;
  const [competition] = await db.select().from(competitions).where(eq(competitions.slug, slug));
  const organises = competition ? organisesCompetition(viewer, competition.id) : false;
  if (!competition || (competition.state === "draft" && !organises))
    return refused("not_found", "competitions.refusals.notFound");
  if (!organises) return refused("forbidden", "competitions.refusals.notOrganiser");
  const all = await everythingOf(competition);
  const endings = await endingsOf(all);
  const { yaml, texts, blobs: contents } = writeBundle(all, (hash) => endings.get(hash) ?? "");
  const sizes = await sizesOf([...contents.values()]);
  await recordAct(db, {
    viewer,
    act: "competition.exported",
    competitionId: competition.id,
    subjectId: competition.id,
    now,
  });

  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(yaml), "competition.yaml", { mtime: now });
  for (const [name, body] of texts) zip.addBuffer(Buffer.from(body), name, { mtime: now });
  if (!competition.logo) zip.addBuffer(DOT, NO_LOGO, { mtime: now });
  for (const [name, hash] of contents) {
    const options = { mtime: now, compress: !/\.(zip|png|jpg|gif|webp)$/.test(name), size: sizes.get(hash) };
    zip.addReadStreamLazy(name, options, (opened) => {
      blobStore()
        .open(hash)
        .then(
          (content) => opened(null, content),
          // Its types ask for a stream beside an error too, where none can be.
          (error) => opened(error, null as unknown as NodeJS.ReadableStream),
        );
    });
  }
  const content = zip.outputStream as Readable;
  // A content that cannot be read breaks the download off: half a zip must not look whole.
  // yazl's ZipFile is an emitter of events, which its types leave out.
  (zip as unknown as NodeJS.EventEmitter).on("error", (error: Error) => content.destroy(error));
  zip.end();
  return done({ fileName: `${competition.slug}.zip`, content });
}

async function everythingOf(competition: typeof competitions.$inferSelect): Promise<Exported> {
  const { id } = competition;
  const [pages, tracks, spans, links, problems, columns, tables, deliverables, wordings, contents, [queue]] =
    await Promise.all([
      db
        .select()
        .from(competitionPages)
        .where(eq(competitionPages.competitionId, id))
        .orderBy(asc(competitionPages.position)),
      db
        .select()
        .from(competitionTracks)
        .where(eq(competitionTracks.competitionId, id))
        .orderBy(asc(competitionTracks.position)),
      db.select().from(phases).where(eq(phases.competitionId, id)).orderBy(asc(phases.position)),
      db
        .select({ phaseId: phaseTasks.phaseId, taskId: phaseTasks.taskId })
        .from(phaseTasks)
        .innerJoin(phases, eq(phases.id, phaseTasks.phaseId))
        .where(eq(phases.competitionId, id))
        .orderBy(asc(phaseTasks.position)),
      db.select().from(tasks).where(eq(tasks.competitionId, id)).orderBy(asc(tasks.position)),
      db.select().from(metrics).where(eq(metrics.competitionId, id)).orderBy(asc(metrics.position)),
      db.select().from(boards).where(eq(boards.competitionId, id)),
      db
        .select()
        .from(deliverableSlots)
        .where(eq(deliverableSlots.competitionId, id))
        .orderBy(asc(deliverableSlots.position)),
      db
        .select()
        .from(rulesVersions)
        .where(eq(rulesVersions.competitionId, id))
        .orderBy(asc(rulesVersions.version)),
      db
        .select(getTableColumns(taskVersions))
        .from(taskVersions)
        .innerJoin(tasks, eq(tasks.id, taskVersions.taskId))
        .where(eq(tasks.competitionId, id))
        .orderBy(asc(taskVersions.version)),
      competition.queueId
        ? db
            .select({ name: judgeQueues.name })
            .from(judgeQueues)
            .where(eq(judgeQueues.id, competition.queueId))
        : [],
    ]);
  const source = competition.source as Partial<ImportSource> | null;
  return {
    competition,
    queue: queue?.name ?? null,
    pages,
    tracks,
    phases: spans.map((p) => ({
      ...p,
      taskIds: links.filter((l) => l.phaseId === p.id).map((l) => l.taskId),
    })),
    tasks: problems,
    metrics: columns,
    boards: spans.flatMap((p) => tables.filter((b) => b.phaseId === p.id)),
    deliverables,
    solutions: source?.solutions ?? [],
    // What has one version only is in the bundle already.
    rulesVersions: wordings.length > 1 ? wordings : [],
    taskVersions: contents.filter((one) => contents.some((o) => o !== one && o.taskId === one.taskId)),
    origin: source?.yaml ?? null,
  };
}

/** How the names of the logo and the kits end: by their first bytes, else as the bundle they came in had it. */
async function endingsOf({ competition, phases: spans }: Exported): Promise<Map<string, string>> {
  const source = competition.source as Partial<ImportSource> | null;
  const names = new Map(Object.entries(source?.files ?? {}).map(([name, hash]) => [hash, name]));
  const hashes = [competition.logo, ...spans.flatMap((p) => [p.startingKit, p.publicData])];
  const endings = new Map<string, string>();
  for (const hash of new Set(hashes.filter((h) => h !== null))) {
    const head: Buffer[] = [];
    for await (const chunk of await blobStore().open(hash, { start: 0, end: HEAD_BYTES }))
      head.push(chunk as Buffer);
    endings.set(hash, extensionOf(Buffer.concat(head), names.get(hash)?.replace(/ as it is$/, "")));
  }
  return endings;
}

async function sizesOf(hashes: string[]): Promise<Map<string, number>> {
  if (hashes.length === 0) return new Map();
  const rows = await db.select().from(blobs).where(inArray(blobs.hash, hashes));
  return new Map(rows.map((row) => [row.hash, row.size]));
}
