import { and, eq, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import { competitions, phases, phaseTasks, tasks } from "../../db/schema/index.ts";
import { BUILT_IN, imageFor } from "../../judge/contract/image-map.ts";
import { imageTable } from "../competitions/images.server.ts";
import { installationLimits } from "../competitions/installation-limits.server.ts";
import { needsOf } from "../competitions/needs-of.ts";
import { type AbleHost, fit } from "../queues/fit.ts";
import type { Needs } from "../queues/needs.ts";
import { fixedImage, foundImage } from "./fixed-image.server.ts";

/** A competition whose programs run in another image than the built-in one. */
export type WantingCompetition = {
  competitionId: string;
  image: string;
  named: string;
  exact: string | null;
  /** A newer one that was found, so that it is there when it is taken. */
  newer: string | null;
  /** What each of its tasks asks of a host. */
  needs: Needs[];
};

/** Whether the host may come to judge a run of the competition. */
export const mayServe = ({ needs }: Pick<WantingCompetition, "needs">, host: AbleHost): boolean =>
  needs.length === 0 || needs.some((one) => fit(one, host) !== null);

const wanting = (queueId: string | null, now: Date) => {
  const queue = queueId === null ? isNull(competitions.queueId) : eq(competitions.queueId, queueId);
  const runsQueue = queueId === null ? sql`r.queue_id is null` : sql`r.queue_id = ${queueId}`;
  return and(
    isNotNull(competitions.image),
    or(
      and(
        queue,
        eq(competitions.state, "published"),
        sql`exists (select from ${phases} p where p.competition_id = ${competitions.id}
          and (p.ends_at is null or p.ends_at > ${now.toISOString()}::timestamptz))`,
      ),
      // One that is over is judged again.
      sql`exists (select from runs r where r.state = 'queued' and ${runsQueue} and r.competition_id = ${competitions.id})`,
    ),
  );
};

/** The competitions that the hosts of a queue judge now, or with null those of no queue, and the image of each. */
export async function wantingCompetitions(
  executor: Executor,
  queueId: string | null,
  now: Date,
): Promise<WantingCompetition[]> {
  const found = await executor
    .select({ id: competitions.id, named: competitions.image })
    .from(competitions)
    .where(wanting(queueId, now));
  if (found.length === 0) return [];
  const table = await imageTable(executor);
  const asked = found.flatMap(({ id, named }) => {
    const { image } = imageFor(named, table);
    return named === null || image === BUILT_IN ? [] : [{ id, named, image }];
  });
  const needs = await needsByCompetition(
    executor,
    asked.map(({ id }) => id),
  );
  return Promise.all(
    asked.map(async ({ id, named, image }) => ({
      competitionId: id,
      image,
      named,
      exact: (await fixedImage(executor, id, image))?.exact ?? null,
      newer: (await foundImage(executor, id, image))?.exact ?? null,
      needs: needs.get(id) ?? [],
    })),
  );
}

/** What the tasks of each competition ask of a host. */
export async function needsByCompetition(executor: Executor, ids: string[]): Promise<Map<string, Needs[]>> {
  const needs = new Map<string, Needs[]>();
  if (ids.length === 0) return needs;
  const limits = installationLimits();
  const asked = await executor
    .select({ phase: phases, task: tasks })
    .from(phaseTasks)
    .innerJoin(phases, eq(phases.id, phaseTasks.phaseId))
    .innerJoin(tasks, eq(tasks.id, phaseTasks.taskId))
    .where(inArray(phases.competitionId, ids));
  for (const { phase, task } of asked)
    needs.set(phase.competitionId, [...(needs.get(phase.competitionId) ?? []), needsOf(phase, task, limits)]);
  return needs;
}
