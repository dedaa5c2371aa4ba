import { and, asc, eq, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Executor, type Transaction } from "../../db/connect.ts";
import { boardDraftEvents, boardDrafts, boards, rejudges, standings } from "../../db/schema/index.ts";
import { hasResult } from "../judging/rejudge-effect.server.ts";
import { grouped } from "./grouped.ts";
import { type Board, changesOf, chosenOf, factsOf, followed, lockBoard } from "./put-on-board.server.ts";
import { among, scoredFrom } from "./scored.server.ts";
import { partsOf, rulesFrom } from "./shape.server.ts";
import { standingOf } from "./submission-rule.ts";

type Draft = typeof boardDrafts.$inferSelect;

/** How many entries one step takes at most: between two of them the process answers others. */
const MOST_ENTRIES = 250;

/** The rules of a board in words that can be compared. */
const rulesNow = async (tx: Transaction, board: Board) =>
  JSON.stringify(rulesFrom(board, await partsOf(tx, board)));

/** Every other transaction before `first` has ended: what it wrote was seen. `own` is this one, if it has written. */
async function horizonOf(tx: Transaction): Promise<{ first: string; own: string | null }> {
  // Not xmin of the snapshot: that is never above this transaction's own number, which may be an old one.
  const [row] = await tx.execute<{ first: string; own: string | null }>(sql`
    select coalesce((select min(x::text::bigint) from pg_snapshot_xip(s) x), pg_snapshot_xmax(s)::text::bigint)::text as first,
      pg_current_xact_id_if_assigned()::text as own
    from pg_current_snapshot() s`);
  return row!;
}

/** The rejudge, locked, while it is to become official. */
export async function approving(tx: Transaction, rejudgeId: string) {
  const [its] = await tx
    .select()
    .from(rejudges)
    .where(and(eq(rejudges.id, rejudgeId), eq(rejudges.state, "approving")))
    .for("no key update");
  return its;
}

/**
 * Drafts the boards that a rejudge touches, step by step, each in a transaction of its own that also notes how far it
 * got: whoever is cut off, or comes second, goes on from there. Nobody sees a draft, and nobody waits for it.
 */
export async function draftBoards(rejudgeId: string): Promise<void> {
  await db.transaction((tx) => begin(tx, rejudgeId));
  while (await db.transaction((tx) => step(tx, rejudgeId)));
}

async function begin(tx: Transaction, rejudgeId: string): Promise<void> {
  const its = await approving(tx, rejudgeId);
  if (!its || (await draftsOf(tx, rejudgeId)).length > 0) return;
  // Before anything is read: whatever others write from now on is looked at once more.
  const { first: horizon } = await horizonOf(tx);
  const touched = await tx.execute<{ id: string }>(sql`
    select id from boards where competition_id = ${its.competitionId} and phase_id in (
      select s.phase_id from runs n join submissions s on s.id = n.submission_id
      where n.rejudge_id = ${rejudgeId} and ${hasResult("n")})`);
  for (const { id } of touched) {
    const [board] = await tx.select().from(boards).where(eq(boards.id, id));
    if (!board) continue;
    const [counted] = await tx.execute<{ entries: number; generation: number }>(sql`
      select (select count(*)::int from (
          select entry_id from standings where board_id = ${id} and generation = ${board.generation}
          union select entry_id from runs where rejudge_id = ${rejudgeId}) e) as entries,
        -- Above those that a draft left which was given up.
        1 + greatest(${board.generation}::int,
          (select max(generation) from standings where board_id = ${id})) as generation`);
    const rules = await rulesNow(tx, board);
    await tx
      .insert(boardDrafts)
      .values({ rejudgeId, boardId: id, rules, seq: board.seq, horizon, ...counted! });
  }
}

const draftsOf = (executor: Executor, rejudgeId: string): Promise<Draft[]> =>
  executor
    .select()
    .from(boardDrafts)
    .where(eq(boardDrafts.rejudgeId, rejudgeId))
    // In the order in which everybody locks boards.
    .orderBy(asc(boardDrafts.boardId))
    .execute();

/** Writes the next entries of the first draft that is not complete; false when there is none. */
async function step(tx: Transaction, rejudgeId: string): Promise<boolean> {
  if (!(await approving(tx, rejudgeId))) return false;
  const draft = (await draftsOf(tx, rejudgeId)).find((one) => !one.complete);
  if (!draft) return false;
  const [board] = await tx.select().from(boards).where(eq(boards.id, draft.boardId));
  const most = Math.min(webConfig().REJUDGE_STEP, MOST_ENTRIES);
  const next = board ? await nextEntries(tx, draft, board.generation, most) : [];
  if (board && next.length > 0) {
    const entryIds = next.flatMap(({ id, judged }) => (judged ? [id] : []));
    const facts = await factsOf(tx, board, { entryIds, rejudgeId });
    const changes = [...changesOf(board, facts, { entryIds }).values()].flat();
    await tx.execute(sql`${followed(board.id, draft.generation, changes)}, stays as (
        insert into standings (board_id, generation, submission_id, entry_id, "values", submitted_at)
        select board_id, ${draft.generation}::int, submission_id, entry_id, "values", submitted_at from standings
        where board_id = ${board.id} and generation = ${board.generation}
          and ${among(
            sql`entry_id`,
            next.map((entry) => entry.id),
          )}
          and submission_id <> all(array(select (coalesce(put, gone) ->> 'submissionId')::uuid from change)))
      select 1`);
    await tell(tx, draft, changes);
  }
  await tx
    .update(boardDrafts)
    .set({
      written: draft.written + next.length,
      writtenTo: next.at(-1)?.id ?? draft.writtenTo,
      complete: next.length < most,
    })
    .where(isDraft(draft));
  return true;
}

const isDraft = ({ rejudgeId, boardId }: Draft) =>
  and(eq(boardDrafts.rejudgeId, rejudgeId), eq(boardDrafts.boardId, boardId));

/** The next entries that stand on the board or are judged again, by their ids. */
async function nextEntries(tx: Transaction, draft: Draft, generation: number, most: number) {
  const after = draft.writtenTo ? sql`and entry_id > ${draft.writtenTo}::uuid` : sql``;
  const judged = sql`from runs where rejudge_id = ${draft.rejudgeId}`;
  const rows = await tx.execute<{ id: string; judged: boolean }>(sql`
    select e.id, exists (select 1 ${judged} and entry_id = e.id) as judged from (
      (select distinct entry_id as id from standings
        where board_id = ${draft.boardId} and generation = ${generation} ${after} order by 1 limit ${most})
      union (select distinct entry_id ${judged} ${after} order by 1 limit ${most})) e
    order by e.id limit ${most}`);
  return [...rows];
}

/** Adds to what the board's events will say. */
async function tell(tx: Transaction, { rejudgeId, boardId }: Draft, changes: unknown[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.execute(sql`
    insert into board_draft_events (rejudge_id, board_id, position, changes)
    select ${rejudgeId}::uuid, ${boardId}::uuid, 1 + coalesce(max(position), 0), ${JSON.stringify(changes)}::jsonb
    from board_draft_events where rejudge_id = ${rejudgeId} and board_id = ${boardId}`);
}

/** How far the drafts of a rejudge are, counted in entries of all its boards. */
export async function draftProgress(rejudgeId: string): Promise<{ done: number; of: number }> {
  const its = await draftsOf(db, rejudgeId);
  return {
    done: its.reduce((all, draft) => all + draft.written, 0),
    // Some that were counted may be gone, others have come.
    of: its.reduce(
      (all, draft) => all + (draft.complete ? draft.written : Math.max(draft.entries, draft.written)),
      0,
    ),
  };
}

/** Thrown where an organiser changed a board's columns or rules meanwhile: then nothing of its draft holds. */
export class StaleDraft extends Error {}

/**
 * Makes the drafts the boards' rows, in the transaction that makes the rejudge official; `between` writes what else
 * the boards' readers follow. What others wrote since a draft began is brought into it first, and under the lock once
 * more what they wrote since that: so a board is locked about as long for 100,000 rows as for ten.
 */
export async function switchToDrafts(
  tx: Transaction,
  rejudgeId: string,
  now: Date,
  between: () => Promise<void>,
): Promise<void> {
  const ready: Draft[] = [];
  for (const draft of await draftsOf(tx, rejudgeId)) {
    const [board] = await tx.select().from(boards).where(eq(boards.id, draft.boardId));
    if (!board) continue;
    ready.push(await corrected(tx, draft, board));
    await joinEvents(tx, draft);
  }
  await between();
  for (const draft of ready) {
    const [on] = await tx.select().from(boards).where(eq(boards.id, draft.boardId));
    const board = on && (await lockBoard(tx, on));
    if (!board) continue;
    await corrected(tx, draft, board);
    await show(tx, draft, board, now);
  }
}

/** Brings entries about which others wrote since the draft began, or was corrected, to what is so now. */
async function corrected(tx: Transaction, draft: Draft, board: Board): Promise<Draft> {
  if ((await rulesNow(tx, board)) !== draft.rules) throw new StaleDraft();
  const { first: horizon, own } = await horizonOf(tx);
  const touched = await touchedSince(tx, board, draft, own);
  for (let i = 0; i < touched.length; i += MOST_ENTRIES) {
    const entryIds = touched.slice(i, i + MOST_ENTRIES);
    const [{ parts, rows, scoreRows }, drafted] = await Promise.all([
      factsOf(tx, board, { entryIds, rejudgeId: draft.rejudgeId }),
      tx
        .select({ submissionId: standings.submissionId, entryId: standings.entryId })
        .from(standings)
        .where(
          and(
            eq(standings.boardId, board.id),
            eq(standings.generation, draft.generation),
            among(standings.entryId, entryIds),
          ),
        )
        .execute(),
    ]);
    const rules = rulesFrom(board, parts);
    const shown = grouped(rows, (row) => row.entryId);
    const scored = grouped(scoredFrom(rules.shape, scoreRows), (row) => row.entryId);
    const before = grouped([...rows, ...drafted], (row) => row.entryId);
    const changes = entryIds.flatMap((entryId) => {
      const chosen = chosenOf(board.submissionRule, shown.get(entryId) ?? []);
      const wanted = standingOf(rules, scored.get(entryId) ?? [], chosen);
      const gone = new Set((before.get(entryId) ?? []).map((row) => row.submissionId));
      for (const { submissionId } of wanted) gone.delete(submissionId);
      // Told whether it stood or not: what the events said meanwhile, and what the draft's say, may be either.
      return [
        ...[...gone].map((submissionId) => ({ remove: { submissionId } })),
        ...wanted.map((put) => ({ put })),
      ];
    });
    if (changes.length > 0) await tx.execute(sql`${followed(board.id, draft.generation, changes)} select 1`);
    await tell(tx, draft, changes);
  }
  return { ...draft, horizon, seq: board.seq };
}

/**
 * Entries about which others wrote since a draft: their submissions, their own rows, what they chose to let stand. A
 * score that leaves the board as it is leaves no event, so the rows themselves are asked who wrote them (xmin): one
 * walk over the phase's submissions.
 */
async function touchedSince(
  tx: Transaction,
  { id, phaseId, competitionId }: Board,
  { horizon, seq }: Draft,
  own: string | null,
): Promise<string[]> {
  const byOthers = (row: string) => sql`age(${sql.raw(row)}.xmin) <= age(${horizon}::xid8::xid)
    ${own ? sql`and ${sql.raw(row)}.xmin <> ${own}::xid8::xid` : sql``}`;
  const rows = await tx.execute<{ id: string }>(sql`
    select s.entry_id as id from submissions s where s.phase_id = ${phaseId} and ${byOthers("s")}
    union select e.id from entries e where e.competition_id = ${competitionId} and ${byOthers("e")}
    union select s.entry_id from board_events v, jsonb_array_elements(v.changes) c
      join submissions s on s.id = (coalesce(c -> 'put', c -> 'remove') ->> 'submissionId')::uuid
      where v.board_id = ${id} and v.seq > ${seq}`);
  return rows.map((row) => row.id);
}

/** Makes one event of those of all steps: nobody is told of a board that is half one and half the other. */
async function joinEvents(tx: Transaction, { rejudgeId, boardId }: Draft): Promise<void> {
  await tx.execute(sql`
    with told as (
      delete from board_draft_events where rejudge_id = ${rejudgeId} and board_id = ${boardId}
      returning position, changes
    )
    insert into board_draft_events (rejudge_id, board_id, position, changes)
    select ${rejudgeId}::uuid, ${boardId}::uuid, 1 + max(position), jsonb_agg(c.change order by position, c.place)
    from told, jsonb_array_elements(changes) with ordinality c (change, place) having count(*) > 0`);
}

/** The board's rows are those of the draft from now on; the caller holds its lock. */
async function show(tx: Transaction, draft: Draft, { id, seq }: Board, now: Date): Promise<void> {
  await tx.execute(sql`
    with told as (
      insert into board_events (board_id, seq, changes, at)
      select board_id, ${seq}::int + row_number() over (order by position), changes,
        greatest(${now.toISOString()}::timestamptz,
          (select at from board_events where board_id = ${id} and seq = ${seq}::int))
      from board_draft_events where rejudge_id = ${draft.rejudgeId} and board_id = ${id}
      returning seq
    ), moved as (
      update boards set generation = ${draft.generation}::int, seq = seq + (select count(*) from told)
      where id = ${id} returning seq
    )
    select pg_notify('board_changed', json_build_object('boardId', ${id}::text, 'seq', seq)::text) from moved`);
}

/** Gives up all drafts of a rejudge; what they leave is swept after the next ones are shown. */
export async function dropDrafts(tx: Transaction, rejudgeId: string): Promise<void> {
  await tx.delete(boardDraftEvents).where(eq(boardDraftEvents.rejudgeId, rejudgeId));
  await tx.delete(boardDrafts).where(eq(boardDrafts.rejudgeId, rejudgeId));
}

/** Deletes the rows that an approved rejudge replaced, step by step, and then its drafts. */
export async function sweepDrafts(rejudgeId: string): Promise<void> {
  for (const { boardId } of await draftsOf(db, rejudgeId)) {
    const { REJUDGE_STEP: most } = webConfig();
    const next = sql`delete from standings where ctid = any(array(
      select ctid from standings
      where board_id = ${boardId} and generation < (select generation from boards where id = ${boardId})
      limit ${most}))`;
    while ((await db.execute(next)).count > 0);
  }
  await db.transaction((tx) => dropDrafts(tx, rejudgeId));
}
