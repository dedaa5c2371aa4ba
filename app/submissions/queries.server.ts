import { and, asc, count, desc, eq, exists, gt, inArray, type SQL, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import {
  artifacts,
  attempts,
  competitions,
  entries,
  logChunks,
  metrics,
  people,
  phases,
  runs,
  scores,
  submissions,
  tasks,
  teamMembers,
  teams,
} from "../../db/schema/index.ts";
import { type ArtifactKind, SUBMISSION_KINDS } from "../../db/vocabulary.ts";
import type { Facts } from "../../judge/contract/protocol.ts";
import { type Cause, isFinal } from "../../judge/contract/verdict.ts";
import { factQuestions } from "../competitions/fact-sheet.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isOpen } from "./may-submit.ts";
import { clockOf, left } from "./quota.ts";
import { standingFacts, usageOf } from "./standing-facts.server.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Chunks of each stream that a page shows; earlier ones stay in the store. */
const TAIL_CHUNKS = 16;
const TAIL_CHARACTERS = 100_000;

const belongsTo = (personId: string): SQL =>
  exists(
    db
      .select({ one: sql`1` })
      .from(teamMembers)
      .where(and(eq(teamMembers.teamId, entries.teamId), eq(teamMembers.personId, personId))),
  );

/** The submission with what it hangs on, if the viewer is of its team or organises the competition. */
async function visible(viewer: Viewer, id: string) {
  if (!viewer.person || !UUID.test(id)) return null;
  const [found] = await db
    .select({
      submission: submissions,
      phase: phases,
      competition: competitions,
      teamName: teams.name,
      personName: people.name,
      own: sql<boolean>`${belongsTo(viewer.person.id)}`,
    })
    .from(submissions)
    .innerJoin(phases, eq(phases.id, submissions.phaseId))
    .innerJoin(competitions, eq(competitions.id, submissions.competitionId))
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .leftJoin(people, eq(people.id, submissions.personId))
    .where(eq(submissions.id, id));
  if (!found) return null;
  const organises = organisesCompetition(viewer, found.competition.id);
  return found.own || organises ? { ...found, organises } : null;
}

/** What the viewer may follow of a submission as it happens: the predicate of its page, for the socket. */
export async function submissionDoor(viewer: Viewer, id: string): Promise<{ watch: boolean; logs: boolean }> {
  const found = await visible(viewer, id);
  return found
    ? { watch: true, logs: found.organises || !found.phase.hideLogs }
    : { watch: false, logs: false };
}

/** Everything the submission's page shows this viewer, or null when it does not exist for them. */
export async function submissionById(viewer: Viewer, id: string) {
  const found = await visible(viewer, id);
  if (!found) return null;
  const { submission, phase, competition, organises } = found;
  const official = await db
    .select({ run: runs, taskName: tasks.name, attempt: attempts })
    .from(runs)
    .innerJoin(tasks, eq(tasks.id, runs.taskId))
    .leftJoin(attempts, and(eq(attempts.runId, runs.id), eq(attempts.number, runs.attemptNumber)))
    .where(and(eq(runs.submissionId, id), eq(runs.official, true)))
    .orderBy(asc(tasks.position));
  const runIds = official.map(({ run }) => run.id);
  const attemptIds = official.flatMap(({ attempt }) => attempt?.id ?? []);
  const [values, kept] = await Promise.all([
    runIds.length === 0
      ? []
      : db
          .select({
            runId: scores.runId,
            key: metrics.key,
            title: metrics.title,
            value: scores.value,
            precision: metrics.precision,
            hidden: metrics.hidden,
          })
          .from(scores)
          .innerJoin(metrics, eq(metrics.id, scores.metricId))
          .where(inArray(scores.runId, runIds))
          .orderBy(asc(metrics.position)),
    attemptIds.length === 0
      ? []
      : db.select().from(artifacts).where(inArray(artifacts.attemptId, attemptIds)),
  ]);
  return {
    id: submission.id,
    number: submission.number,
    competition: {
      id: competition.id,
      slug: competition.slug,
      title: competition.title,
      timeZone: competition.timeZone,
    },
    phase: { position: phase.position, name: phase.name },
    teamName: found.teamName,
    personName: found.personName,
    fileName: submission.fileName,
    note: submission.note,
    state: submission.state,
    cause: submission.cause as Cause | null,
    counts: submission.counts,
    submittedAt: submission.submittedAt,
    finishedAt: submission.finishedAt,
    organises,
    own: found.own,
    ended: isFinal(submission.state),
    logsHidden: phase.hideLogs && !organises,
    runs: official.map(({ run, taskName, attempt }) => ({
      id: run.id,
      taskName,
      state: run.state,
      cause: run.cause as Cause | null,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      attempt: attempt && {
        id: attempt.id,
        number: attempt.number,
        step: attempt.step,
        facts: attempt.facts as Facts | null,
        // The technical sentence may tell of the host: it is for organisers.
        detail: organises ? attempt.detail : null,
        artifacts: kept
          .filter((file) => file.attemptId === attempt.id && mayDownload(file.kind, phase, organises))
          .map(({ kind, size }) => ({ kind, size })),
      },
      scores: values
        .filter((score) => score.runId === run.id && (organises || !score.hidden))
        .map(({ key, title, value, precision }) => ({ key, title, value, precision })),
    })),
  };
}
export type SubmissionPage = NonNullable<Awaited<ReturnType<typeof submissionById>>>;

type Hides = { hidePredictionOutput: boolean; hideScoringOutput: boolean };

function mayDownload(kind: ArtifactKind, phase: Hides, organises: boolean): boolean {
  if (organises || kind === "detailed_results") return true;
  return kind === "prediction_output" ? !phase.hidePredictionOutput : !phase.hideScoringOutput;
}

/** The last lines of each stream of the current attempts, plain text; empty where the phase hides logs. */
export async function logTails(viewer: Viewer, id: string) {
  const found = await visible(viewer, id);
  if (!found) return null;
  if (found.phase.hideLogs && !found.organises) return [];
  const place = sql<number>`row_number() over (partition by ${logChunks.attemptId}, ${logChunks.stream} order by ${logChunks.seq} desc)`;
  const last = db
    .select({
      attemptId: logChunks.attemptId,
      seq: logChunks.seq,
      stream: logChunks.stream,
      text: logChunks.text,
      place: place.as("place"),
    })
    .from(logChunks)
    .innerJoin(attempts, eq(attempts.id, logChunks.attemptId))
    .innerJoin(runs, and(eq(runs.id, attempts.runId), eq(runs.attemptNumber, attempts.number)))
    .where(and(eq(runs.submissionId, id), eq(runs.official, true)))
    .as("last");
  const chunks = await db
    .select()
    .from(last)
    .where(sql`${last.place} <= ${TAIL_CHUNKS}`)
    .orderBy(asc(last.attemptId), asc(last.seq));
  const tails = new Map<
    string,
    { attemptId: string; stream: string; text: string; seq: number; cut: boolean }
  >();
  for (const { attemptId, seq, stream, text, place } of chunks) {
    const key = `${attemptId} ${stream}`;
    const tail = tails.get(key) ?? { attemptId, stream, text: "", seq, cut: Number(place) === TAIL_CHUNKS };
    tail.text += text;
    tail.seq = seq;
    tails.set(key, tail);
  }
  return [...tails.values()].map((tail) => ({
    ...tail,
    text: tail.text.slice(-TAIL_CHARACTERS),
    cut: tail.cut || tail.text.length > TAIL_CHARACTERS,
  }));
}

/** Log chunks after `after`, for whoever follows the log; null when the submission does not exist for them. */
export async function logAfter(viewer: Viewer, id: string, after: number) {
  const found = await visible(viewer, id);
  if (!found) return null;
  const ended = isFinal(found.submission.state);
  if (found.phase.hideLogs && !found.organises) return { chunks: [], last: after, ended, hidden: true };
  const chunks = await db
    .select({ seq: logChunks.position, stream: logChunks.stream, text: logChunks.text, at: logChunks.at })
    .from(logChunks)
    .innerJoin(attempts, eq(attempts.id, logChunks.attemptId))
    .innerJoin(runs, and(eq(runs.id, attempts.runId), eq(runs.attemptNumber, attempts.number)))
    .where(and(eq(runs.submissionId, id), eq(runs.official, true), gt(logChunks.position, after)))
    .orderBy(asc(logChunks.position))
    .limit(200);
  return { chunks, last: chunks.at(-1)?.seq ?? after, ended, hidden: false };
}

/** The stored file behind a download, where the rules allow it: the submission itself or what a run left. */
export async function downloadOf(
  viewer: Viewer,
  id: string,
  what: "submission" | ArtifactKind,
  runId?: string,
) {
  const found = await visible(viewer, id);
  if (!found) return null;
  const { submission, phase, organises } = found;
  if (what === "submission") return { hash: submission.blobHash, fileName: submission.fileName };
  if (!mayDownload(what, phase, organises)) return null;
  const [file] = await db
    .select({ hash: artifacts.blobHash })
    .from(artifacts)
    .innerJoin(attempts, eq(attempts.id, artifacts.attemptId))
    .innerJoin(runs, and(eq(runs.id, attempts.runId), eq(runs.attemptNumber, attempts.number)))
    .where(
      and(
        eq(runs.submissionId, id),
        eq(runs.official, true),
        eq(artifacts.kind, what),
        runId && UUID.test(runId) ? eq(runs.id, runId) : undefined,
      ),
    )
    .orderBy(asc(runs.id))
    .limit(1);
  const name = `submission-${submission.number}-${what.replaceAll("_", "-")}`;
  return file
    ? { hash: file.hash, fileName: `${name}.${what === "detailed_results" ? "html" : "zip"}` }
    : null;
}

/**
 * A competition's submissions, newest first: the viewer's team's, or all of them for an organiser. Null
 * for anybody else. Pages count from 1.
 */
export async function submissionsOf(viewer: Viewer, slug: string, page: number) {
  const [competition] = await db.select().from(competitions).where(eq(competitions.slug, slug));
  if (!viewer.person || !competition) return null;
  const organises = organisesCompetition(viewer, competition.id);
  const mine = belongsTo(viewer.person.id);
  if (!organises) {
    const [entry] = await db
      .select({ id: entries.id })
      .from(entries)
      .where(and(eq(entries.competitionId, competition.id), mine))
      .limit(1);
    if (!entry) return null;
  }
  const which = and(eq(submissions.competitionId, competition.id), organises ? undefined : mine);
  const rows = webConfig().PAGE_ROWS;
  const [total] = await db
    .select({ count: count() })
    .from(submissions)
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .where(which);
  const found = await db
    .select({
      id: submissions.id,
      number: submissions.number,
      teamName: teams.name,
      fileName: submissions.fileName,
      note: submissions.note,
      phase: phases.position,
      phaseName: phases.name,
      state: submissions.state,
      cause: submissions.cause,
      counts: submissions.counts,
      submittedAt: submissions.submittedAt,
      finishedAt: submissions.finishedAt,
    })
    .from(submissions)
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .innerJoin(phases, eq(phases.id, submissions.phaseId))
    .where(which)
    .orderBy(desc(submissions.submittedAt), desc(submissions.number))
    .limit(rows)
    .offset((page - 1) * rows);
  const values =
    found.length === 0
      ? []
      : await db
          .select({
            submissionId: runs.submissionId,
            key: metrics.key,
            title: metrics.title,
            precision: metrics.precision,
            value: scores.value,
          })
          .from(scores)
          .innerJoin(runs, and(eq(runs.id, scores.runId), eq(runs.official, true)))
          .innerJoin(metrics, eq(metrics.id, scores.metricId))
          .where(
            and(
              inArray(
                runs.submissionId,
                found.map((row) => row.id),
              ),
              organises ? undefined : eq(metrics.hidden, false),
            ),
          )
          .orderBy(asc(runs.id), asc(metrics.position));
  return {
    competition: { id: competition.id, slug, title: competition.title, timeZone: competition.timeZone },
    organises,
    submissions: found.map((row) => ({
      ...row,
      cause: row.cause as Cause | null,
      scores: values
        .filter((score) => score.submissionId === row.id)
        .map(({ key, title, precision, value }) => ({ key, title, precision, value })),
    })),
    page,
    pages: Math.max(1, Math.ceil((total?.count ?? 0) / rows)),
  };
}

/** What the form to submit needs: the phases that are open, the team and what each phase's quota leaves. */
export async function submitFacts(viewer: Viewer, slug: string, now: Date) {
  if (!viewer.person) return null;
  const facts = await standingFacts(db, { personId: viewer.person.id, slug, now, lock: false });
  if (!facts) return null;
  const { competition, entry } = facts;
  if (competition.state === "draft" && !organisesCompetition(viewer, competition.id)) return null;
  const open = facts.phases
    .filter((phase) => isOpen(phase, now))
    .sort((a, b) => b.startsAt.getTime() - a.startsAt.getTime());
  const { timeZone } = competition;
  return {
    competition: { id: competition.id, slug, title: competition.title, timeZone },
    entry,
    phases: entry
      ? await Promise.all(
          open.map(async (phase) => {
            const { used, quota, granted, day } = await usageOf(db, {
              entryId: entry.id,
              phase,
              timeZone,
              now,
            });
            return {
              position: phase.position,
              name: phase.name,
              description: phase.description,
              endsAt: phase.endsAt,
              accepts: SUBMISSION_KINDS.filter((kind) => phase.accepts.includes(kind)),
              quota,
              used,
              left: left(quota, used),
              granted,
              dayTurnsAt: clockOf(phase.dayTurnsAtMin),
              dayEndsAt: day.end,
            };
          }),
        )
      : [],
    questions: factQuestions(competition.factSheet),
    maxBytes: webConfig().SUBMISSION_MAX_BYTES,
    open: competition.state === "published",
  };
}
