import { and, asc, desc, eq, ne, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Executor, type Transaction } from "../../db/connect.ts";
import { boardDrafts, rejudges } from "../../db/schema/index.ts";
import { openRejudge } from "../judging/end-rejudge.server.ts";
import { goOnLater } from "../judging/go-on-later.server.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import {
  approving,
  draftBoards,
  dropDrafts,
  StaleDraft,
  sweepDrafts,
  switchToDrafts,
} from "./board-drafts.server.ts";
import { changedEndings, makeRunsOfficial, writeEndings } from "./make-official.server.ts";
import { settleEntries } from "./put-on-board.server.ts";

type Rejudge = typeof rejudges.$inferSelect;

const isLarge = ({ prepared }: Rejudge): boolean => prepared > webConfig().REJUDGE_STEP;

/**
 * Decides that the results of a rejudge become official. A small one's are when this answers; a larger one's, and
 * those of one that comes after another, become so in a job. Until then the rejudge is `approving` and nobody else
 * can decide on it.
 */
export function approveRejudge({
  viewer,
  rejudgeId,
  now,
}: {
  viewer: SignedInViewer;
  rejudgeId: string;
  now: Date;
}): Promise<Outcome<{ state: "approving" | "approved" }>> {
  return db.transaction(async (tx) => {
    const open = await openRejudge(tx, viewer, rejudgeId);
    if (!open.ok) return open;
    const its = open.value;
    if (its.state !== "ready") return refused("conflict", "judging.refusals.rejudgeRunning");
    // Two rejudges of different tasks may touch the same submission: each must see what the other did.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('rejudge'), hashtext(${its.competitionId}))`);
    await tx
      .update(rejudges)
      .set({ state: "approving", decidedBy: viewer.person.id, decidedAt: now })
      .where(eq(rejudges.id, rejudgeId));
    await recordAct(tx, {
      viewer,
      act: "rejudge.approved",
      competitionId: its.competitionId,
      subjectId: rejudgeId,
      details: { reason: its.reason, runs: its.prepared },
      now,
    });
    if (isLarge(its) || (await nextApproving(tx, its.competitionId, rejudgeId))) {
      await goOnLater(tx, rejudgeId);
      return done({ state: "approving" as const });
    }
    await makeOfficialAtOnce(tx, rejudgeId, now);
    await tell(tx, rejudgeId);
    return done({ state: "approved" as const });
  });
}

/** Of a competition's rejudges that are to become official, the one whose turn it is: the others wait for it. */
async function nextApproving(executor: Executor, competitionId: string, besides?: string) {
  const [next] = await executor
    .select({ id: rejudges.id })
    .from(rejudges)
    .where(
      and(
        eq(rejudges.competitionId, competitionId),
        eq(rejudges.state, "approving"),
        besides ? ne(rejudges.id, besides) : undefined,
      ),
    )
    // What others would change under a draft that is begun, it would not see.
    .orderBy(
      desc(sql`exists (select 1 from ${boardDrafts} d where d.rejudge_id = ${rejudges.id})`),
      asc(rejudges.decidedAt),
      asc(rejudges.id),
    )
    .limit(1);
  return next?.id;
}

/**
 * The job behind an approval. The boards are drafted in steps beside what everybody sees; then one transaction makes
 * the runs, the submissions and the drafts official, so that whoever looks sees all of it or nothing. A process that
 * dies leaves a rejudge that another goes on with. Does nothing unless one is to be made official and it is its turn.
 */
export async function makeRejudgeOfficial(rejudgeId: string, now: Date): Promise<void> {
  const [its] = await db.select().from(rejudges).where(eq(rejudges.id, rejudgeId));
  if (its?.state !== "approving") return;
  const { competitionId } = its;
  if ((await nextApproving(db, competitionId)) !== rejudgeId) return;
  let made = false;
  try {
    if (isLarge(its)) await draftBoards(rejudgeId);
    made = await db.transaction(async (tx) => {
      if (!(await approving(tx, rejudgeId))) return false;
      await (isLarge(its) ? switchOver : makeOfficialAtOnce)(tx, rejudgeId, now);
      return true;
    });
  } catch (error) {
    if (!(error instanceof StaleDraft)) throw error;
    await db.transaction(async (tx) => {
      if (await approving(tx, rejudgeId)) await dropDrafts(tx, rejudgeId);
    });
    return makeRejudgeOfficial(rejudgeId, now);
  }
  if (!made) return;
  const next = await nextApproving(db, competitionId);
  if (next) await goOnLater(db, next);
  // Pages that are open look again by and by; whoever loads one sees the truth anyway.
  await tellInSteps(rejudgeId);
  await sweepDrafts(rejudgeId);
}

async function makeOfficialAtOnce(tx: Transaction, id: string, now: Date): Promise<void> {
  await makeRunsOfficial(tx, id);
  await writeEndings(tx, await changedEndings(tx, id), now);
  const entryIds = await tx.execute<{ id: string }>(
    sql`select distinct entry_id as id from runs where rejudge_id = ${id} and official`,
  );
  await settleEntries(
    tx,
    entryIds.map((row) => row.id),
    now,
  );
  await isApproved(tx, id, now);
}

/** Takes long and locks late: the submissions whose ending changes, and then the boards, for a moment. */
async function switchOver(tx: Transaction, id: string, now: Date): Promise<void> {
  await makeRunsOfficial(tx, id);
  const endings = await changedEndings(tx, id);
  await isApproved(tx, id, now);
  await switchToDrafts(tx, id, now, () => writeEndings(tx, endings, now));
}

async function isApproved(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx.update(rejudges).set({ state: "approved", decidedAt: now }).where(eq(rejudges.id, id));
}

/** Tells open pages of the next submissions that something changed; answers the last of them. */
async function tell(tx: Transaction, rejudgeId: string, after: string | null = null, most?: number) {
  const told = await tx.execute<{ id: string }>(sql`
    select s.id, pg_notify('submission_changed', json_build_object('submissionId', s.id)::text) from (
      select distinct submission_id as id from runs
      where rejudge_id = ${rejudgeId} and official ${after ? sql`and submission_id > ${after}::uuid` : sql``}
      order by submission_id ${most ? sql`limit ${most}` : sql``}) s`);
  return told.length === most ? told.at(-1)!.id : null;
}

async function tellInSteps(rejudgeId: string): Promise<void> {
  let after: string | null = null;
  do after = await db.transaction((tx) => tell(tx, rejudgeId, after, webConfig().REJUDGE_STEP));
  while (after !== null);
}
