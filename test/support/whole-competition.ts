import { createWriteStream } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { asc, eq, getTableColumns } from "drizzle-orm";
import { exportBundle } from "../../app/competitions/export.server.ts";
import { importBundle } from "../../app/competitions/import.server.ts";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import {
  boards,
  competitionPages,
  competitions,
  competitionTracks,
  deliverableSlots,
  metrics,
  phases,
  phaseTasks,
  rulesVersions,
  tasks,
  taskVersions,
} from "../../db/schema/index.ts";
import { unpackArchive } from "../../judge/contract/archive.ts";

/** What differs between two competitions that are the same. */
const OWN = [
  ...["id", "slug", "competitionId", "phaseId", "taskId", "trackId", "createdAt", "createdBy", "source"],
  ...["importReport", "publishedAt", "importConfirmedAt", "state", "seq", "copiedFrom", "publishAt"],
];
const bare = (rows: object[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !OWN.includes(key))));

/** All that a competition is, field by field. */
export async function everything(id: string) {
  const [competition] = await db.select().from(competitions).where(eq(competitions.id, id));
  const spans = await db
    .select()
    .from(phases)
    .where(eq(phases.competitionId, id))
    .orderBy(asc(phases.position));
  const problems = await db
    .select()
    .from(tasks)
    .where(eq(tasks.competitionId, id))
    .orderBy(asc(tasks.position));
  const tracks = await db
    .select()
    .from(competitionTracks)
    .where(eq(competitionTracks.competitionId, id))
    .orderBy(asc(competitionTracks.position));
  const trackOf = (trackId: string | null) => tracks.find((t) => t.id === trackId)?.code ?? null;
  const slots = await db
    .select()
    .from(deliverableSlots)
    .where(eq(deliverableSlots.competitionId, id))
    .orderBy(asc(deliverableSlots.position));
  const perPhase = [];
  for (const { id: phaseId } of spans) {
    const links = await db
      .select()
      .from(phaseTasks)
      .where(eq(phaseTasks.phaseId, phaseId))
      .orderBy(asc(phaseTasks.position));
    perPhase.push({
      tasks: links.map((link) => problems.findIndex((task) => task.id === link.taskId)),
      board: bare(await db.select().from(boards).where(eq(boards.phaseId, phaseId))),
    });
  }
  const source = competition?.source as {
    solutions?: { name: string; tasks: number[]; hash: string }[];
  } | null;
  return {
    competition: bare([competition!]),
    pages: bare(
      await db
        .select()
        .from(competitionPages)
        .where(eq(competitionPages.competitionId, id))
        .orderBy(asc(competitionPages.position)),
    ),
    rules: bare(
      await db
        .select()
        .from(rulesVersions)
        .where(eq(rulesVersions.competitionId, id))
        .orderBy(asc(rulesVersions.version)),
    ),
    contents: bare(
      await db
        .select(getTableColumns(taskVersions))
        .from(taskVersions)
        .innerJoin(tasks, eq(tasks.id, taskVersions.taskId))
        .where(eq(tasks.competitionId, id))
        .orderBy(asc(tasks.position), asc(taskVersions.version)),
    ),
    tracks: bare(tracks),
    phases: bare(spans),
    perPhase,
    tasks: bare(problems).map((task, i) => ({ ...task, track: trackOf(problems[i]!.trackId) })),
    metrics: bare(
      await db.select().from(metrics).where(eq(metrics.competitionId, id)).orderBy(asc(metrics.position)),
    ),
    slots: bare(slots).map((slot, i) => ({ ...slot, track: trackOf(slots[i]!.trackId) })),
    solutions: (source?.solutions ?? []).map(({ name, tasks: of, hash }) => ({ name, of, hash })),
  };
}

/** The file that a competition is exported to. */
export async function exported(viewer: SignedInViewer, slug: string, now: Date): Promise<string> {
  const outcome = await exportBundle({ viewer, slug, now });
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  const file = path.join(await mkdtemp(path.join(os.tmpdir(), "podium-test-export-")), "bundle.zip");
  await pipeline(outcome.value.content, createWriteStream(file));
  return file;
}

/** Imports such a file. */
export async function again(viewer: SignedInViewer, file: string, now: Date) {
  const outcome = await importBundle({ viewer, file, fileName: "again.zip", now });
  if (!outcome.ok) throw new Error(`${outcome.refusal.reason} ${JSON.stringify(outcome.refusal.values)}`);
  return outcome.value;
}

/** Unpacks it. */
export const unpacked = async (file: string) => {
  const folder = path.join(await mkdtemp(path.join(os.tmpdir(), "podium-test-export-")), "in");
  const facts = await unpackArchive(file, folder, { maxFiles: 1000, maxBytes: 1e8, maxRatio: 200 });
  if (!facts.ok) throw new Error(facts.problem);
  return { folder, files: facts.files };
};
