import {
  and,
  asc,
  count,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  lt,
  notLike,
  type SQL,
  sql,
} from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import {
  artifacts,
  attemptSamples,
  attempts,
  boards,
  competitions,
  entries,
  logChunks,
  metrics,
  people,
  phases,
  rejudges,
  runs,
  scores,
  submissions,
  tasks,
  teamMembers,
  teams,
} from "../../db/schema/index.ts";
import { type ArtifactKind, type RunState, SUBMISSION_KINDS } from "../../db/vocabulary.ts";
import type { Facts, Sample, Step } from "../../judge/contract/protocol.ts";
import { type Cause, isFinal } from "../../judge/contract/verdict.ts";
import { factQuestions } from "../competitions/fact-sheet.ts";
import { installationLimits } from "../competitions/installation-limits.server.ts";
import { limitsOf } from "../competitions/limits-of.ts";
import { meantFirst, namedEntry } from "../entries/which-entry.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { isOpen } from "./may-submit.ts";
import { clockOf, left } from "./quota.ts";
import { isFrozen, keepsScoringBack, type Sight, seesScore } from "./sight.ts";
import { standingFacts, usageOf } from "./standing-facts.server.ts";

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

/** The submission with what it hangs on, if the viewer is of its team, organises the competition, or it is public. */
async function visible(viewer: Viewer, id: string) {
  if (!isUuid(id)) return null;
  const [found] = await db
    .select({
      submission: submissions,
      phase: phases,
      competition: competitions,
      teamName: teams.name,
      personName: people.name,
      own: viewer.person ? sql<boolean>`${belongsTo(viewer.person.id)}` : sql<boolean>`false`,
      revealedAt: boards.revealedAt,
      // A rejudge leaves the submission's own end as it was.
      rejudgedAt:
        sql<Date | null>`(select max(j.decided_at) from runs r join rejudges j on j.id = r.rejudge_id
        where r.submission_id = ${submissions.id} and r.official)`.mapWith(rejudges.decidedAt),
      hasPrivate: sql<boolean>`exists (select 1 from ${metrics} where ${metrics.competitionId} = ${submissions.competitionId} and ${metrics.split} = 'private')`,
    })
    .from(submissions)
    .innerJoin(phases, eq(phases.id, submissions.phaseId))
    .innerJoin(competitions, eq(competitions.id, submissions.competitionId))
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .leftJoin(people, eq(people.id, submissions.personId))
    .leftJoin(boards, eq(boards.phaseId, submissions.phaseId))
    .where(eq(submissions.id, id));
  if (!found) return null;
  const organises = organisesCompetition(viewer, found.competition.id);
  const { madePublicAt } = found.submission;
  const isPublic = madePublicAt !== null && found.competition.publicSubmissionsAllowed;
  const sight: Sight | null = organises
    ? "organiser"
    : found.own
      ? "team"
      : isPublic && found.competition.state !== "draft"
        ? "public"
        : null;
  if (!sight) return null;
  const { revealedAt, rejudgedAt } = found;
  const { finishedAt } = found.submission;
  const resultAt = finishedAt && rejudgedAt && rejudgedAt > finishedAt ? rejudgedAt : finishedAt;
  return {
    ...found,
    organises,
    sight,
    isPublic,
    scoringHidden: keepsScoringBack(found.hasPrivate, sight, revealedAt),
    frozen: isFrozen({ freezeAt: found.phase.freezeAt, revealedAt }, resultAt, sight),
  };
}

/** What the viewer may follow of a submission as it happens: the predicate of its page, for the socket. */
export async function submissionDoor(viewer: Viewer, id: string): Promise<{ watch: boolean; logs: boolean }> {
  const found = await visible(viewer, id);
  if (!found || found.sight === "public") return { watch: false, logs: false };
  // Where scoring's lines are kept back, the page reads the others itself.
  return { watch: true, logs: found.organises || (!found.phase.hideLogs && !found.scoringHidden) };
}

/** Everything the submission's page shows this viewer, or null when it does not exist for them. */
export async function submissionById(viewer: Viewer, id: string) {
  const found = await visible(viewer, id);
  if (!found) return null;
  const { submission, phase, competition, organises, sight, revealedAt, scoringHidden, frozen } = found;
  const official = await db
    .select({ run: runs, taskName: tasks.name, limits: tasks.limits, attempt: attempts })
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
            split: metrics.split,
            sorting: metrics.sorting,
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
    phase: {
      id: phase.id,
      position: phase.position,
      name: phase.name,
      maxFinal: phase.maxFinal,
      endsAt: phase.endsAt,
    },
    teamName: found.teamName,
    personName: found.personName,
    kind: submission.kind,
    fileName: submission.fileName,
    note: sight === "public" ? null : submission.note,
    facts: factQuestions(competition.factSheet).flatMap(({ key, title }) => {
      const answer = submission.factSheet?.[key];
      return answer === undefined ? [] : [{ key, title, answer }];
    }),
    state: submission.state,
    cause: submission.cause as Cause | null,
    counts: submission.counts,
    refundReason: sight === "public" ? null : submission.refundReason,
    chosenFinalAt: submission.chosenFinalAt,
    migratedFrom: sight === "public" ? null : submission.migratedFrom,
    entryId: submission.entryId,
    submittedAt: submission.submittedAt,
    finishedAt: submission.finishedAt,
    startedAt:
      official.flatMap(({ run }) => run.startedAt ?? []).sort((a, b) => a.getTime() - b.getTime())[0] ?? null,
    isPublic: found.isPublic,
    mayMakePublic: found.own && competition.publicSubmissionsAllowed && submission.state === "scored",
    privateLater: found.hasPrivate && revealedAt === null && !organises,
    frozen,
    sight,
    organises,
    own: found.own,
    ended: isFinal(submission.state),
    logsHidden: hidesLogs(found),
    followLogs: !hidesLogs(found) && !scoringHidden,
    runs: official.map(({ run, taskName, limits, attempt }) => ({
      id: run.id,
      taskName,
      state: run.state,
      cause: run.cause as Cause | null,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      limits: limitsFor(phase, limits),
      labels: run.labels,
      attempt: attempt && {
        id: attempt.id,
        number: attempt.number,
        step: attempt.step,
        facts: attempt.facts as Facts | null,
        // The technical sentence may tell of the host: it is for organisers.
        detail: organises ? attempt.detail : null,
        artifacts: kept
          .filter((file) => file.attemptId === attempt.id && mayDownload(file.kind, found))
          .map(({ kind, size }) => ({ kind, size })),
      },
      scores: values
        .filter((score) => !frozen && score.runId === run.id && seesScore(score, sight, revealedAt))
        .map(({ key, title, value, precision, sorting }) => ({ key, title, value, precision, sorting })),
    })),
  };
}
export type SubmissionPage = NonNullable<Awaited<ReturnType<typeof submissionById>>>;

type Visible = NonNullable<Awaited<ReturnType<typeof visible>>>;

const hidesLogs = ({ phase, sight }: Visible): boolean =>
  sight === "public" || (sight === "team" && phase.hideLogs);

/** What a submission's runs at work use now, for those who may see its page as it happens; else null. */
export async function usageNow(viewer: Viewer, id: string) {
  const found = await visible(viewer, id);
  if (!found || found.sight === "public") return null;
  const rows = await db
    .selectDistinctOn([runs.id], { runId: runs.id, at: attemptSamples.at, sample: attemptSamples.sample })
    .from(runs)
    .innerJoin(attempts, and(eq(attempts.runId, runs.id), eq(attempts.number, runs.attemptNumber)))
    .innerJoin(attemptSamples, eq(attemptSamples.attemptId, attempts.id))
    .where(and(eq(runs.submissionId, id), eq(runs.official, true), eq(runs.state, "running")))
    .orderBy(asc(runs.id), desc(attemptSamples.seq));
  return rows.map(({ runId, at, sample }) => ({ runId, at, ...(sample as Sample & { step: Step }) }));
}

/** What a task's steps may use, as far as the page shows it. */
const limitsFor = (phase: { timeLimitS: number }, limits: Record<string, number>) =>
  limitsOf(phase, { limits }, installationLimits());

function mayDownload(kind: ArtifactKind, { phase, competition, sight, scoringHidden }: Visible): boolean {
  if (sight === "organiser") return true;
  if (sight === "public") return false;
  if (kind === "prediction_output") return !phase.hidePredictionOutput;
  if (scoringHidden) return false;
  return kind === "detailed_results" ? competition.detailedResultsInPanel : !phase.hideScoringOutput;
}

/** The last lines of each stream of the current attempts, plain text; empty where the phase hides logs. */
export async function logTails(viewer: Viewer, id: string) {
  const found = await visible(viewer, id);
  if (!found) return null;
  if (hidesLogs(found)) return [];
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
    .where(
      and(
        eq(runs.submissionId, id),
        eq(runs.official, true),
        found.scoringHidden ? notLike(logChunks.stream, "scoring%") : undefined,
      ),
    )
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
  if (hidesLogs(found)) return { chunks: [], last: after, ended, hidden: true };
  const chunks = await db
    .select({ seq: logChunks.position, stream: logChunks.stream, text: logChunks.text, at: logChunks.at })
    .from(logChunks)
    .innerJoin(attempts, eq(attempts.id, logChunks.attemptId))
    .innerJoin(runs, and(eq(runs.id, attempts.runId), eq(runs.attemptNumber, attempts.number)))
    .where(
      and(
        eq(runs.submissionId, id),
        eq(runs.official, true),
        gt(logChunks.position, after),
        found.scoringHidden ? notLike(logChunks.stream, "scoring%") : undefined,
      ),
    )
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
  const { submission } = found;
  if (what === "submission") return { hash: submission.blobHash, fileName: submission.fileName };
  if (!mayDownload(what, found)) return null;
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
        runId && isUuid(runId) ? eq(runs.id, runId) : undefined,
      ),
    )
    .orderBy(asc(runs.id))
    .limit(1);
  const name = `submission-${submission.number}-${what.replaceAll("_", "-")}`;
  return file
    ? { hash: file.hash, fileName: `${name}.${what === "detailed_results" ? "html" : "zip"}` }
    : null;
}

const RECENT = 30;

/** How long judging usually takes in a phase, from its last scored submissions; null while there are few. */
export async function usualMs(phaseId: string): Promise<number | null> {
  const recent = db
    .select({ id: submissions.id })
    .from(submissions)
    .where(and(eq(submissions.phaseId, phaseId), eq(submissions.state, "scored")))
    .orderBy(desc(submissions.submittedAt))
    .limit(RECENT)
    .as("recent");
  const [usual] = await db
    .select({
      n: sql<string>`count(*)`,
      ms: sql<string | null>`percentile_cont(0.5) within group (order by its.ms)`,
    })
    .from(
      sql`(select extract(epoch from max(r.finished_at) - min(r.started_at)) * 1000 as ms
        from ${recent} join runs r on r.submission_id = recent.id and r.official
        group by recent.id) its`,
    );
  return usual?.ms && Number(usual.n) >= 3 ? Number(usual.ms) : null;
}

/** The team's submission before this one in the same competition, to compare with. */
export async function submissionBefore(entryId: string, number: number): Promise<string | null> {
  const [before] = await db
    .select({ id: submissions.id })
    .from(submissions)
    .where(and(eq(submissions.entryId, entryId), lt(submissions.number, number)))
    .orderBy(desc(submissions.number))
    .limit(1);
  return before?.id ?? null;
}

/** What a team narrows its list to. */
export type ListFilter = { state?: RunState; phase?: number };
/** Whose list it is: `own` leaves out what one only organises, `entryId` all but this entry of the viewer's. */
type Whose = { own?: boolean; entryId?: string | null };

/**
 * A competition's submissions, newest first: the viewer's teams', or all of them for an organiser; `own` gives
 * those of one entry of the viewer's. Null for anybody else. Pages count from 1. Each has the scores its viewer may see;
 * the one that ranks first on the board is `primary`.
 */
export async function submissionsOf(
  viewer: Viewer,
  slug: string,
  page: number,
  filter: ListFilter & Whose = {},
) {
  const [competition] = await db.select().from(competitions).where(eq(competitions.slug, slug));
  if (!viewer.person || !competition) return null;
  const organises = organisesCompetition(viewer, competition.id);
  const mine = belongsTo(viewer.person.id);
  const [entry] = await db
    .select({ id: entries.id })
    .from(entries)
    .where(and(eq(entries.competitionId, competition.id), mine, namedEntry(filter.entryId)))
    .orderBy(...meantFirst)
    .limit(1);
  if (!organises && !entry) return null;
  const which = and(
    eq(submissions.competitionId, competition.id),
    organises && !filter.own ? undefined : mine,
    filter.own && entry ? eq(entries.id, entry.id) : undefined,
    filter.state && eq(submissions.state, filter.state),
    filter.phase === undefined ? undefined : eq(phases.position, filter.phase),
  );
  const rows = webConfig().PAGE_ROWS;
  const [total] = await db
    .select({ count: count() })
    .from(submissions)
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(phases, eq(phases.id, submissions.phaseId))
    .where(which);
  const found = await db
    .select({
      id: submissions.id,
      number: submissions.number,
      teamName: teams.name,
      kind: submissions.kind,
      fileName: submissions.fileName,
      note: submissions.note,
      phase: phases.position,
      phaseName: phases.name,
      state: submissions.state,
      cause: submissions.cause,
      counts: submissions.counts,
      chosenFinalAt: submissions.chosenFinalAt,
      madePublicAt: submissions.madePublicAt,
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
            hidden: metrics.hidden,
            split: metrics.split,
            primary: sql<boolean>`${metrics.position} = ${boards.primaryPosition}`,
            revealedAt: boards.revealedAt,
            value: scores.value,
          })
          .from(scores)
          .innerJoin(runs, and(eq(runs.id, scores.runId), eq(runs.official, true)))
          .innerJoin(submissions, eq(submissions.id, runs.submissionId))
          .innerJoin(metrics, eq(metrics.id, scores.metricId))
          .leftJoin(boards, eq(boards.phaseId, submissions.phaseId))
          .where(
            inArray(
              runs.submissionId,
              found.map((row) => row.id),
            ),
          )
          .orderBy(asc(runs.id), asc(metrics.position));
  const sight = organises ? "organiser" : "team";
  return {
    competition: { id: competition.id, slug, title: competition.title, timeZone: competition.timeZone },
    organises,
    entryId: entry?.id ?? null,
    submissions: found.map((row) => ({
      ...row,
      cause: row.cause as Cause | null,
      scores: values
        .filter((score) => score.submissionId === row.id && seesScore(score, sight, score.revealedAt))
        .map(({ key, title, precision, value, primary }) => ({ key, title, precision, value, primary })),
    })),
    page,
    pages: Math.max(1, Math.ceil((total?.count ?? 0) / rows)),
  };
}

/** The phases of a competition by name, for whoever narrows a list to one. */
export const phasesOf = (competitionId: string) =>
  db
    .select({ position: phases.position, name: phases.name })
    .from(phases)
    .where(eq(phases.competitionId, competitionId))
    .orderBy(asc(phases.position));

/** Phases with a choice of final submissions, and what an entry chose in them. */
export async function finalsOf(competitionId: string, entryId: string, now: Date) {
  const asked = await db
    .select({
      id: phases.id,
      position: phases.position,
      name: phases.name,
      maxFinal: phases.maxFinal,
      endsAt: phases.endsAt,
    })
    .from(phases)
    .where(and(eq(phases.competitionId, competitionId), gt(phases.maxFinal, 0)))
    .orderBy(asc(phases.position));
  if (asked.length === 0) return [];
  const chosen = await db
    .select({ phaseId: submissions.phaseId, id: submissions.id, number: submissions.number })
    .from(submissions)
    .where(and(eq(submissions.entryId, entryId), isNotNull(submissions.chosenFinalAt)))
    .orderBy(asc(submissions.number));
  return asked.map(({ id, ...phase }) => ({
    ...phase,
    open: phase.endsAt === null || now < phase.endsAt,
    chosen: chosen.filter((one) => one.phaseId === id).map(({ phaseId: _, ...one }) => one),
  }));
}

/** What the form to submit needs: the phases that are open, the team and what each phase's quota leaves. */
export async function submitFacts(viewer: Viewer, slug: string, now: Date, entryId?: string | null) {
  if (!viewer.person) return null;
  const facts = await standingFacts(db, { personId: viewer.person.id, slug, entryId, now, lock: false });
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
