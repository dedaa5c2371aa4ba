import { and, eq, inArray, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Executor } from "../../db/connect.ts";
import { competitions, phases, similarityPairs, similarityReports } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { addJob } from "../web/jobs.server.ts";
import { log } from "../web/log.server.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { Choice } from "./choices.ts";
import { compareApart } from "./compare-apart.server.ts";
import { endLostReports, UNDER_WAY } from "./end-lost.server.ts";

export const COMPARE_SOURCES = "compare_sources";

/** How often a lease is renewed before it would end. */
const BEATS = 4;

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
    await endLostReports(now, tx);
    const [open] = await tx
      .select({ id: similarityReports.id })
      .from(similarityReports)
      .where(
        and(eq(similarityReports.competitionId, competition.id), inArray(similarityReports.state, UNDER_WAY)),
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

/**
 * The job behind a report. A report that fails says so; it is begun again by hand. One that is cancelled, or lost
 * its competition, ends the work with the next word from it. While the work goes on it renews its lease: when the
 * process dies, however it does, `endLostReports` says so.
 */
export async function compareSources(payload: unknown): Promise<void> {
  const { reportId, choice } = payload as { reportId: string; choice: Choice };
  const [report] = await db
    .select({ phaseId: similarityReports.phaseId, kit: phases.startingKit })
    .from(similarityReports)
    .innerJoin(phases, eq(phases.id, similarityReports.phaseId))
    .where(eq(similarityReports.id, reportId));
  if (!report) return;
  /** Writes unless the report has ended meanwhile; answers whether it is still wanted. */
  const write = async (executor: Executor, values: Partial<typeof similarityReports.$inferInsert>) => {
    const written = await executor
      .update(similarityReports)
      .set(values)
      .where(and(eq(similarityReports.id, reportId), inArray(similarityReports.state, UNDER_WAY)))
      .returning({ id: similarityReports.id });
    return written.length > 0;
  };
  const { SIMILARITY_MAX_ENTRIES, SIMILARITY_MAX_TOKENS, SIMILARITY_MAX_PAIRS, SIMILARITY_LEASE_S } =
    webConfig();
  const lease = () => ({ leaseUntil: new Date(Date.now() + SIMILARITY_LEASE_S * 1000) });
  if (!(await write(db, { state: "running", ...lease() }))) return;
  const heart = setInterval(
    () => write(db, lease()).catch((err) => log.warn({ err, reportId }, "a lease was not renewed")),
    (SIMILARITY_LEASE_S * 1000) / BEATS,
  );
  try {
    const chosen = await chosenOf(report.phaseId, choice, SIMILARITY_MAX_ENTRIES);
    if (!(await write(db, { total: chosen.length, done: 0 }))) return;
    const found = await compareApart(
      {
        sources: chosen,
        kit: report.kit,
        mostTokens: SIMILARITY_MAX_TOKENS,
        mostPairs: SIMILARITY_MAX_PAIRS,
      },
      (done) => write(db, { done }),
    );
    if (!found) return;
    await db.transaction(async (tx) => {
      const ended = { state: "ready", done: chosen.length, finishedAt: new Date() } as const;
      if (!(await write(tx, ended)) || found.length === 0) return;
      await tx
        .insert(similarityPairs)
        .values(found.map((pair) => ({ ...pair, reportId, similarity: pair.similarity.toFixed(6) })));
    });
  } catch (error) {
    log.error({ err: error, reportId }, "a similarity report failed");
    await write(db, {
      state: "failed",
      error: (error as Error).message.slice(0, 500),
      finishedAt: new Date(),
    });
  } finally {
    clearInterval(heart);
  }
}

/** The submission that stands for each entry of a phase, those that submitted last first. */
async function chosenOf(phaseId: string, choice: Choice, most: number) {
  const rows = await db.execute<{ id: string; entry: string; hash: string }>(sql`
    select * from (
      select distinct on (s.entry_id) s.id, s.entry_id as entry, s.blob_hash as hash, s.submitted_at
      from submissions s
      join entries e on e.id = s.entry_id and e.kind = 'team'
      left join boards b on b.phase_id = s.phase_id
      left join standings st on st.board_id = b.id and st.generation = b.generation and st.submission_id = s.id
      where s.phase_id = ${phaseId} and s.state <> 'cancelled' and s.kind = 'archive'
      order by s.entry_id, ${choice === "best" ? sql`st.submission_id is null,` : sql``} s.submitted_at desc, s.number desc
    ) chosen
    order by submitted_at desc limit ${most}`);
  return rows.map(({ id, entry, hash }) => ({ id, entryId: entry, hash }));
}
