import { and, asc, eq, inArray } from "drizzle-orm";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { decideEntry } from "../../app/entries/decide.server.ts";
import { discardRejudge, retryRejudge } from "../../app/judging/end-rejudge.server.ts";
import { heartbeat } from "../../app/judging/heartbeat.server.ts";
import { appendLog } from "../../app/judging/log.server.ts";
import { queuePlace } from "../../app/judging/queue-place.server.ts";
import { reap } from "../../app/judging/reap.server.ts";
import { rejudge } from "../../app/judging/rejudge.server.ts";
import { countSelected } from "../../app/judging/rejudge-matching.server.ts";
import { fatesOf, rejudgeById, rejudgedRuns, rejudgesOf } from "../../app/judging/rejudge-queries.server.ts";
import { Selection } from "../../app/judging/rejudge-selection.ts";
import { approveRejudge } from "../../app/leaderboards/approve-rejudge.server.ts";
import { draftBoards } from "../../app/leaderboards/board-drafts.server.ts";
import { goOnWithRejudge } from "../../app/leaderboards/go-on-with-rejudges.server.ts";
import { settleEntry } from "../../app/leaderboards/put-on-board.server.ts";
import { boardFor } from "../../app/leaderboards/queries.server.ts";
import { rejudgePreview } from "../../app/leaderboards/rejudge-preview.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { logTails } from "../../app/submissions/log-queries.server.ts";
import { submissionById } from "../../app/submissions/queries.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { provide } from "../../config.ts";
import { db } from "../../db/connect.ts";
import {
  auditEvents,
  boardEvents,
  boards,
  rejudges,
  runs,
  standings,
  submissions,
  tasks,
} from "../../db/schema/index.ts";
import type { SubmissionRule } from "../../db/vocabulary.ts";
import { aBoard, aColumn, anEntryOn, score } from "../factories/boards.ts";
import { aViewer } from "../factories/forums.ts";
import { aClaim, aRejudge, judgeAll } from "../factories/rejudges.ts";
import { aContest, aSubmission, aTeamIn, later, NOW } from "../factories/submissions.ts";

beforeAll(async () => (await startJobs({})).stop());

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute));
const seen = async (slug: string, now: Date, viewer = GUEST) =>
  (await boardFor(viewer, slug, undefined, now))?.rows.map((r) => [r.team, r.values.accuracy]);
const stateOf = async (id: string) => (await db.select().from(submissions).where(eq(submissions.id, id)))[0]!;
const accuracy = (value: string) => ({ scores: { accuracy: value } });

/** Nothing of an earlier test waits or is at work. */
async function emptyQueue() {
  await reap(later(864_000, at(59)));
  await db
    .update(runs)
    .set({ state: "cancelled" })
    .where(inArray(runs.state, ["queued", "running"]));
  await db.update(rejudges).set({ state: "discarded" }).where(eq(rejudges.state, "running"));
}

/** Three teams with 0.9, 0.8 and 0.7, and their organiser. */
async function threeTeams(options: Parameters<typeof aBoard>[0] = {}) {
  await emptyQueue();
  const board = await aBoard(options);
  const organiser = await aViewer({ role: "organiser" });
  const ids: string[] = [];
  const entryIds: string[] = [];
  for (const [i, name] of ["A", "B", "C"].entries()) {
    const entry = await anEntryOn(board, name);
    entryIds.push(entry);
    ids.push(await score(board, entry, { accuracy: `0.${9 - i}` }, at(i)));
  }
  return { board, organiser, ids: ids as [string, string, string], entryIds };
}

/** Everything of a competition that a decision may touch. */
async function everything(board: { competitionId: string; boardId: string }) {
  const of = eq(submissions.competitionId, board.competitionId);
  return {
    submissions: await db.select().from(submissions).where(of).orderBy(asc(submissions.id)),
    official: await db
      .select()
      .from(runs)
      .where(and(eq(runs.competitionId, board.competitionId), eq(runs.official, true)))
      .orderBy(asc(runs.id)),
    standings: await db
      .select()
      .from(standings)
      .where(eq(standings.boardId, board.boardId))
      .orderBy(asc(standings.submissionId)),
    events: await db.select().from(boardEvents).where(eq(boardEvents.boardId, board.boardId)),
    board: await db.select().from(boards).where(eq(boards.id, board.boardId)),
  };
}

test("a rejudge shows every changed score and rank first, and changes the board when it is approved", async () => {
  const { board, organiser, ids } = await threeTeams();
  const id = await aRejudge(board, organiser, at(10));
  expect(await seen(board.slug, at(10))).toEqual([
    ["A", "0.9"],
    ["B", "0.8"],
    ["C", "0.7"],
  ]);
  await judgeAll(id, at(11), (s) =>
    s === ids[0] ? accuracy("0.75") : s === ids[1] ? accuracy("0.8") : { cause: "timed_out", scores: {} },
  );

  expect(await rejudgeById(organiser, id)).toMatchObject({ state: "ready", progress: { runs: 3, ended: 3 } });
  expect(await fatesOf(id)).toMatchObject({ score: 1, broken: 1, same: 1, repaired: 0 });
  const [preview] = (await rejudgePreview(organiser, id, { now: at(12) }))!.boards;
  expect(preview).toMatchObject({ changed: 3, unchanged: 0, frozen: false });
  expect(
    preview!.rows.map((r) => [
      r.team,
      r.before?.rank,
      r.before?.values.accuracy,
      r.after?.rank,
      r.after?.values.accuracy,
    ]),
  ).toEqual([
    ["B", 2, "0.8", 1, "0.8"],
    ["A", 1, "0.9", 2, "0.75"],
    ["C", 3, "0.7", undefined, undefined],
  ]);
  const { runs: changed } = await rejudgedRuns(id, 1);
  expect(changed.map((r) => [r.team, r.fate])).toEqual([
    ["C", "broken"],
    ["A", "score"],
  ]);

  expect(await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(13) })).toMatchObject({ ok: true });
  expect(await seen(board.slug, at(13))).toEqual([
    ["B", "0.8"],
    ["A", "0.75"],
  ]);
  expect(await stateOf(ids[2])).toMatchObject({ state: "failed", cause: "timed_out", counts: true });
  expect(await stateOf(ids[0])).toMatchObject({ state: "scored", finishedAt: at(0) });
  const events = await db.select().from(boardEvents).where(eq(boardEvents.boardId, board.boardId));
  expect(events).toHaveLength(4);
  // What was decided stays readable afterwards.
  expect(await fatesOf(id)).toMatchObject({ score: 1, broken: 1, same: 1 });
  const acts = await db.select().from(auditEvents).where(eq(auditEvents.subjectId, id));
  expect(acts.map((a) => a.act).sort()).toEqual(["rejudge.approved", "rejudge.created"]);
});

const RULES: SubmissionRule[] = ["Force_Best", "Force_Last", "Force_Latest_Multiple"];
test.each(RULES.flatMap((rule) => ["at once", "in steps"].map((how) => ({ rule, how }))))(
  "under $rule a rejudge approved $how leaves the board as if every submission had been judged so from the start",
  async ({ rule, how }) => {
    await emptyQueue();
    provide({ REJUDGE_STEP: how === "at once" ? "" : "2" });
    onTestFinished(() => provide({ REJUDGE_STEP: "" }));
    const organiser = await aViewer({ role: "organiser" });
    const columns = [
      aColumn(),
      aColumn({ key: "cost", position: 1, sorting: "asc" }),
      aColumn({ key: "mean", position: 2, computation: "avg", computedFrom: [0, 1] }),
    ];
    let seed = 20261124;
    const random = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * n);
    };
    const values = () => ({ accuracy: `0.${random(30)}`, cost: String(random(5)) });
    for (let round = 0; round < 3; round++) {
      const [rejudged, fresh] = [await aBoard({ columns, rule }), await aBoard({ columns, rule })];
      const teams = ["A", "B", "C", "D"];
      const entriesOf = await Promise.all(teams.map((t) => anEntryOn(rejudged, t)));
      const freshEntries = await Promise.all(teams.map((t) => anEntryOn(fresh, t)));
      const wanted = new Map<string, Record<string, string> | null>();
      const order: { team: number; id: string; minute: number }[] = [];
      for (let minute = 0; minute < 9; minute++) {
        const team = random(4);
        const id = await score(rejudged, entriesOf[team]!, values(), at(minute));
        order.push({ team, id, minute });
        wanted.set(id, random(4) === 0 ? null : values());
      }
      const id = await aRejudge(rejudged, organiser, at(20));
      await goOnWithRejudge(id, at(20));
      await judgeAll(id, at(21), (s) => {
        const its = wanted.get(s);
        return its ? { scores: its } : { cause: "exit_nonzero", scores: {} };
      });
      await goOnWithRejudge(id, at(21));
      const previews = (await rejudgePreview(organiser, id, { now: at(22) }))!.boards;
      const before = await boardFor(organiser, rejudged.slug, undefined, at(22));
      expect(await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(23) })).toMatchObject({
        ok: true,
      });
      if (how === "in steps") {
        await draftBoards(id);
        // What teams submit before the drafts take the boards' place is not judged again.
        for (let minute = 24; minute < 28; minute++) {
          const [team, its] = [random(4), values()];
          const s = await score(rejudged, entriesOf[team]!, its, at(minute));
          order.push({ team, id: s, minute });
          wanted.set(s, its);
        }
        await goOnWithRejudge(id, at(28));
      }
      for (const { team, id: s, minute } of order) {
        const its = wanted.get(s);
        if (its) await score(fresh, freshEntries[team]!, its, at(minute));
      }
      const shown = (view: Awaited<ReturnType<typeof boardFor>>) =>
        view!.rows.map((r) => [r.team, r.values, r.submittedAt]);
      const after = await boardFor(organiser, rejudged.slug, undefined, at(29));
      const scratch = await boardFor(organiser, fresh.slug, undefined, at(29));
      expect(shown(after)).toEqual(shown(scratch));
      // And its events add up to it: whoever follows them sees the same.
      expect(await addedUp(rejudged.boardId)).toEqual(await kept(rejudged.boardId));
      if (how === "in steps") continue;
      // The preview told exactly what came: no row too many, none too few.
      const keyOf = (r: { entryId: string; submissionId: string }) =>
        rule.endsWith("_Multiple") ? r.submissionId : r.entryId;
      const place = (view: typeof before) =>
        new Map(view!.rows.map((r, i) => [keyOf(r), JSON.stringify([i, Object.entries(r.values).sort()])]));
      const [was, is] = [place(before), place(after)];
      const differing = [...new Set([...was.keys(), ...is.keys()])].filter((k) => was.get(k) !== is.get(k));
      expect(previews[0]?.rows.map((r) => r.key).sort() ?? []).toEqual(differing.sort());
    }
  },
);

/** The rows of a board as its events tell them, and as they are kept. */
async function addedUp(boardId: string) {
  const rows = new Map<string, unknown>();
  const events = await db
    .select()
    .from(boardEvents)
    .where(eq(boardEvents.boardId, boardId))
    .orderBy(asc(boardEvents.seq));
  expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
  for (const change of events.flatMap((event) => event.changes))
    if ("put" in change) rows.set(change.put.submissionId, change.put.values);
    else rows.delete(change.remove.submissionId);
  return new Map([...rows].sort());
}
async function kept(boardId: string) {
  const rows = await db.select().from(standings).where(eq(standings.boardId, boardId));
  return new Map(rows.map((row): [string, unknown] => [row.submissionId, row.values]).sort());
}

test("a discarded rejudge leaves everything as it was, and its runs as unofficial history", async () => {
  const { board, organiser, ids } = await threeTeams();
  const before = await everything(board);
  const id = await aRejudge(board, organiser, at(10));
  await judgeAll(id, at(11), () => accuracy("0.1"));
  expect(await discardRejudge({ viewer: organiser, rejudgeId: id, now: at(12) })).toMatchObject({ ok: true });
  expect(await everything(board)).toEqual(before);
  const its = await db.select().from(runs).where(eq(runs.rejudgeId, id));
  expect(its.map((r) => [r.official, r.state])).toEqual(ids.map(() => [false, "scored"]));
  expect(await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(13) })).toMatchObject({
    refusal: { code: "conflict", reason: "judging.refusals.rejudgeDiscarded" },
  });
});

test("a rejudge discarded while it runs cancels what waits and stops what is at work", async () => {
  const { board, organiser } = await threeTeams();
  const before = await everything(board);
  const id = await aRejudge(board, organiser, at(10));
  const { attemptId, host, end } = await aClaim(at(11));
  const beat = () => heartbeat({ hostId: host.id, attemptId, beat: { step: "scoring" }, now: at(11) });
  expect(await beat()).toMatchObject({ value: { stop: false } });
  await discardRejudge({ viewer: organiser, rejudgeId: id, now: at(12) });
  expect(await beat()).toMatchObject({ value: { stop: true } });
  await end(accuracy("0.1"), at(12));
  const its = await db.select().from(runs).where(eq(runs.rejudgeId, id));
  expect(its.map((r) => r.state)).toEqual(["cancelled", "cancelled", "cancelled"]);
  expect(await rejudgeById(organiser, id)).toMatchObject({ state: "discarded" });
  expect(await everything(board)).toEqual(before);
});

test("approved twice at once it happens once", async () => {
  const { board, organiser } = await threeTeams();
  const id = await aRejudge(board, organiser, at(10));
  await judgeAll(id, at(11), () => accuracy("0.5"));
  const approve = () => approveRejudge({ viewer: organiser, rejudgeId: id, now: at(12) });
  const answers = await Promise.all([approve(), approve(), approve()]);
  expect(answers.filter((a) => a.ok)).toHaveLength(1);
  expect(answers.find((a) => !a.ok)).toMatchObject({
    refusal: { reason: "judging.refusals.rejudgeApproved" },
  });
  const [row] = await db.select().from(boards).where(eq(boards.id, board.boardId));
  expect(row?.seq).toBe(4);
});

test("a rejudge with a run that has not ended cannot be approved", async () => {
  const { board, organiser } = await threeTeams();
  const id = await aRejudge(board, organiser, at(10));
  await (await aClaim(at(11))).end(accuracy("0.5"));
  expect(await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(12) })).toMatchObject({
    refusal: { code: "conflict", reason: "judging.refusals.rejudgeRunning" },
  });
  expect(await seen(board.slug, at(12))).toHaveLength(3);
});

test("two runs of a rejudge that end at once still make it ready", async () => {
  const { board, organiser } = await threeTeams();
  const id = await aRejudge(board, organiser, at(10));
  const claims = [await aClaim(at(11)), await aClaim(at(11)), await aClaim(at(11))];
  await Promise.all(claims.map(({ end }) => end(accuracy("0.5"))));
  expect(await rejudgeById(organiser, id)).toMatchObject({ state: "ready", progress: { ended: 3 } });
});

test("the public sees nothing of a rejudge approved after the freeze", async () => {
  const { board, organiser, ids } = await threeTeams({ freezeAt: at(10) });
  await db.update(submissions).set({ state: "failed", cause: "timed_out" }).where(eq(submissions.id, ids[2]));
  const before = JSON.stringify((await boardFor(GUEST, board.slug, undefined, at(30)))?.rows.slice(0, 2));
  const id = await aRejudge(board, organiser, at(12));
  await judgeAll(id, at(13), () => accuracy("0.99"));
  expect((await rejudgePreview(organiser, id, { now: at(14) }))!.boards[0]).toMatchObject({ frozen: true });
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(15) });
  const view = await boardFor(GUEST, board.slug, undefined, at(30));
  expect(JSON.stringify(view?.rows.slice(0, 2))).toBe(before);
  expect(JSON.stringify(view)).not.toContain("0.99");
  expect((await seen(board.slug, at(30), organiser))?.map((r) => r[1])).toEqual(["0.99", "0.99", "0.99"]);
});

test("a run that the platform failed keeps its earlier result and can be tried again", async () => {
  const { board, organiser, ids } = await threeTeams();
  const id = await aRejudge(board, organiser, at(10));
  await db.update(runs).set({ platformFailures: 99 }).where(eq(runs.rejudgeId, id));
  await judgeAll(id, at(11), (s) => (s === ids[0] ? { cause: "judge_broke", scores: {} } : accuracy("0.85")));
  expect(await rejudgeById(organiser, id)).toMatchObject({ state: "ready", progress: { withoutResult: 1 } });
  const [preview] = (await rejudgePreview(organiser, id, { now: at(12) }))!.boards;
  expect(preview!.rows.map((r) => r.team)).not.toContain("A");

  expect(await retryRejudge({ viewer: organiser, rejudgeId: id, now: at(13) })).toMatchObject({
    value: { runs: 1 },
  });
  expect(await rejudgeById(organiser, id)).toMatchObject({ state: "running" });
  await (await aClaim(at(14))).end(accuracy("0.3"));
  expect(await retryRejudge({ viewer: organiser, rejudgeId: id, now: at(15) })).toMatchObject({
    refusal: { reason: "judging.refusals.nothingToRetry" },
  });
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(16) });
  expect((await seen(board.slug, at(16)))?.at(-1)).toEqual(["A", "0.3"]);
});

test("approved with a run that the platform failed, that submission stays as it was", async () => {
  const { board, organiser, ids } = await threeTeams();
  const id = await aRejudge(board, organiser, at(10));
  await db.update(runs).set({ platformFailures: 99 }).where(eq(runs.rejudgeId, id));
  await judgeAll(id, at(11), (s) => (s === ids[0] ? { cause: "judge_broke", scores: {} } : accuracy("0.1")));
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(12) });
  expect((await seen(board.slug, at(12)))?.[0]).toEqual(["A", "0.9"]);
  expect(await stateOf(ids[0])).toMatchObject({ state: "scored", counts: true });
});

test("a submission refunded by an organiser stays refunded", async () => {
  const { board, organiser, ids } = await threeTeams();
  await db
    .update(submissions)
    .set({ state: "failed", cause: "timed_out", counts: false, refundReason: "our network" })
    .where(eq(submissions.id, ids[0]));
  const id = await aRejudge(board, organiser, at(10));
  await judgeAll(id, at(11), () => accuracy("0.5"));
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(12) });
  expect(await stateOf(ids[0])).toMatchObject({ state: "scored", counts: false });
});

test("submissions cancelled and entries disqualified meanwhile gain nothing by it", async () => {
  const { board, organiser, ids, entryIds } = await threeTeams();
  const id = await aRejudge(board, organiser, at(10));
  await judgeAll(id, at(11), () => accuracy("0.95"));
  await db
    .update(submissions)
    .set({ state: "cancelled", cause: "cancelled" })
    .where(eq(submissions.id, ids[0]));
  await decideEntry({
    viewer: organiser,
    entryId: entryIds[1]!,
    state: "disqualified",
    reason: "Two accounts",
    confirmed: true,
    now: at(12),
    onDecided: settleEntry,
  });
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(13) });
  expect(await stateOf(ids[0])).toMatchObject({ state: "cancelled" });
  const rows = await seen(board.slug, at(13));
  expect(rows).not.toContainEqual(["B", "0.95"]);
  expect(rows).toContainEqual(["C", "0.95"]);
});

test("what is handed in after a rejudge began is not part of it, and is judged before it", async () => {
  await emptyQueue();
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const organiser = await aViewer({ role: "organiser" });
  const old = await score(contest, team.entryId, { accuracy: "0.5" }, NOW);
  const id = await aRejudge(contest, organiser, later(60));
  const { id: fresh } = await aSubmission(contest, { viewer: team.viewer, now: later(120) });
  expect(await queuePlace(fresh, later(120))).toMatchObject({ place: 1 });
  const first = await aClaim(later(130));
  expect(first.run).toMatchObject({ submissionId: fresh, official: true });
  const second = await aClaim(later(130));
  expect(second.run).toMatchObject({ submissionId: old, official: false, rejudgeId: id });
});

test("a rejudge takes nothing from what its team may have at work", async () => {
  await emptyQueue();
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const organiser = await aViewer({ role: "organiser" });
  for (let i = 0; i < 4; i++) await score(contest, team.entryId, { accuracy: "0.5" }, later(i));
  await aRejudge(contest, organiser, later(60));
  for (let i = 0; i < 4; i++) await aClaim(later(61));
  const { id } = await aSubmission(contest, { viewer: team.viewer, now: later(120) });
  expect((await aClaim(later(121))).run.submissionId).toBe(id);
});

test("teams see neither scores nor logs of a rejudge before it is official", async () => {
  await emptyQueue();
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const organiser = await aViewer({ role: "organiser" });
  const submissionId = await score(contest, team.entryId, { accuracy: "0.5" }, NOW);
  const id = await aRejudge(contest, organiser, later(60));
  const { attemptId, host, end } = await aClaim(later(61));
  await appendLog({
    hostId: host.id,
    attemptId,
    chunks: [{ seq: 0, stream: "scoring_stdout", text: "secret of the new scorer" }],
    now: later(61),
  });
  await end(accuracy("0.123"), later(62));
  const page = await submissionById(team.viewer, submissionId);
  expect(page).toMatchObject({ state: "scored", finishedAt: NOW });
  expect(JSON.stringify([page, await logTails(team.viewer, submissionId)])).not.toMatch(/0\.123|secret of/);
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: later(63) });
  const after = await submissionById(team.viewer, submissionId);
  expect(after?.runs.map((r) => r.scores[0]?.value)).toEqual(["0.1230000000"]);
});

test("a changed task finds exactly what ran on an older version", async () => {
  const { board, organiser, ids } = await threeTeams();
  await db.update(tasks).set({ version: 2 }).where(eq(tasks.id, board.taskId));
  await db.update(runs).set({ taskVersion: 2 }).where(eq(runs.submissionId, ids[1]));
  const selection = Selection.parse({ task: 0, outdated: true });
  expect(await countSelected(db, board.competitionId, selection)).toMatchObject({
    value: { submissions: 2, runs: 2 },
  });
  const id = await aRejudge(board, organiser, at(10), selection);
  const its = await db.select().from(runs).where(eq(runs.rejudgeId, id));
  expect(its.map((r) => r.submissionId).sort()).toEqual([ids[0], ids[2]].sort());
});

test("numbers, endings and phases choose, together", async () => {
  const { board, ids } = await threeTeams();
  await db.update(submissions).set({ state: "failed", cause: "timed_out" }).where(eq(submissions.id, ids[0]));
  const count = async (selection: Partial<Selection>) =>
    countSelected(db, board.competitionId, Selection.parse(selection));
  const { number } = await stateOf(ids[0]);
  expect(await count({ numbers: `${number}-${number + 1}` })).toMatchObject({ value: { submissions: 2 } });
  expect(await count({ ending: "timed_out" })).toMatchObject({ value: { submissions: 1 } });
  expect(await count({ ending: "timed_out", numbers: `${number + 1}` })).toMatchObject({
    value: { submissions: 0 },
  });
  expect(await count({ phase: 0 })).toMatchObject({ value: { submissions: 3 } });
  expect(await count({ phase: 7 })).toMatchObject({ refusal: { field: "phase" } });
  expect(await count({ task: 7 })).toMatchObject({ refusal: { field: "task" } });
  expect(await count({ numbers: "all" })).toMatchObject({ refusal: { field: "numbers" } });
});

test("a second rejudge of the same submissions is refused while one is open", async () => {
  const { board, organiser } = await threeTeams();
  const begin = () =>
    rejudge({
      viewer: organiser,
      slug: board.slug,
      selection: Selection.parse({}),
      reason: "again",
      now: at(10),
    });
  const answers = await Promise.all([begin(), begin()]);
  expect(answers.filter((a) => a.ok)).toHaveLength(1);
  expect(answers.find((a) => !a.ok)).toMatchObject({
    refusal: { code: "conflict", reason: "judging.refusals.rejudgeOpen", values: { count: 3 } },
  });
});

test("a rejudge needs a reason and something to judge", async () => {
  const { board, organiser } = await threeTeams();
  const begin = (reason: string, selection: Partial<Selection> = {}) =>
    rejudge({
      viewer: organiser,
      slug: board.slug,
      selection: Selection.parse(selection),
      reason,
      now: at(10),
    });
  expect(await begin("  ")).toMatchObject({ refusal: { field: "reason" } });
  expect(await begin("x".repeat(501))).toMatchObject({ refusal: { field: "reason" } });
  expect(await begin("why", { ending: "bad_scores" })).toMatchObject({
    refusal: { reason: "judging.refusals.nothingSelected" },
  });
  expect(await db.select().from(rejudges).where(eq(rejudges.competitionId, board.competitionId))).toEqual([]);
});

test("for whoever does not organise the competition there are no rejudges", async () => {
  const { board, organiser } = await threeTeams();
  const id = await aRejudge(board, organiser, at(10));
  await judgeAll(id, at(11), () => accuracy("0.1"));
  const stranger = await aViewer();
  const none = { refusal: { code: "not_found" } };
  expect(
    await rejudge({
      viewer: stranger,
      slug: board.slug,
      selection: Selection.parse({}),
      reason: "mine",
      now: at(12),
    }),
  ).toMatchObject(none);
  expect(await approveRejudge({ viewer: stranger, rejudgeId: id, now: at(12) })).toMatchObject(none);
  expect(await discardRejudge({ viewer: stranger, rejudgeId: id, now: at(12) })).toMatchObject(none);
  expect(await retryRejudge({ viewer: stranger, rejudgeId: id, now: at(12) })).toMatchObject(none);
  expect(await approveRejudge({ viewer: organiser, rejudgeId: "no id", now: at(12) })).toMatchObject(none);
  expect(await rejudgeById(stranger, id)).toBeNull();
  expect(await rejudgesOf(stranger, board.slug, 1)).toBeNull();
  expect(await rejudgePreview(stranger, id, { now: at(12) })).toBeNull();
});

test("a host that falls silent in a rejudge sends its run back into the queue", async () => {
  const { board, organiser, ids } = await threeTeams();
  const id = await aRejudge(board, organiser, at(10));
  const { run } = await aClaim(at(11));
  await reap(at(50));
  expect((await db.select().from(runs).where(eq(runs.id, run.id)))[0]).toMatchObject({ state: "queued" });
  expect(await rejudgeById(organiser, id)).toMatchObject({ state: "running" });
  expect((await stateOf(ids[0])).state).toBe("scored");
  await judgeAll(id, at(51), () => accuracy("0.5"));
  expect(await rejudgeById(organiser, id)).toMatchObject({ state: "ready" });
});
