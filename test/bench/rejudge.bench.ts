import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { rejudge } from "../../app/judging/rejudge.server.ts";
import { rejudgeById, rejudgedRuns } from "../../app/judging/rejudge-queries.server.ts";
import { Selection } from "../../app/judging/rejudge-selection.ts";
import { approveRejudge } from "../../app/leaderboards/approve-rejudge.server.ts";
import { goOnWithRejudge } from "../../app/leaderboards/go-on-with-rejudges.server.ts";
import { rejudgePreview } from "../../app/leaderboards/rejudge-preview.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { db } from "../../db/connect.ts";
import { score } from "../factories/boards.ts";
import { aCrowd } from "./support.ts";

const NOW = new Date("2027-02-01T12:00:00Z");

beforeAll(async () => (await startJobs({})).stop());

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const begun = performance.now();
  const value = await work();
  return { ms: performance.now() - begun, value };
}

/** All runs of a rejudge ended by the database itself, three in four with another score. */
async function endAll(rejudgeId: string, metricId: string) {
  await db.execute(sql`
    update runs set state = 'scored', cause = 'accepted', finished_at = ${NOW.toISOString()}::timestamptz
    where rejudge_id = ${rejudgeId}`);
  await db.execute(sql`
    insert into scores (run_id, metric_id, value)
    select n.id, ${metricId}::uuid,
      case when s.number % 4 = 0 then (s.number::bigint * 7919 % 10007) / 10007.0
      else (s.number::bigint * 4241 % 10007) / 10007.0 end
    from runs n join submissions s on s.id = n.submission_id where n.rejudge_id = ${rejudgeId}`);
  await db.execute(sql`update rejudges set state = 'ready' where id = ${rejudgeId}`);
  await db.execute(sql`analyze runs, scores, rejudges`);
}

/**
 * Does `work` while teams go on getting scores, one after the other, each the best of its team; says what the median
 * one took, and the one that took longest.
 */
async function whileScoring(crowd: Awaited<ReturnType<typeof aCrowd>>, work: () => Promise<void>) {
  const its = await db.execute<{ id: string }>(
    sql`select id from entries where competition_id = ${crowd.competitionId} order by id limit 1000`,
  );
  let ended = false;
  const busy = timed(work).then((done) => {
    ended = true;
    return done.ms;
  });
  const took: number[] = [];
  for (let turn = 0; !ended; turn++) {
    const entryId = its[turn % its.length]!.id;
    took.push((await timed(() => score(crowd, entryId, { accuracy: `${2 + turn}` }, NOW))).ms);
  }
  took.sort((a, b) => a - b);
  return {
    ms: await busy,
    scores: took.length,
    median: took[Math.floor(took.length / 2)]!,
    most: took.at(-1)!,
  };
}

/** Each thing that an organiser waits for, and each that a job does meanwhile, in milliseconds. */
async function measure(submissions: number) {
  const crowd = await aCrowd({ entries: submissions / 10, submissions });
  const { slug, organiser, columns } = crowd;
  const viewer = organiser;
  const begin = await timed(() =>
    rejudge({ viewer, slug, selection: Selection.parse({}), reason: "bench", now: NOW }),
  );
  if (!begin.value.ok) throw new Error(begin.value.refusal.reason);
  const { id } = begin.value.value;
  const prepare = await timed(() => goOnWithRejudge(id, NOW));
  await endAll(id, columns[0]!.id);
  const compare = await timed(() => goOnWithRejudge(id, NOW));
  const look = async () => {
    const found = await rejudgeById(viewer, id);
    await Promise.all([rejudgedRuns(id, 1), rejudgePreview(viewer, id, { now: NOW })]);
    return found;
  };
  await look();
  const looks = [];
  for (let turn = 0; turn < 9; turn++) looks.push((await timed(look)).ms);
  const approve = await timed(() => approveRejudge({ viewer, rejudgeId: id, now: NOW }));
  expect(approve.value).toMatchObject({ ok: true });
  const settle = await whileScoring(crowd, () => goOnWithRejudge(id, NOW));
  expect(await rejudgeById(viewer, id)).toMatchObject({ state: "approved" });
  const took = {
    begin: begin.ms,
    look: looks.sort((a, b) => a - b)[4]!,
    approve: approve.ms,
    "job: prepare": prepare.ms,
    "job: compare": compare.ms,
    "job: make official": settle.ms,
  };
  return { took, meanwhile: settle };
}

// What a request takes must not grow with the rejudge; the baseline is one of 1,000 in the same run.
test("an organiser waits for a rejudge of 100,000 submissions about as long as for one of 1,000", async () => {
  await measure(1_000);
  const { took: small } = await measure(1_000);
  const { took: large, meanwhile } = await measure(100_000);
  const names = Object.keys(small) as (keyof typeof small)[];
  console.log(
    [
      "rejudge, milliseconds        1,000   100,000   ratio",
      ...names.map((name) => {
        const [of, to] = [small[name], large[name]];
        return `  ${name.padEnd(22)}${of.toFixed(0).padStart(9)}${to.toFixed(0).padStart(10)}${(to / of).toFixed(1).padStart(8)}`;
      }),
      `a team's score meanwhile: ${meanwhile.median.toFixed(0)} ms, at most ${meanwhile.most.toFixed(0)} ms (× ${(meanwhile.most / meanwhile.median).toFixed(1)}) of ${meanwhile.scores}`,
    ].join("\n"),
  );
  // No team's own score waits for a rejudge that becomes official, however many rows it changes.
  expect(meanwhile.most / meanwhile.median).toBeLessThan(60);
  expect(large.look).toBeLessThan(small.look * 10);
  expect(large.begin).toBeLessThan(small.begin * 10);
  expect(large.approve).toBeLessThan(small.approve * 10);
});
