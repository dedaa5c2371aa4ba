import { and, eq, inArray, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, notify, type Transaction } from "../../db/connect.ts";
import {
  attempts,
  blobs,
  competitions,
  judgeHosts,
  metrics,
  phases,
  runs,
  submissions,
  tasks,
} from "../../db/schema/index.ts";
import { imageFor } from "../../judge/contract/image-map.ts";
import type { HostFacts, Work } from "../../judge/contract/protocol.ts";
import { imageTable } from "../competitions/images.server.ts";
import type { JudgeHost } from "./hosts.server.ts";
import { limitsOf } from "./limits-of.ts";

// Claims queue up behind one another, also between web processes: the order stays fair to the run and
// no team is ever given more at once than it may have. A claim takes a few milliseconds.
const ONE_AT_A_TIME = 0x706f6469;

/**
 * Gives the host the run whose turn it is (fair-order.ts) as a new attempt under a lease, or null when
 * nothing that this host can run is waiting. Runs of a rejudge wait behind all others and take nothing
 * from what their team may have at work.
 */
export async function claim({
  host,
  facts,
  now,
}: {
  host: JudgeHost;
  facts: HostFacts;
  now: Date;
}): Promise<Work | null> {
  if (host.state !== "active") return null;
  const { LEASE_S, TEAM_CONCURRENCY } = webConfig();
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${ONE_AT_A_TIME})`);
    const labels = sql`${sql.param(facts.labels, runs.labels)}::text[]`;
    const [turn] = await tx.execute<{ id: string; number: number; submission: string; started: boolean }>(sql`
      with working as (
        select distinct entry_id, submission_id from runs where state = 'running' and official
      ), busy as (
        select entry_id, count(*) as runs from runs where state = 'running' and official group by entry_id
      ), waiting as (
        select id, entry_id, submission_id, priority, queued_at,
          dense_rank() over (partition by entry_id, priority order by queued_at, submission_id) - 1 as queued_before
        from runs where state = 'queued'
      )
      select r.id, r.attempt_number + 1 as number, r.submission_id as submission, r.started_at is not null as started
      from runs r
      join submissions s on s.id = r.submission_id
      join waiting w on w.id = r.id
      left join busy b on b.entry_id = r.entry_id
      where r.state = 'queued' and r.labels <@ ${labels} and (not r.official or coalesce(b.runs, 0) < ${TEAM_CONCURRENCY})
      order by r.priority desc,
        w.queued_before + (
          select count(*) from working k where k.entry_id = r.entry_id and k.submission_id <> r.submission_id
        ),
        r.queued_at, r.id
      limit 1
      for no key update of r, s skip locked`);
    if (!turn) return null;

    const [attempt] = await tx
      .insert(attempts)
      .values({
        runId: turn.id,
        number: turn.number,
        hostId: host.id,
        leaseUntil: new Date(now.getTime() + LEASE_S * 1000),
        startedAt: now,
      })
      .returning({ id: attempts.id });
    if (!attempt) throw new Error("the attempt was not written");
    await tx
      .update(runs)
      .set({
        state: "running",
        attemptNumber: turn.number,
        taskVersion: sql`(select version from tasks where tasks.id = runs.task_id)`,
        ...(turn.started ? {} : { startedAt: now }),
      })
      .where(eq(runs.id, turn.id));
    await tx
      .update(submissions)
      .set({ state: "running" })
      .where(and(eq(submissions.id, turn.submission), eq(submissions.state, "queued")));
    await notify(tx, "submission_changed", { submissionId: turn.submission });
    return workOf(tx, attempt.id, turn.id, LEASE_S);
  });
}

/** Notes what the host said of itself and that it was here. */
export async function greet(host: JudgeHost, facts: HostFacts, now: Date): Promise<void> {
  await db
    .update(judgeHosts)
    .set({ facts, labels: facts.labels, slots: facts.slots, lastSeenAt: now })
    .where(eq(judgeHosts.id, host.id));
}

async function workOf(tx: Transaction, attemptId: string, runId: string, leaseS: number): Promise<Work> {
  const [found] = await tx
    .select({ submission: submissions, task: tasks, phase: phases, competition: competitions })
    .from(runs)
    .innerJoin(submissions, eq(submissions.id, runs.submissionId))
    .innerJoin(tasks, eq(tasks.id, runs.taskId))
    .innerJoin(phases, eq(phases.id, submissions.phaseId))
    .innerJoin(competitions, eq(competitions.id, runs.competitionId))
    .where(eq(runs.id, runId));
  if (!found) throw new Error(`run ${runId} has lost its submission`);
  const { submission, task, phase, competition } = found;

  const { scoringProgram, referenceData, inputData, ingestionProgram } = task;
  const hashes = [submission.blobHash, scoringProgram, referenceData, inputData, ingestionProgram];
  const stored = await tx
    .select({ hash: blobs.hash, size: blobs.size })
    .from(blobs)
    .where(
      inArray(
        blobs.hash,
        hashes.filter((hash) => hash !== null),
      ),
    );
  const file = (hash: string) => {
    const blob = stored.find((b) => b.hash === hash);
    if (!blob) throw new Error(`the store has lost ${hash}`);
    return blob;
  };
  const columns = await tx
    .select({ key: metrics.key })
    .from(metrics)
    .where(and(eq(metrics.competitionId, competition.id), sql`${metrics.computation} is null`));

  return {
    attemptId,
    leaseS,
    submission: { ...file(submission.blobHash), fileName: submission.fileName, kind: submission.kind },
    task: {
      scoringProgram: file(scoringProgram),
      referenceData: referenceData === null ? null : file(referenceData),
      inputData: inputData === null ? null : file(inputData),
      ingestionProgram: ingestionProgram === null ? null : file(ingestionProgram),
      ingestionOnlyDuringScoring: task.ingestionOnlyDuringScoring,
    },
    image: imageFor(competition.image, await imageTable(tx)).image,
    imageNamed: competition.image,
    limits: limitsOf(phase, task),
    metricKeys: columns.map((column) => column.key),
    detailedResults: competition.detailedResults,
    devices: [],
    seed: seedOf(runId),
  };
}

/** A number of 31 bits that is a run's own and always the same. */
const seedOf = (runId: string): number =>
  Number.parseInt(runId.replaceAll("-", "").slice(-8), 16) & 0x7fffffff;
