import type { Transaction } from "../../../db/connect.ts";
import {
  boards,
  competitionPages,
  competitions,
  competitionTracks,
  deliverableSlots,
  grants,
  type ImportRemark,
  metrics,
  phases,
  phaseTasks,
  rulesVersions,
  tasks,
  taskVersions,
} from "../../../db/schema/index.ts";
import { recordAct } from "../../people/audit.server.ts";
import type { SignedInViewer } from "../../people/viewer.ts";
import { freeSlug } from "../free-slug.server.ts";
import { inItsLanguage, slugOf } from "./language.ts";
import type { Bundle } from "./shape.ts";
import type { Stored } from "./store.server.ts";

type Given = {
  viewer: SignedInViewer;
  bundle: Bundle;
  /** The queue that it names, where its creator may choose it. */
  queueId: string | null;
  stored: Stored;
  source: unknown;
  remarks: ImportRemark[];
  now: Date;
};

/** Only what is there: an absent setting keeps the table's own standard. */
const given = <T extends object>(settings: T | undefined) =>
  Object.fromEntries(Object.entries(settings ?? {}).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** Writes a bundle as a draft, with its creator as organiser. */
export async function insertBundle(tx: Transaction, all: Given): Promise<{ id: string; slug: string }> {
  const { viewer, bundle, stored, now } = all;
  const by = { createdBy: viewer.person.id, createdAt: now };
  const { id: competitionId, slug } = await insertCompetition(tx, all);
  const inForce = {
    version: bundle.podium?.rulesVersion ?? 1,
    rules: stored.rules,
    format: stored.rulesFormat,
    note: null,
    createdAt: now,
  };
  const wordings = stored.rulesVersions.length > 0 ? stored.rulesVersions : [inForce];
  await tx
    .insert(rulesVersions)
    .values(wordings.map((one) => ({ competitionId, ...one, ...by, createdAt: one.createdAt ?? now })));
  if (stored.pages.length > 0)
    await tx
      .insert(competitionPages)
      .values(stored.pages.map((page, position) => ({ competitionId, position, ...page })));
  const trackIds = await insertTracks(tx, competitionId, bundle);
  const taskIds = await insertTasks(tx, competitionId, trackIds, all);
  await insertBoardAndPhases(tx, competitionId, taskIds, all);
  const slots = bundle.podium?.deliverables ?? [];
  if (slots.length > 0)
    await tx.insert(deliverableSlots).values(
      slots.map(({ track, ...slot }, position) => ({
        ...slot,
        competitionId,
        position,
        trackId: track ? trackIds.get(track) : null,
      })),
    );
  await tx.insert(grants).values({
    personId: viewer.person.id,
    role: "organiser",
    scope: "competition",
    scopeId: competitionId,
    grantedBy: viewer.person.id,
  });
  await recordAct(tx, {
    viewer,
    act: "competition.imported",
    competitionId,
    subjectId: competitionId,
    details: { slug, version: bundle.version },
    now,
  });
  return { id: competitionId, slug };
}

async function insertCompetition(
  tx: Transaction,
  { viewer, bundle, queueId, stored, source, remarks, now }: Given,
) {
  const slug = await freeSlug(tx, slugOf(bundle.title));
  const [competition] = await tx
    .insert(competitions)
    .values({
      slug,
      title: inItsLanguage(bundle.title),
      summary: inItsLanguage(bundle.description),
      logo: stored.logo,
      rules: stored.rules,
      rulesFormat: stored.rulesFormat,
      rulesVersion: bundle.podium?.rulesVersion ?? 1,
      autoAccept: bundle.autoAccept,
      image: bundle.dockerImage,
      queue: bundle.queue,
      queueId,
      detailedResults: bundle.detailedResults,
      detailedResultsInPanel: bundle.detailedResultsInPanel,
      detailedResultsOnBoard: bundle.detailedResultsOnBoard,
      programsAvailable: bundle.programsAvailable,
      inputDataAvailable: bundle.inputDataAvailable,
      autoRun: bundle.autoRun,
      publicSubmissionsAllowed: bundle.publicSubmissionsAllowed,
      discussionsEnabled: bundle.discussionsEnabled,
      competitionType: bundle.competitionType,
      reward: bundle.reward,
      contactEmail: bundle.contactEmail,
      factSheet: bundle.factSheet.length > 0 ? bundle.factSheet : null,
      ...given(bundle.podium?.competition),
      source,
      importReport: remarks,
      createdBy: viewer.person.id,
      createdAt: now,
    })
    .returning({ id: competitions.id });
  return { id: competition!.id, slug };
}

async function insertTracks(tx: Transaction, competitionId: string, { podium }: Bundle) {
  const tracks = podium?.tracks ?? [];
  if (tracks.length === 0) return new Map<string, string>();
  const rows = await tx
    .insert(competitionTracks)
    .values(tracks.map((track, position) => ({ competitionId, position, ...track })))
    .returning({ id: competitionTracks.id, code: competitionTracks.code });
  return new Map(rows.map((row) => [row.code, row.id]));
}

async function insertTasks(
  tx: Transaction,
  competitionId: string,
  trackIds: Map<string, string>,
  { viewer, bundle, stored, now }: Given,
): Promise<string[]> {
  if (bundle.tasks.length === 0) return [];
  const rows = bundle.tasks.map((task, position) => {
    const { track, ...more } = bundle.podium?.tasks[position] ?? {};
    return {
      competitionId,
      position,
      name: inItsLanguage(task.name),
      description: inItsLanguage(task.description),
      ingestionOnlyDuringScoring: task.ingestionOnlyDuringScoring,
      ...stored.programs[position]!,
      ...given(more),
      trackId: track ? (trackIds.get(track) ?? null) : null,
    };
  });
  const made = await tx.insert(tasks).values(rows).returning({ id: tasks.id, position: tasks.position });
  const ids = made.sort((a, b) => a.position - b.position).map((task) => task.id);
  const contents = rows.flatMap(({ ingestionOnlyDuringScoring }, i) => {
    const first = {
      version: bundle.podium?.tasks[i]?.version ?? 1,
      programs: stored.programs[i]!,
      about: { ingestionOnlyDuringScoring, note: null, createdAt: now },
    };
    const all = stored.taskVersions[i]?.length ? stored.taskVersions[i] : [first];
    return all.map(({ version, programs, about }) => ({
      ...about,
      ...programs,
      taskId: ids[i]!,
      version,
      createdBy: viewer.person.id,
      createdAt: about.createdAt ?? now,
    }));
  });
  await tx.insert(taskVersions).values(contents);
  return ids;
}

async function insertBoardAndPhases(
  tx: Transaction,
  competitionId: string,
  taskIds: string[],
  { bundle, stored }: Given,
): Promise<void> {
  const { board, podium } = bundle;
  if (board.columns.length > 0)
    await tx.insert(metrics).values(
      board.columns.map(({ index, ...column }) => {
        const { key: _key, ...more } = podium?.columns.find((c) => c.key === column.key) ?? { key: "" };
        return { competitionId, position: index, ...column, ...given(more) };
      }),
    );
  for (const [position, phase] of bundle.phases.entries()) {
    const [row] = await tx
      .insert(phases)
      .values({
        competitionId,
        position,
        name: inItsLanguage(phase.name),
        description: inItsLanguage(phase.description),
        startsAt: phase.start,
        endsAt: phase.end,
        maxPerDay: phase.maxPerDay,
        maxTotal: phase.maxTotal,
        timeLimitS: phase.timeLimitS,
        hideLogs: phase.hideLogs,
        hidePredictionOutput: phase.hidePredictionOutput,
        hideScoringOutput: phase.hideScoringOutput,
        autoMigrate: phase.autoMigrate,
        resultsOnly: phase.resultsOnly,
        ...stored.kits[position]!,
        ...given(podium?.phases[position]),
      })
      .returning({ id: phases.id });
    const phaseId = row!.id;
    if (phase.tasks.length > 0)
      await tx
        .insert(phaseTasks)
        .values(phase.tasks.map((task, i) => ({ phaseId, taskId: taskIds[task]!, position: i })));
    await tx.insert(boards).values({
      competitionId,
      phaseId,
      title: board.title,
      submissionRule: board.rule,
      primaryPosition: board.primaryIndex,
      hidden: board.hidden,
      ...given(podium?.boards[position]),
    });
  }
}
