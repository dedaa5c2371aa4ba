import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { rejudge } from "../../app/judging/rejudge.server.ts";
import { rejudgeById, rejudgedRuns } from "../../app/judging/rejudge-queries.server.ts";
import { Selection } from "../../app/judging/rejudge-selection.ts";
import { approveRejudge } from "../../app/leaderboards/approve-rejudge.server.ts";
import { goOnWithRejudge } from "../../app/leaderboards/go-on-with-rejudges.server.ts";
import { rejudgePreview } from "../../app/leaderboards/rejudge-preview.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { db } from "../../db/connect.ts";
import { boards } from "../../db/schema/index.ts";
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

/** Each thing that an organiser waits for, and each that a job does meanwhile, in milliseconds. */
async function measure(submissions: number) {
  const { slug, organiser, columns, boardId } = await aCrowd({ entries: submissions / 10, submissions });
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
  const seq = async () => (await db.select().from(boards).where(eq(boards.id, boardId)))[0]!.seq;
  const before = await seq();
  const approve = await timed(() => approveRejudge({ viewer, rejudgeId: id, now: NOW }));
  expect(approve.value).toMatchObject({ ok: true });
  // How long what teams submit waits for the board at most.
  const settle = await timed(() => goOnWithRejudge(id, NOW));
  expect(await rejudgeById(viewer, id)).toMatchObject({ state: "approved" });
  expect(await seq()).toBe(before + 1);
  return {
    begin: begin.ms,
    look: looks.sort((a, b) => a - b)[4]!,
    approve: approve.ms,
    "job: prepare": prepare.ms,
    "job: compare": compare.ms,
    "job: make official": settle.ms,
  };
}

// What a request takes must not grow with the rejudge; the baseline is one of 1,000 in the same run.
test("an organiser waits for a rejudge of 100,000 submissions about as long as for one of 1,000", async () => {
  await measure(1_000);
  const small = await measure(1_000);
  const large = await measure(100_000);
  const names = Object.keys(small) as (keyof typeof small)[];
  console.log(
    [
      "rejudge, milliseconds        1,000   100,000   ratio",
      ...names.map((name) => {
        const [of, to] = [small[name], large[name]];
        return `  ${name.padEnd(22)}${of.toFixed(0).padStart(9)}${to.toFixed(0).padStart(10)}${(to / of).toFixed(1).padStart(8)}`;
      }),
    ].join("\n"),
  );
  expect(large.look).toBeLessThan(small.look * 10);
  expect(large.begin).toBeLessThan(small.begin * 10);
  expect(large.approve).toBeLessThan(small.approve * 10);
});
