import { asc, eq, inArray } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import {
  boards,
  competitionPages,
  competitions,
  competitionTracks,
  deliverableSlots,
  grants,
  metrics,
  phases,
  phaseTasks,
  rulesVersions,
  tasks,
  taskVersions,
} from "../../db/schema/index.ts";
import type { Localized } from "../../db/vocabulary.ts";
import { recordAct } from "../people/audit.server.ts";
import { mayCreate, organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { shifted } from "../web/zone.ts";
import { slugOf } from "./bundle/language.ts";
import { freeSlug } from "./free-slug.server.ts";

type Moved = Date | null;

/**
 * Makes a draft like an earlier competition: everything but its people, entries, submissions and talk. All
 * dates move by as much as the first phase does, on the competition's own clock. Rows are copied whole, so
 * that a column added later is copied too.
 */
export async function copyCompetition(command: {
  viewer: SignedInViewer;
  slug: string;
  title: Localized;
  startsAt: Date;
  now: Date;
}): Promise<Outcome<{ id: string; slug: string }>> {
  const { viewer, now } = command;
  if (!mayCreate(viewer)) return refused("forbidden", "competitions.refusals.mayNotCreate");
  return db.transaction(async (tx) => {
    const [from] = await tx.select().from(competitions).where(eq(competitions.slug, command.slug));
    if (!from || !organisesCompetition(viewer, from.id))
      return refused("not_found", "competitions.refusals.notFound");
    const made = await copyRows(tx, { from, command });
    await tx.insert(grants).values({
      personId: viewer.person.id,
      role: "organiser",
      scope: "competition",
      scopeId: made.id,
      grantedBy: viewer.person.id,
    });
    await recordAct(tx, {
      viewer,
      act: "competition.copied",
      competitionId: made.id,
      subjectId: made.id,
      details: { from: from.slug, fromId: from.id },
      now,
    });
    return done(made);
  });
}

type Row = typeof competitions.$inferSelect;

async function copyRows(
  tx: Transaction,
  given: { from: Row; command: { viewer: SignedInViewer; title: Localized; startsAt: Date; now: Date } },
): Promise<{ id: string; slug: string }> {
  const { from, command } = given;
  const { viewer, now } = command;
  const spans = await tx
    .select()
    .from(phases)
    .where(eq(phases.competitionId, from.id))
    .orderBy(asc(phases.position));
  const start = spans[0]?.startsAt ?? command.startsAt;
  const move = <T extends Moved>(at: T): T =>
    (at && shifted(at, { from: start, to: command.startsAt, timeZone: from.timeZone })) as T;

  const title = { ...from.title, ...command.title };
  const words = slugOf(title.en ?? title["zh-Hans"] ?? title["zh-Hant"] ?? "");
  const slug = await freeSlug(tx, words === "competition" ? from.slug : words);
  const { id: _id, ...settings } = from;
  const [made] = await tx
    .insert(competitions)
    .values({
      ...settings,
      slug,
      title,
      state: "draft",
      copiedFrom: from.id,
      entriesFrom: move(from.entriesFrom),
      entriesUntil: move(from.entriesUntil),
      teamsLockAt: move(from.teamsLockAt),
      mergeUntil: move(from.mergeUntil),
      goesFirst: false,
      publishAt: null,
      publishedAt: null,
      createdBy: viewer.person.id,
      createdAt: now,
    })
    .returning({ id: competitions.id });
  const competitionId = made!.id;

  const pages = await tx.select().from(competitionPages).where(eq(competitionPages.competitionId, from.id));
  if (pages.length)
    await tx.insert(competitionPages).values(pages.map(({ id, ...page }) => ({ ...page, competitionId })));
  const wordings = await tx.select().from(rulesVersions).where(eq(rulesVersions.competitionId, from.id));
  if (wordings.length)
    await tx.insert(rulesVersions).values(wordings.map((rules) => ({ ...rules, competitionId })));
  const columns = await tx.select().from(metrics).where(eq(metrics.competitionId, from.id));
  if (columns.length)
    await tx.insert(metrics).values(columns.map(({ id, ...metric }) => ({ ...metric, competitionId })));

  const trackIds = new Map<string, string>();
  for (const { id, ...track } of await tx
    .select()
    .from(competitionTracks)
    .where(eq(competitionTracks.competitionId, from.id))) {
    const [row] = await tx
      .insert(competitionTracks)
      .values({ ...track, competitionId })
      .returning({ id: competitionTracks.id });
    trackIds.set(id, row!.id);
  }
  const track = (id: string | null) => (id ? (trackIds.get(id) ?? null) : null);

  const slots = await tx.select().from(deliverableSlots).where(eq(deliverableSlots.competitionId, from.id));
  if (slots.length)
    await tx.insert(deliverableSlots).values(
      slots.map(({ id, ...slot }) => ({
        ...slot,
        competitionId,
        trackId: track(slot.trackId),
        dueAt: move(slot.dueAt),
      })),
    );

  const taskIds = new Map<string, string>();
  for (const { id, ...task } of await tx.select().from(tasks).where(eq(tasks.competitionId, from.id))) {
    const [row] = await tx
      .insert(tasks)
      .values({ ...task, competitionId, trackId: track(task.trackId) })
      .returning({ id: tasks.id });
    taskIds.set(id, row!.id);
  }
  if (taskIds.size) {
    const versions = await tx
      .select()
      .from(taskVersions)
      .where(inArray(taskVersions.taskId, [...taskIds.keys()]));
    if (versions.length)
      await tx
        .insert(taskVersions)
        .values(versions.map((version) => ({ ...version, taskId: taskIds.get(version.taskId)! })));
  }

  for (const { id, ...phase } of spans) {
    const [row] = await tx
      .insert(phases)
      .values({
        ...phase,
        competitionId,
        startsAt: move(phase.startsAt),
        endsAt: move(phase.endsAt),
        freezeAt: move(phase.freezeAt),
        migratedAt: null,
      })
      .returning({ id: phases.id });
    const phaseId = row!.id;
    const links = await tx.select().from(phaseTasks).where(eq(phaseTasks.phaseId, id));
    if (links.length)
      await tx
        .insert(phaseTasks)
        .values(links.map((link) => ({ ...link, phaseId, taskId: taskIds.get(link.taskId)! })));
    const own = await tx.select().from(boards).where(eq(boards.phaseId, id));
    for (const { id: _board, ...board } of own)
      await tx
        .insert(boards)
        .values({ ...board, competitionId, phaseId, seq: 0, generation: 0, revealedAt: null });
  }
  return { id: competitionId, slug };
}
