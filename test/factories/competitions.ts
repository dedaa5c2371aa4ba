import { createWriteStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { eq } from "drizzle-orm";
import { ZipFile } from "yazl";
import { importBundle } from "../../app/competitions/import.server.ts";
import { publish } from "../../app/competitions/publish.server.ts";
import { join } from "../../app/entries/join.server.ts";
import { joinTeam } from "../../app/entries/join-team.server.ts";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import { boards, competitions, phases, tasks } from "../../db/schema/index.ts";
import { aViewer } from "./forums.ts";

let made = 0;

export type Files = Record<string, string | Buffer>;

/** A bundle that imports, with what a test wants to be different; `null` leaves a file out. */
export function aBundle(changes: Record<string, string | Buffer | null> = {}): Files {
  const files: Record<string, string | Buffer | null> = {
    "competition.yaml": `
version: 2
title: Demo
image: logo.png
terms: terms.md
registration_auto_approve: true
pages:
  - {title: Overview, file: overview.md}
tasks:
  - {index: 0, name: Digits, scoring_program: scoring_program/, reference_data: reference_data/}
phases:
  - {name: Main, start: 2026-01-01, end: 2027-12-31, tasks: [0]}
leaderboards:
  - title: Results
    key: main
    submission_rule: Force_Best
    columns:
      - {title: Accuracy, key: accuracy, index: 0, sorting: desc}
`,
    "logo.png": "a logo",
    "terms.md": "Be fair.",
    "overview.md": "# Overview",
    "scoring_program/metadata.yaml": "command: python3 score.py",
    "scoring_program/score.py": "print('scored')\n",
    "reference_data/answers.txt": "1\n2\n",
    ...changes,
  };
  return Object.fromEntries(Object.entries(files).filter(([, v]) => v !== null)) as Files;
}

export async function zipped(files: Files, to: string): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(to));
  return to;
}

/** Imports files, or a zip byte by byte, as a bundle, as an organiser would. */
export async function importing(viewer: SignedInViewer, files: Files | Buffer, now: Date) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "podium-test-bundle-"));
  try {
    const file = path.join(folder, "bundle.zip");
    if (Buffer.isBuffer(files)) await writeFile(file, files);
    else await zipped(files, file);
    return await importBundle({ viewer, file, fileName: "bundle.zip", now });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const NOW = new Date("2026-11-23T09:00:00Z");

/** A published competition with one open phase, one task, the metric `accuracy` and a Force_Best board. */
export async function aCompetition(
  options: {
    organiser?: SignedInViewer;
    now?: Date;
    files?: Record<string, string | Buffer | null>;
    set?: Partial<typeof competitions.$inferInsert>;
    phase?: Partial<typeof phases.$inferInsert>;
    draft?: boolean;
  } = {},
) {
  const organiser = options.organiser ?? (await aViewer({ role: "organiser" }));
  const now = options.now ?? NOW;
  const outcome = await importing(organiser, aBundle(options.files), now);
  if (!outcome.ok) throw new Error(`${outcome.refusal.reason} ${JSON.stringify(outcome.refusal.values)}`);
  const { id, slug } = outcome.value;
  if (!options.draft) await publish({ viewer: organiser, slug, now });
  if (options.set) await db.update(competitions).set(options.set).where(eq(competitions.id, id));
  if (options.phase) await db.update(phases).set(options.phase).where(eq(phases.competitionId, id));
  const [phase] = await db.select().from(phases).where(eq(phases.competitionId, id)).orderBy(phases.position);
  const [task] = await db.select().from(tasks).where(eq(tasks.competitionId, id)).orderBy(tasks.position);
  const [board] = await db.select().from(boards).where(eq(boards.phaseId, phase!.id));
  return { id, slug, organiser, phaseId: phase!.id, taskId: task!.id, boardId: board!.id };
}

/** An entry in a competition, by the real commands: the first person is the captain. */
export async function anEntry(options: {
  competition: { slug: string };
  people?: SignedInViewer[];
  teamName?: string;
  /** The school that all of them belong to. */
  organisationId?: string;
  now?: Date;
}) {
  const people = options.people ?? [await aViewer()];
  const now = options.now ?? NOW;
  const outcome = await join({
    viewer: people[0]!,
    slug: options.competition.slug,
    teamName: options.teamName ?? `Team ${++made}`,
    organisationId: options.organisationId,
    acceptRules: true,
    now,
  });
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  for (const viewer of people.slice(1)) {
    const joined = await joinTeam({ viewer, inviteCode: outcome.value.inviteCode, acceptRules: true, now });
    if (!joined.ok) throw new Error(joined.refusal.reason);
  }
  return { id: outcome.value.entryId, ...outcome.value, people, captain: people[0]! };
}
