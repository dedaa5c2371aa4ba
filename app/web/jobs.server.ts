import { sql } from "drizzle-orm";
import { Logger, run } from "graphile-worker";
import { webConfig } from "../../config.ts";
import { db, type Executor } from "../../db/connect.ts";
import { log } from "./log.server.ts";
import type { Standing } from "./metrics.server.ts";

/** What each kind of job does with its payload. Throws: the job is tried again, later each time. */
export type JobTasks = Record<string, (payload: unknown) => Promise<void>>;

/**
 * Adds a job where `executor` writes: it runs after commit, or never. Of those with the same `key` only one waits.
 * Needs `startJobs` to have run once.
 */
export async function addJob(
  executor: Executor,
  name: string,
  payload: object,
  key: string | null = null,
): Promise<void> {
  await executor.execute(
    sql`select graphile_worker.add_job(${name}::text, payload := ${JSON.stringify(payload)}::json, job_key := ${key}::text)`,
  );
}

/** How many jobs wait, and how many were given up after every try. */
export async function jobsStanding(): Promise<Standing> {
  const rows = await db.execute<{ state: string; jobs: number }>(sql`
    select state, count(job.id)::int as jobs
    from (values ('waiting'), ('given_up')) as states (state)
    left join graphile_worker.jobs job
      on state = case when job.attempts >= job.max_attempts then 'given_up' else 'waiting' end
    group by state`);
  return {
    name: "podium_jobs",
    help: "Jobs such as mail to be sent, by state",
    labelNames: ["state"],
    values: rows.map(({ state, jobs }) => ({ labels: { state }, value: jobs })),
  };
}

/**
 * Adds a job that runs from `runAt` on, unless one of this key waits already: that one will see what this one would.
 */
export async function addJobOnce(
  executor: Executor,
  name: string,
  payload: object,
  { key, runAt }: { key: string; runAt: Date },
): Promise<void> {
  await executor.execute(
    sql`select graphile_worker.add_job(${name}::text, payload := ${JSON.stringify(payload)}::json,
      run_at := ${runAt.toISOString()}::timestamptz, job_key := ${key}, job_key_mode := 'preserve_run_at')`,
  );
}

/** Makes the queue's tables if they are missing and works on jobs in this process until stopped. `crontab` says what comes by the clock (UTC). */
export async function startJobs(tasks: JobTasks, crontab = ""): Promise<{ stop(): Promise<void> }> {
  const runner = await run({
    connectionString: webConfig().DATABASE_URL,
    concurrency: 3,
    crontab,
    maxPoolSize: 4,
    // The web process decides when to stop.
    noHandleSignals: true,
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, work]) => [name, (payload: unknown) => work(payload)]),
    ),
    logger: new Logger(() => (level, message) => {
      if (level === "error") log.error({ part: "jobs" }, message);
      else if (level === "warning") log.warn({ part: "jobs" }, message);
      else log.debug({ part: "jobs" }, message);
    }),
  });
  return { stop: () => runner.stop() };
}
