// The operators' overview over 100,000 runs of two months: what it shows, and that every table is read by its indexes.
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { wantingCompetitions } from "../../app/judging/wanted-images.server.ts";
import { overviewFor } from "../../app/operations/overview.server.ts";
import { db } from "../../db/connect.ts";
import { competitions } from "../../db/schema/index.ts";
import { aBoard, anEntryOn } from "../factories/boards.ts";
import { aPerson } from "../factories/people.ts";
import { aHost } from "../factories/submissions.ts";
import { faultsOf, watchStatements } from "../support/plans.ts";

const watched = watchStatements(process.env.DATABASE_URL!);
const RUNS = 100_000;
const WAITING = 300;
const NOW = new Date("2026-11-05T12:00:00Z");
const LARGE = new Set(["runs", "attempts", "submissions"]);

let owner: Awaited<ReturnType<typeof aPerson>>["viewer"];
beforeAll(async () => {
  owner = (await aPerson({ role: "owner" })).viewer;
  const board = await aBoard();
  const entry = await anEntryOn(board, "Team");
  const host = await aHost();
  await db.update(competitions).set({ image: "lab/x:1" });
  const at = `timestamptz '${NOW.toISOString()}' - (${RUNS} - i) * interval '52 seconds'`;
  const state = `case when i > ${RUNS - WAITING} then 'queued' when i % 9 = 0 then 'failed' else 'scored' end`;
  const cause = `case when i > ${RUNS - WAITING} then null when i % 90 = 0 then 'judge_broke' when i % 9 = 0 then 'timed_out' else 'accepted' end`;
  const ended = `case when i <= ${RUNS - WAITING} then ${at} + interval '40 seconds' end`;
  const all = `generate_series(1, ${RUNS}) i`;
  for (const statement of [
    `insert into submissions (id, competition_id, phase_id, entry_id, number, blob_hash, file_name, state, cause, submitted_at, finished_at)
      select md5('s' || i)::uuid, '${board.competitionId}', '${board.phaseId}', '${entry}', i, repeat('0', 64), 'a.zip', ${state}, ${cause}, ${at}, ${ended} from ${all}`,
    `insert into runs (id, submission_id, task_id, entry_id, competition_id, state, cause, attempt_number, queued_at, started_at, finished_at)
      select md5('r' || i)::uuid, md5('s' || i)::uuid, '${board.taskId}', '${entry}', '${board.competitionId}', ${state}, ${cause}, 1, ${at},
        case when i <= ${RUNS - WAITING} then ${at} + interval '5 seconds' end, ${ended} from ${all}`,
    `insert into attempts (run_id, number, host_id, lease_until, started_at, ended_at, outcome)
      select md5('r' || i)::uuid, 1, '${host.id}', ${at}, ${at}, ${ended}, ${cause} from ${all} where i <= ${RUNS - WAITING}`,
    "analyze",
  ])
    await db.execute(sql.raw(statement));
}, 300_000);

/** What each statement of some work does that it should not, by the plan that Postgres made for it. */
async function faultsDuring(work: () => Promise<unknown>, bounds: { mostSorted: number; mostRead: number }) {
  const statements = await watched.during(work);
  expect(statements.length).toBeGreaterThan(0);
  const faults: string[] = [];
  for (const statement of statements)
    for (const fault of faultsOf(await watched.planOf(statement), { large: LARGE, ...bounds }))
      faults.push(`${fault}: ${statement.text}`);
  return faults;
}

test("the overview of 100,000 runs shows what waits and what broke, reading little more than that", async () => {
  const overview = (await overviewFor(owner, { days: 7, now: NOW }))!;
  expect(overview.figures).toMatchObject({ waiting: WAITING, atWork: 0 });
  expect(overview.lanes.map(({ runs }) => runs)).toEqual([WAITING]);
  expect(overview.broke.length).toBeGreaterThan(0);
  const bounds = { mostSorted: WAITING, mostRead: 500 };
  expect(await faultsDuring(() => overviewFor(owner, { days: 7, now: NOW }), bounds)).toEqual([]);
});

test("a host's report asks among 100,000 runs for the images it should have, and reads none of those that ended", async () => {
  const bounds = { mostSorted: 10, mostRead: 10 };
  let wanted: unknown[] = [];
  const faults = await faultsDuring(async () => {
    wanted = await wantingCompetitions(db, null, NOW);
  }, bounds);
  expect(faults).toEqual([]);
  expect(wanted).toMatchObject([{ image: "lab/x:1", exact: null }]);
});
