import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitions, phases, similarityPairs, similarityReports } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { addJob } from "../web/jobs.server.ts";
import { log } from "../web/log.server.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { Choice } from "./choices.ts";
import { compareAll, type Source } from "./compare.ts";
import { joined, sourceFiles } from "./source.server.ts";

export const COMPARE_SOURCES = "compare_sources";

/** Entries of one report; the ones that submitted last. */
const MOST_ENTRIES = 1_000;
/** Pairs that a report keeps, most similar first. */
const MOST_PAIRS = 500;
/** A report that was begun longer ago was lost with its process. */
const LOST_AFTER_MS = 3_600_000;

/** Begins to compare the sources of a phase's submissions between entries; a job does the work. */
export async function beginReport({
  viewer,
  slug,
  phase: position,
  choice,
  now,
}: {
  viewer: SignedInViewer;
  slug: string;
  phase: number;
  choice: Choice;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  return db.transaction(async (tx) => {
    const [competition] = await tx
      .select()
      .from(competitions)
      .where(eq(competitions.slug, slug))
      .for("no key update");
    if (!competition || !organisesCompetition(viewer, competition.id))
      return refused("not_found", "similarity.refusals.noCompetition");
    const [phase] = await tx
      .select()
      .from(phases)
      .where(and(eq(phases.competitionId, competition.id), eq(phases.position, position)));
    if (!phase) return refused("invalid", "similarity.refusals.noPhase", { field: "phase" });
    const [open] = await tx
      .select({ id: similarityReports.id })
      .from(similarityReports)
      .where(
        and(
          eq(similarityReports.competitionId, competition.id),
          inArray(similarityReports.state, ["queued", "running"]),
          gt(similarityReports.createdAt, new Date(now.getTime() - LOST_AFTER_MS)),
        ),
      );
    if (open) return refused("conflict", "similarity.refusals.running");
    const [report] = await tx
      .insert(similarityReports)
      .values({
        competitionId: competition.id,
        phaseId: phase.id,
        createdBy: viewer.person.id,
        createdAt: now,
      })
      .returning({ id: similarityReports.id });
    if (!report) throw new Error("the report was not written");
    await addJob(tx, COMPARE_SOURCES, { reportId: report.id, choice });
    await recordAct(tx, {
      viewer,
      act: "similarity.reported",
      competitionId: competition.id,
      subjectId: report.id,
      details: { phase: position, choice },
      now,
    });
    return done({ id: report.id });
  });
}

/** The job behind a report. A report that fails says so; it is begun again by hand. */
export async function compareSources(payload: unknown): Promise<void> {
  const { reportId, choice } = payload as { reportId: string; choice: Choice };
  const [report] = await db.select().from(similarityReports).where(eq(similarityReports.id, reportId));
  if (!report || report.state === "ready" || report.state === "failed") return;
  const set = (values: Partial<typeof similarityReports.$inferInsert>) =>
    db.update(similarityReports).set(values).where(eq(similarityReports.id, reportId));
  try {
    const chosen = await chosenOf(report.phaseId, choice);
    await set({ state: "running", total: chosen.length, done: 0 });
    const sources: Source[] = [];
    for (const [i, { id, entry, hash }] of chosen.entries()) {
      const text = joined(await sourceFiles(hash));
      if (text !== "") sources.push({ id, entryId: entry, text });
      if (i % 10 === 9) await set({ done: i + 1 });
    }
    const [phase] = await db
      .select({ kit: phases.startingKit })
      .from(phases)
      .where(eq(phases.id, report.phaseId));
    const template = phase?.kit ? (await sourceFiles(phase.kit)).map((file) => file.text) : [];
    const found = await compareAll(sources, template, {
      most: MOST_PAIRS,
      giveWay: () => new Promise((resolve) => setImmediate(resolve)),
    });
    await db.transaction(async (tx) => {
      await tx.delete(similarityPairs).where(eq(similarityPairs.reportId, reportId));
      if (found.length > 0)
        await tx
          .insert(similarityPairs)
          .values(found.map((pair) => ({ ...pair, reportId, similarity: pair.similarity.toFixed(6) })));
      await tx
        .update(similarityReports)
        .set({ state: "ready", done: chosen.length, finishedAt: new Date() })
        .where(eq(similarityReports.id, reportId));
    });
  } catch (error) {
    log.error({ err: error, reportId }, "a similarity report failed");
    await set({ state: "failed", error: (error as Error).message.slice(0, 500), finishedAt: new Date() });
  }
}

/** The submission that stands for each entry of a phase, those that submitted last first. */
async function chosenOf(phaseId: string, choice: Choice) {
  return db.execute<{ id: string; entry: string; hash: string }>(sql`
    select * from (
      select distinct on (s.entry_id) s.id, s.entry_id as entry, s.blob_hash as hash, s.submitted_at
      from submissions s
      join entries e on e.id = s.entry_id and e.kind = 'team'
      left join boards b on b.phase_id = s.phase_id
      left join standings st on st.board_id = b.id and st.submission_id = s.id
      where s.phase_id = ${phaseId} and s.state <> 'cancelled' and s.kind = 'archive'
      order by s.entry_id, ${choice === "best" ? sql`st.submission_id is null,` : sql``} s.submitted_at desc, s.number desc
    ) chosen
    order by submitted_at desc limit ${MOST_ENTRIES}`);
}
