import type { SerializeFrom } from "@remix-run/node";
import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import {
  artifacts,
  attemptSamples,
  attempts,
  judgeHosts,
  metrics,
  runs,
  scores,
  submissions,
  tasks,
} from "../../db/schema/index.ts";
import type { ArtifactKind } from "../../db/vocabulary.ts";
import { type Facts, type Sample, type Step, Work } from "../../judge/contract/protocol.ts";
import { type Cause, isFinal } from "../../judge/contract/verdict.ts";
import { factQuestions } from "../competitions/fact-sheet.ts";
import { installationLimits } from "../competitions/installation-limits.server.ts";
import { limitsOf } from "../competitions/limits-of.ts";
import type { Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { howItRan } from "./how-it-ran.ts";
import { seesScore } from "./sight.ts";
import { hidesLogs, mayDownload, visible } from "./visible.server.ts";

/** Everything the submission's page shows this viewer, or null when it does not exist for them. */
export async function submissionById(viewer: Viewer, id: string) {
  const found = await visible(viewer, id);
  if (!found) return null;
  const { submission, phase, competition, organises, sight, revealedAt, scoringHidden, frozen } = found;
  const official = await db
    .select({
      run: runs,
      taskName: tasks.name,
      limits: tasks.limits,
      attempt: attempts,
      host: judgeHosts.name,
    })
    .from(runs)
    .innerJoin(tasks, eq(tasks.id, runs.taskId))
    .leftJoin(attempts, and(eq(attempts.runId, runs.id), eq(attempts.number, runs.attemptNumber)))
    .leftJoin(judgeHosts, eq(judgeHosts.id, attempts.hostId))
    .where(and(eq(runs.submissionId, id), eq(runs.official, true)))
    .orderBy(asc(tasks.position));
  const reader = { organises, readsPrediction: mayDownload("prediction_output", found) };
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
    runs: official.map(({ run, taskName, limits, attempt, host }) => ({
      id: run.id,
      taskName,
      state: run.state,
      cause: run.cause as Cause | null,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      limits: Work.safeParse(attempt?.work).data?.limits ?? limitsFor(phase, limits),
      labels: run.labels,
      attempt: attempt && {
        id: attempt.id,
        number: attempt.number,
        step: attempt.step,
        facts: usageIn(attempt.facts as Facts | null),
        how: sight === "public" ? null : howItRan({ ...attempt, host, taskVersion: run.taskVersion }, reader),
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
/** The same as the browser gets it: dates are text. */
export type Shown = SerializeFrom<SubmissionPage>;

/** Of what the judge measured, the part that everybody may read who sees the page. */
const usageIn = (facts: Facts | null) => facts && { prediction: facts.prediction, scoring: facts.scoring };

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
  return rows.map(({ runId, at, sample }) => {
    const { devices, ...used } = sample as Sample & { step: Step };
    // A team need not know which card it is: its first, its second …
    return { runId, at, ...used, devices: devices?.map(({ uuid: _, ...device }) => device) };
  });
}

/** What a task's steps may use, as far as the page shows it. */
const limitsFor = (phase: { timeLimitS: number }, limits: Record<string, number>) =>
  limitsOf(phase, { limits }, installationLimits());

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
