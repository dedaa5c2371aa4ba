import { and, asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Executor } from "../../db/connect.ts";
import {
  competitionPages,
  competitions,
  deliverableSlots,
  entries,
  metrics,
  phases,
  phaseTasks,
  tasks,
} from "../../db/schema/index.ts";
import { holds, organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { openTo } from "./email-lists.ts";
import { competitionState, currentPhase, nextDeadline, phaseState } from "./phase-at.ts";

/** A competition with its pages, phases, tasks and metrics. Drafts exist for their organisers only. */
export async function competitionBySlug(viewer: Viewer, slug: string, now: Date, executor: Executor = db) {
  const [row] = await executor.select().from(competitions).where(eq(competitions.slug, slug));
  if (!row) return null;
  const organises = organisesCompetition(viewer, row.id);
  if (row.state === "draft" && !organises) return null;
  const [pages, spans, problems, columns, links, asked] = await Promise.all([
    executor
      .select()
      .from(competitionPages)
      .where(eq(competitionPages.competitionId, row.id))
      .orderBy(asc(competitionPages.position)),
    executor.select().from(phases).where(eq(phases.competitionId, row.id)).orderBy(asc(phases.position)),
    executor.select().from(tasks).where(eq(tasks.competitionId, row.id)).orderBy(asc(tasks.position)),
    executor.select().from(metrics).where(eq(metrics.competitionId, row.id)).orderBy(asc(metrics.position)),
    executor
      .select({ phaseId: phaseTasks.phaseId, taskId: phaseTasks.taskId })
      .from(phaseTasks)
      .innerJoin(phases, eq(phases.id, phaseTasks.phaseId))
      .where(eq(phases.competitionId, row.id))
      .orderBy(asc(phaseTasks.position)),
    executor
      .select({ id: deliverableSlots.id })
      .from(deliverableSlots)
      .where(eq(deliverableSlots.competitionId, row.id))
      .limit(1),
  ]);
  const { source: _source, importReport, ...competition } = row;
  return {
    ...competition,
    organises,
    importReport: organises ? importReport : null,
    /** Whom it is open to, without the addresses, which only organisers read. */
    openTo: openTo(row),
    allowedEmails: organises ? row.allowedEmails : [],
    blockedEmails: organises ? row.blockedEmails : [],
    pages,
    tasks: problems,
    metrics: columns,
    /** Teams have files to hand in beside submissions. */
    hasDeliverables: asked.length > 0,
    phases: spans.map((p) => ({
      ...p,
      state: phaseState(p, now),
      taskIds: links.filter((l) => l.phaseId === p.id).map((l) => l.taskId),
    })),
    standing:
      row.state === "closed" || row.state === "archived" ? ("closed" as const) : competitionState(spans, now),
    currentPhase: currentPhase(spans, now),
    nextDeadline: nextDeadline(spans, now),
  };
}
export type CompetitionDetail = NonNullable<Awaited<ReturnType<typeof competitionBySlug>>>;

const ORDER = { open: 0, upcoming: 1, closed: 2 };

/** A page of the published competitions and the viewer's own drafts: open first, then upcoming, then past. */
export async function openCompetitions(viewer: Viewer, now: Date, page = 1) {
  const size = webConfig().PAGE_ROWS;
  const own = viewer.grants.flatMap((g) =>
    g.scope === "competition" && (g.role === "owner" || g.role === "organiser") && g.scopeId
      ? [g.scopeId]
      : [],
  );
  const seesAll = holds(viewer, ["owner", "organiser"]);
  const visible = seesAll
    ? sql`true`
    : sql`(${competitions.state} in ('published', 'closed') ${own.length ? sql`or ${inArray(competitions.id, own)}` : sql``})`;
  const starts = sql`(select min(p.starts_at) from phases p where p.competition_id = ${competitions.id})`;
  const ends = sql`(select max(coalesce(p.ends_at, 'infinity'::timestamptz)) from phases p where p.competition_id = ${competitions.id})`;
  const moment = sql`${now.toISOString()}::timestamptz`;
  const rank = sql<number>`case when ${competitions.state} = 'closed' or ${ends} <= ${moment} then 2 when ${starts} > ${moment} then 1 else 0 end`;
  const [rows, [total]] = await Promise.all([
    db
      .select({
        id: competitions.id,
        slug: competitions.slug,
        title: competitions.title,
        summary: competitions.summary,
        state: competitions.state,
        timeZone: competitions.timeZone,
        logo: competitions.logo,
        reward: competitions.reward,
      })
      .from(competitions)
      .where(visible)
      .orderBy(rank, desc(starts), asc(competitions.slug))
      .limit(size)
      .offset((Math.max(1, page) - 1) * size),
    db.select({ n: count() }).from(competitions).where(visible),
  ]);
  const ids = rows.map((r) => r.id);
  const [spans, counts] = ids.length
    ? await Promise.all([
        db.select().from(phases).where(inArray(phases.competitionId, ids)),
        db
          .select({ id: entries.competitionId, n: count() })
          .from(entries)
          .where(and(inArray(entries.competitionId, ids), eq(entries.state, "accepted")))
          .groupBy(entries.competitionId),
      ])
    : [[], []];
  const list = rows.map(({ logo, ...row }) => {
    const own = spans.filter((s) => s.competitionId === row.id);
    return {
      ...row,
      hasLogo: logo !== null,
      standing: row.state === "closed" ? ("closed" as const) : competitionState(own, now),
      phase: currentPhase(own, now)?.name ?? null,
      nextDeadline: nextDeadline(own, now),
      entries: counts.find((c) => c.id === row.id)?.n ?? 0,
    };
  });
  return {
    competitions: list.sort((a, b) => ORDER[a.standing] - ORDER[b.standing]),
    page: Math.max(1, page),
    pages: Math.max(1, Math.ceil((total?.n ?? 0) / size)),
  };
}

export const FILE_KINDS = [
  "logo",
  "starting_kit",
  "public_data",
  "input_data",
  "scoring_program",
  "ingestion_program",
] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** The files of a competition that this viewer may take away, with the position of their phase or task. */
export function downloadsOf(competition: CompetitionDetail) {
  const found: { kind: FileKind; position: number; hash: string }[] = [];
  const offer = (kind: FileKind, position: number, hash: string | null) => {
    if (hash && !found.some((f) => f.kind === kind && f.hash === hash)) found.push({ kind, position, hash });
  };
  const { organises } = competition;
  for (const phase of competition.phases) {
    // What belongs to a phase that has not begun stays closed until it does.
    if (phase.state === "upcoming" && !organises) continue;
    offer("starting_kit", phase.position, phase.startingKit);
    offer("public_data", phase.position, phase.publicData);
  }
  const begun = new Set(
    competition.phases.filter((p) => organises || p.state !== "upcoming").flatMap((p) => p.taskIds),
  );
  for (const task of competition.tasks.filter((task) => begun.has(task.id))) {
    if (competition.inputDataAvailable || organises) offer("input_data", task.position, task.inputData);
    if (!competition.programsAvailable && !organises) continue;
    offer("scoring_program", task.position, task.scoringProgram);
    offer("ingestion_program", task.position, task.ingestionProgram);
  }
  return found;
}

/** The content behind /competitions/:slug/files/:kind, or null when the viewer may not have it. */
export async function fileOf(viewer: Viewer, slug: string, kind: string, position: number, now: Date) {
  const competition = await competitionBySlug(viewer, slug, now);
  if (!competition) return null;
  const name = `${competition.slug}-${kind}-${position + 1}.zip`;
  if (kind === "logo") return competition.logo ? { hash: competition.logo, name: `${slug}-logo` } : null;
  const file = downloadsOf(competition).find((f) => f.kind === kind && f.position === position);
  return file ? { hash: file.hash, name } : null;
}

/** The competitions that the viewer may copy: those they organise, the latest first. */
export async function organisedCompetitions(viewer: Viewer) {
  const own = viewer.grants.flatMap((g) =>
    g.scope === "competition" && (g.role === "owner" || g.role === "organiser") && g.scopeId
      ? [g.scopeId]
      : [],
  );
  const all = holds(viewer, ["owner", "organiser"]);
  if (!all && own.length === 0) return [];
  return db
    .select({ slug: competitions.slug, title: competitions.title })
    .from(competitions)
    .where(all ? undefined : inArray(competitions.id, own))
    .orderBy(desc(competitions.createdAt))
    .limit(200);
}
