import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { connection, db } from "../../db/connect.ts";
import { aBoard } from "../factories/boards.ts";
import { aViewer } from "../factories/forums.ts";

/** How many entries and submissions of one competition a measurement needs. */
export type Crowd = { entries: number; submissions: number };

/**
 * A published competition with a crowd on it, written by the database itself: 100,000 submissions take
 * seconds. Submissions are dealt out to the entries in turn, a minute apart; one in twenty failed, one in
 * fifty waits, the rest is scored with four digits that differ. The board shows the best of each entry.
 */
export async function aCrowd({ entries, submissions }: Crowd) {
  const board = await aBoard({ rule: "Force_Best" });
  const { competitionId, phaseId, taskId, boardId, columns } = board;
  const metric = columns[0]!;
  const mark = randomUUID();
  await db.execute(sql`
    with team as (
      insert into teams (name, invite_code)
      select 'Team ' || n, ${mark} || '-' || n from generate_series(1, ${entries}::int) n returning id
    )
    insert into entries (competition_id, team_id, name_key, state, rules_version)
    select ${competitionId}::uuid, id, id::text, 'accepted', 1 from team`);
  await db.execute(sql`
    with entry as (
      select id, row_number() over (order by id) - 1 as place from entries where competition_id = ${competitionId}
    )
    insert into submissions (competition_id, phase_id, entry_id, number, blob_hash, file_name, state, cause,
      submitted_at, finished_at)
    select ${competitionId}::uuid, ${phaseId}::uuid, entry.id, n, ${"0".repeat(64)}, 'answers.zip',
      case when n % 50 = 0 then 'queued' when n % 20 = 7 then 'failed' else 'scored' end,
      case when n % 50 = 0 then null when n % 20 = 7 then 'timed_out' else 'accepted' end,
      timestamptz '2026-11-01 00:00:00Z' + n * interval '1 minute',
      case when n % 50 = 0 then null else timestamptz '2026-11-01 00:00:30Z' + n * interval '1 minute' end
    from generate_series(1, ${submissions}::int) n join entry on entry.place = n % ${entries}::int`);
  await db.execute(sql`
    insert into runs (submission_id, task_id, entry_id, competition_id, state, cause, queued_at, finished_at)
    select id, ${taskId}::uuid, entry_id, competition_id, state, cause, submitted_at, finished_at
    from submissions where competition_id = ${competitionId}`);
  await db.execute(sql`
    insert into scores (run_id, metric_id, value)
    select r.id, ${metric.id}::uuid, (s.number::bigint * 7919 % 10007) / 10007.0
    from runs r join submissions s on s.id = r.submission_id
    where s.competition_id = ${competitionId} and s.state = 'scored'`);
  await db.execute(sql`
    insert into standings (board_id, submission_id, entry_id, "values", submitted_at)
    select distinct on (s.entry_id) ${boardId}::uuid, s.id, s.entry_id,
      jsonb_build_object(${metric.key}::text, c.value::text), s.submitted_at
    from submissions s join runs r on r.submission_id = s.id join scores c on c.run_id = r.id
    where s.competition_id = ${competitionId}
    order by s.entry_id, c.value desc, s.submitted_at`);
  await db.execute(sql`
    insert into board_events (board_id, seq, changes, at)
    select ${boardId}::uuid, 1, jsonb_agg(jsonb_build_object('put', jsonb_build_object(
      'submissionId', submission_id, 'entryId', entry_id, 'values', "values",
      'submittedAt', to_char(submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))),
      timestamptz '2026-11-01 00:00:00Z'
    from standings where board_id = ${boardId} having count(*) > 0`);
  await db.execute(sql`update boards set seq = 1 where id = ${boardId}`);
  await db.execute(sql`analyze teams, entries, submissions, runs, scores, standings, board_events`);
  return { ...board, organiser: await aViewer({ role: "organiser" }) };
}

/** The median time of `work` in milliseconds, after some turns that warm it up. */
export async function medianMs(work: () => Promise<unknown>, turns = 15, warmUp = 5): Promise<number> {
  const took: number[] = [];
  for (let turn = -warmUp; turn < turns; turn += 1) {
    const begun = performance.now();
    await work();
    if (turn >= 0) took.push(performance.now() - begun);
  }
  return took.sort((a, b) => a - b)[Math.floor(turns / 2)]!;
}

/** How many statements `work` sends to the database outside of transactions. */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const { client } = connection();
  const unsafe = client.unsafe;
  let sent = 0;
  client.unsafe = ((...given: Parameters<typeof unsafe>) => {
    sent += 1;
    return unsafe.apply(client, given);
  }) as typeof unsafe;
  try {
    await work();
  } finally {
    client.unsafe = unsafe;
  }
  return sent;
}
