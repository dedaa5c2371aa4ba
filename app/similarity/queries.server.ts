import { and, count, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import {
  competitions,
  entries,
  phases,
  similarityPairs,
  similarityReports,
  submissions,
  teams,
} from "../../db/schema/index.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { LOST } from "./end-lost.server.ts";
import type { Fragment } from "./fragments.ts";
import { type SourceFile, sourceFiles, startsOf } from "./source.server.ts";

/** Earlier reports that a page offers. */
const REPORTS = 20;

const left = alias(submissions, "left_submission");
const right = alias(submissions, "right_submission");
const leftEntry = alias(entries, "left_entry");
const rightEntry = alias(entries, "right_entry");
const leftTeam = alias(teams, "left_team");
const rightTeam = alias(teams, "right_team");

const pairs = () =>
  db
    .select({
      id: similarityPairs.id,
      reportId: similarityPairs.reportId,
      similarity: similarityPairs.similarity,
      longest: similarityPairs.longest,
      fragments: similarityPairs.fragments,
      note: similarityPairs.note,
      reviewedAt: similarityPairs.reviewedAt,
      left: { id: left.id, number: left.number, hash: left.blobHash, team: leftTeam.name },
      right: { id: right.id, number: right.number, hash: right.blobHash, team: rightTeam.name },
    })
    .from(similarityPairs)
    .innerJoin(left, eq(left.id, similarityPairs.leftId))
    .innerJoin(right, eq(right.id, similarityPairs.rightId))
    .innerJoin(leftEntry, eq(leftEntry.id, left.entryId))
    .innerJoin(rightEntry, eq(rightEntry.id, right.entryId))
    .innerJoin(leftTeam, eq(leftTeam.id, leftEntry.teamId))
    .innerJoin(rightTeam, eq(rightTeam.id, rightEntry.teamId))
    .$dynamic();

/** A competition's reports and a page of the pairs of one of them, for its organisers; null for others. */
export async function similarityOf(viewer: Viewer, slug: string, asked: string | null, page: number) {
  const [competition] = await db.select().from(competitions).where(eq(competitions.slug, slug));
  if (!competition || !organisesCompetition(viewer, competition.id)) return null;
  const reports = await db
    .select({
      id: similarityReports.id,
      state: similarityReports.state,
      done: similarityReports.done,
      total: similarityReports.total,
      createdAt: similarityReports.createdAt,
      lost: sql<boolean>`${similarityReports.error} is not distinct from ${LOST}`,
      phase: phases.name,
    })
    .from(similarityReports)
    .innerJoin(phases, eq(phases.id, similarityReports.phaseId))
    .where(eq(similarityReports.competitionId, competition.id))
    .orderBy(desc(similarityReports.createdAt))
    .limit(REPORTS);
  const report = reports.find((r) => r.id === asked) ?? reports[0] ?? null;
  if (!report) return { reports, report, pairs: [], histogram: [], page: 1, pages: 1 };
  const size = webConfig().PAGE_ROWS;
  const of = eq(similarityPairs.reportId, report.id);
  const [found, [total], tenths] = await Promise.all([
    pairs()
      .where(of)
      .orderBy(desc(similarityPairs.similarity), similarityPairs.id)
      .limit(size)
      .offset((page - 1) * size),
    db.select({ n: count() }).from(similarityPairs).where(of),
    db.execute<{ tenth: number; n: string }>(sql`
      select least(9, floor(similarity * 10))::int as tenth, count(*) as n
      from similarity_pairs where report_id = ${report.id} group by 1`),
  ]);
  return {
    reports,
    report,
    pairs: found.map(({ fragments, left, right, ...row }) => ({
      ...row,
      left: { id: left.id, number: left.number, team: left.team },
      right: { id: right.id, number: right.number, team: right.team },
    })),
    histogram: Array.from({ length: 10 }, (_, tenth) =>
      Number(tenths.find((t) => t.tenth === tenth)?.n ?? 0),
    ),
    page,
    pages: Math.max(1, Math.ceil((total?.n ?? 0) / size)),
  };
}

/** The competition that a pair belongs to, if it has this slug and the viewer organises it. */
export async function pairCompetition(viewer: Viewer, slug: string, id: string): Promise<string | null> {
  if (!isUuid(id)) return null;
  const [about] = await db
    .select({ id: similarityReports.competitionId })
    .from(similarityPairs)
    .innerJoin(similarityReports, eq(similarityReports.id, similarityPairs.reportId))
    .innerJoin(competitions, eq(competitions.id, similarityReports.competitionId))
    .where(and(eq(similarityPairs.id, id), eq(competitions.slug, slug)));
  return about && organisesCompetition(viewer, about.id) ? about.id : null;
}

/** Two submissions side by side, for an organiser of their competition; null for others. */
export async function pairById(viewer: Viewer, slug: string, id: string) {
  if (!(await pairCompetition(viewer, slug, id))) return null;
  const [found] = await pairs().where(eq(similarityPairs.id, id));
  if (!found) return null;
  const fragments = found.fragments as Fragment[];
  const side = async (of: typeof found.left, which: "left" | "right") => {
    const files = await sourceFiles(of.hash);
    return { id: of.id, number: of.number, team: of.team, files: marked(files, fragments, which) };
  };
  return {
    ...found,
    fragments: fragments.length,
    left: await side(found.left, "left"),
    right: await side(found.right, "right"),
  };
}

/** Pieces of each file, in order: those in common carry the number of their fragment, from 1. */
function marked(files: SourceFile[], fragments: Fragment[], which: "left" | "right") {
  const starts = startsOf(files);
  return files.map((file, i) => {
    const start = starts[i] ?? 0;
    const lines = file.text.split("\n");
    const numberOf = lines.map(() => 0);
    // The largest pieces come first and keep their lines.
    for (const [n, fragment] of fragments.entries()) {
      const [from, to] = fragment[which];
      for (let line = Math.max(from, start); line <= Math.min(to, start + lines.length - 1); line++)
        if (numberOf[line - start] === 0) numberOf[line - start] = n + 1;
    }
    const pieces: { fragment: number; line: number; text: string }[] = [];
    for (const [line, text] of lines.entries()) {
      const last = pieces.at(-1);
      const fragment = numberOf[line] ?? 0;
      if (last && last.fragment === fragment) last.text += `\n${text}`;
      else pieces.push({ fragment, line: line + 1, text });
    }
    return { name: file.name, pieces };
  });
}
