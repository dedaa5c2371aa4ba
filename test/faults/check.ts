import { setTimeout as pause } from "node:timers/promises";
import { settleWholeBoard } from "../../app/leaderboards/put-on-board.server.ts";
import { connection, db } from "../../db/connect.ts";
import type { BoardChange } from "../../db/schema/index.ts";
import { type Cause, costsQuota, isPlatformFault } from "../../judge/contract/verdict.ts";
import { leftOver } from "./left-over.ts";
import type { Handed } from "./work.ts";
import type { World } from "./world.ts";

const RECOVERS_WITHIN_MS = 60_000;
const CLEAN_WITHIN_MS = 30_000;
const LOOK_MS = 250;

type Found = { problems: string[]; judged: number; givenUp: number };

/** Waits until nothing waits or is at work; answers what still does when it takes too long. */
async function untilQuiet(): Promise<string[]> {
  let open: { id: string; state: string }[] | string = "nobody asked";
  for (const until = performance.now() + RECOVERS_WITHIN_MS; performance.now() < until; ) {
    open = await connection().client<{ id: string; state: string }[]>`
      select id, state from submissions where state not in ('scored', 'failed', 'cancelled')
      union all select id, 'at work' from attempts where ended_at is null`.catch(String);
    if (Array.isArray(open) && open.length === 0) return [];
    await pause(LOOK_MS);
  }
  const busy = await connection().client`
    select state, wait_event_type, left(query, 200) as query from pg_stat_activity
    where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`.catch(String);
  return [
    `the database is at ${JSON.stringify(busy)}`,
    `not recovered after ${RECOVERS_WITHIN_MS / 1000} s: ${JSON.stringify(open)}`,
  ];
}

/** Waits until nothing is left over; answers what still is when it takes too long. */
async function untilClean(world: World): Promise<string[]> {
  let left = await leftOver(world);
  for (const until = performance.now() + CLEAN_WITHIN_MS; left.length > 0 && performance.now() < until; ) {
    await pause(LOOK_MS);
    left = await leftOver(world);
  }
  return left.map((what) => `left over: ${what}`);
}

type Row = {
  id: string;
  team: string;
  state: string;
  cause: Cause | null;
  counts: boolean;
  hash: string;
  runs: number;
  attempt_number: number | null;
  platform_failures: number | null;
  value: string | null;
  scores: number;
  attempts: { id: string; number: number; outcome: string | null; ended: boolean }[];
};

const rowsOf = () => connection().client<Row[]>`
  select s.id, t.name as team, s.state, s.cause, s.counts, s.blob_hash as hash,
    (select count(*)::int from runs r where r.submission_id = s.id) as runs,
    r.attempt_number, r.platform_failures,
    (select min(c.value)::text from scores c where c.run_id = r.id) as value,
    (select count(*)::int from scores c where c.run_id = r.id) as scores,
    coalesce((select json_agg(json_build_object('id', a.id, 'number', a.number, 'outcome', a.outcome,
      'ended', a.ended_at is not null) order by a.number) from attempts a where a.run_id = r.id), '[]') as attempts
  from submissions s join entries e on e.id = s.entry_id join teams t on t.id = e.team_id
  left join runs r on r.submission_id = s.id and r.official`;

/** Every submission has one outcome: its own, or the platform's, which costs nothing. */
function wrongWith(row: Row, handed: Handed): string[] {
  const wrong: string[] = [];
  const say = (what: string) => wrong.push(`submission ${row.id} ${what}`);
  const expected = handed.expected.get(row.hash);
  if (!expected) return [`submission ${row.id} was handed in by nobody`];
  if (expected.team !== row.team) say(`is ${row.team}'s instead of ${expected.team}'s`);
  if (row.runs !== 1) say(`has ${row.runs} runs`);
  const { attempts, cause } = row;
  if (cause === null) return [...wrong, `submission ${row.id} ended as ${row.state} without a cause`];
  if (attempts.some((one, i) => one.number !== i + 1) || attempts.length !== row.attempt_number)
    say(`has attempts ${attempts.map((one) => one.number)}, the last should be ${row.attempt_number}`);
  if (attempts.some((one) => !one.ended)) say("has an attempt without an end");
  const own = attempts.filter(({ outcome }) => outcome !== "lost" && !isPlatformFault(outcome as Cause));
  if (isPlatformFault(cause)) {
    if (own.length > 0) say(`was given up although an attempt ended with ${own[0]?.outcome}`);
    if (row.platform_failures !== attempts.length) say("was given up before its last try");
  } else {
    if (own.length !== 1 || own[0] !== attempts.at(-1))
      say(`has ${own.length} attempts that count, not the last one alone: ${attempts.map((a) => a.outcome)}`);
    if (cause !== expected.cause) say(`(${expected.kind}) ended with ${cause} instead of ${expected.cause}`);
  }
  if (row.counts !== costsQuota(cause)) say(`ended with ${cause}, and counts: ${row.counts}`);
  const value = cause === "accepted" ? expected.value : null;
  if ((row.value === null ? null : Number(row.value)) !== value) say(`has ${row.value} instead of ${value}`);
  if (row.scores !== (cause === "accepted" ? 1 : 0)) say(`has ${row.scores} scores`);
  return wrong;
}

type Stands = { team: string; entry: string; submission: string; value: string };

/** The board is what its teams' submissions say, what its events add up to, and what Podium computes anew. */
async function wrongWithBoard(rows: readonly Row[]): Promise<string[]> {
  const { client } = connection();
  const wrong: string[] = [];
  const [board] = await client<{ id: string; seq: number }[]>`select id, seq from boards`;
  if (!board) return ["there is no board"];
  const standings = await client<Stands[]>`
    select t.name as team, st.entry_id as entry, st.submission_id as submission, st.values->>'accuracy' as value
    from standings st join entries e on e.id = st.entry_id join teams t on t.id = e.team_id`;
  const best = new Map<string, number>();
  for (const { team, cause, value } of rows)
    if (cause === "accepted") best.set(team, Math.max(best.get(team) ?? 0, Number(value)));
  const shown = (all: Iterable<[string, number]>) => JSON.stringify([...all].sort());
  const stands = standings.map(({ team, value }): [string, number] => [team, Number(value)]);
  if (shown(best) !== shown(stands)) wrong.push(`the board shows ${shown(stands)} instead of ${shown(best)}`);

  const events = await client<{ seq: number; changes: BoardChange[] }[]>`
    select seq, changes from board_events order by seq`;
  if (events.some(({ seq }, i) => seq !== i + 1) || events.length !== board.seq)
    wrong.push(`the board is at ${board.seq} with the events ${events.map(({ seq }) => seq)}`);
  const told = new Map<string, string>();
  for (const change of events.flatMap(({ changes }) => changes)) {
    if ("put" in change) told.set(change.put.submissionId, change.put.values.accuracy ?? "");
    else told.delete(change.remove.submissionId);
  }
  const kept = standings.map(({ submission, value }) => `${submission} ${value}`).sort();
  const added = [...told].map((one) => one.join(" ")).sort();
  if (kept.join() !== added.join()) wrong.push("the board's events do not add up to its rows");

  const anew = new Error("computed anew, and not kept");
  await db
    .transaction(async (tx) => {
      await settleWholeBoard(tx, board.id, new Date());
      const [now] = await tx.query.boards.findMany({ columns: { seq: true } });
      if (now?.seq !== board.seq) wrong.push("the board computed anew is another one");
      throw anew;
    })
    .catch((error) => {
      if (error !== anew) throw error;
    });
  return wrong;
}

/** Waits until everything has recovered and looks for what is lost, double, left over or charged wrongly. */
export async function check(world: World, handed: Handed): Promise<Found> {
  const stuck = await untilQuiet();
  if (stuck.length > 0) return { problems: stuck, judged: 0, givenUp: 0 };
  const rows = await rowsOf();
  const there = new Set(rows.map(({ id }) => id));
  const leases = await connection().client`select 1 from device_leases`;
  return {
    problems: [
      ...[...handed.taken]
        .filter((id) => !there.has(id))
        .map((id) => `submission ${id} was taken and is lost`),
      ...rows.flatMap((row) => wrongWith(row, handed)),
      ...(await wrongWithBoard(rows)),
      ...(leases.length > 0 ? [`${leases.length} devices are still leased`] : []),
      ...(await untilClean(world)),
    ],
    judged: rows.length,
    givenUp: rows.filter(({ cause }) => cause && isPlatformFault(cause)).length,
  };
}
