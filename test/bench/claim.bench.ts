import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { claim } from "../../app/judging/claim.server.ts";
import { queuePlace } from "../../app/judging/queue-place.server.ts";
import { waitForWork } from "../../app/judging/wait-for-work.server.ts";
import { db } from "../../db/connect.ts";
import { attempts, runs, submissions } from "../../db/schema/index.ts";
import { aContest, aHost, aSubmission, aTeamIn, hostFacts, NOW } from "../factories/submissions.ts";
import { aCrowd, medianMs } from "./support.ts";

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Nothing but these many runs of one crowd waits, as many turns deep as teams have submissions. */
async function waiting(runsThatWait: number) {
  await db.update(runs).set({ state: "cancelled" }).where(eq(runs.state, "queued"));
  const crowd = await aCrowd({ entries: Math.max(5, runsThatWait / 5), submissions: runsThatWait });
  await db.execute(sql`
    update submissions set state = 'queued', cause = null, finished_at = null
    where competition_id = ${crowd.competitionId}`);
  await db.execute(sql`
    update runs r set state = 'queued', cause = null, finished_at = null, turn = w.turn from (
      select id, row_number() over (partition by entry_id order by queued_at) - 1 as turn
      from runs where competition_id = ${crowd.competitionId}
    ) w where w.id = r.id`);
  await db.execute(sql`analyze runs`);
  return crowd;
}

/** Gives a claimed run back, so that the queue is the same the next time. */
async function putBack(attemptId: string) {
  const [attempt] = await db.delete(attempts).where(eq(attempts.id, attemptId)).returning();
  const [run] = await db
    .update(runs)
    .set({ state: "queued", startedAt: null })
    .where(eq(runs.id, attempt!.runId))
    .returning();
  await db.update(submissions).set({ state: "queued" }).where(eq(submissions.id, run!.submissionId));
}

async function claimMs(): Promise<number> {
  const host = await aHost();
  const took: number[] = [];
  for (let turn = -3; turn < 15; turn++) {
    const begun = performance.now();
    const work = await claim({ host, facts: hostFacts(), now: NOW });
    if (turn >= 0) took.push(performance.now() - begun);
    await putBack(work!.attemptId);
  }
  return median(took);
}

test("a host gets the next of 10,000 waiting runs in about the time it takes among 10", async () => {
  await waiting(10);
  const few = await claimMs();
  const crowd = await waiting(10_000);
  const many = await claimMs();
  const [last] = await db
    .select({ id: submissions.id })
    .from(submissions)
    .where(eq(submissions.competitionId, crowd.competitionId))
    .orderBy(sql`${submissions.number} desc`)
    .limit(1);
  const place = await medianMs(() => queuePlace(last!.id, NOW));
  console.log(
    `claim: ${few.toFixed(1)} ms of 10 waiting, ${many.toFixed(1)} ms of 10,000: × ${(many / few).toFixed(2)}; ` +
      `the last one's place in the queue: ${place.toFixed(1)} ms`,
  );
  expect(many / few).toBeLessThan(3);
});

test("a host that waits has a run's work at most 50 ms after it was handed in", async () => {
  await db.update(runs).set({ state: "cancelled" }).where(eq(runs.state, "queued"));
  const contest = await aContest();
  const host = await aHost();
  const took: number[] = [];
  for (let turn = -2; turn < 15; turn++) {
    const team = await aTeamIn(contest);
    const asked = waitForWork(host, { host: hostFacts(), waitS: 20 });
    await aSubmission(contest, team);
    const committed = performance.now();
    await asked;
    if (turn >= 0) took.push(Math.max(0, performance.now() - committed));
  }
  console.log(
    `claim: ${median(took).toFixed(1)} ms from the commit to the host that waits (target at most 50)`,
  );
  expect(median(took)).toBeLessThan(50);
});
