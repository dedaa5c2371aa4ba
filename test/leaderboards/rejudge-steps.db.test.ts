import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { rejudgeOperations } from "../../app/api/rejudges.server.ts";
import { callOffRejudge, discardRejudge, retryRejudge } from "../../app/judging/end-rejudge.server.ts";
import { reap } from "../../app/judging/reap.server.ts";
import { rejudge } from "../../app/judging/rejudge.server.ts";
import { fatesOf, rejudgeById, rejudgedRuns } from "../../app/judging/rejudge-queries.server.ts";
import { Selection } from "../../app/judging/rejudge-selection.ts";
import { approveRejudge } from "../../app/leaderboards/approve-rejudge.server.ts";
import { draftBoards, draftProgress } from "../../app/leaderboards/board-drafts.server.ts";
import { draftRejudgeAnnouncement } from "../../app/leaderboards/draft-rejudge-announcement.server.ts";
import { goOnWithRejudge, goOnWithRejudges } from "../../app/leaderboards/go-on-with-rejudges.server.ts";
import { lockBoard, putOnBoard } from "../../app/leaderboards/put-on-board.server.ts";
import { boardFor } from "../../app/leaderboards/queries.server.ts";
import { rejudgePreview } from "../../app/leaderboards/rejudge-preview.server.ts";
import { wording } from "../../app/notices/wording.ts";
import { GUEST, type SignedInViewer } from "../../app/people/viewer.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { provide } from "../../config.ts";
import { db, type Transaction } from "../../db/connect.ts";
import {
  announcements,
  boardDraftEvents,
  boardDrafts,
  boardEvents,
  boards,
  competitions,
  entries,
  metrics,
  rejudges,
  runs,
  standings,
  submissions,
  tasks,
} from "../../db/schema/index.ts";
import { aBoard, anEntryOn, score, scoreIn } from "../factories/boards.ts";
import { aViewer } from "../factories/forums.ts";
import { aClaim, aRejudge, judgeAll } from "../factories/rejudges.ts";
import { aContest, aSubmission, aTeamIn, later } from "../factories/submissions.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute));
const accuracy = (value: string) => ({ scores: { accuracy: value } });
const seen = async (slug: string, now: Date) =>
  (await boardFor(GUEST, slug, undefined, now))?.rows.map((r) => [r.team, r.values.accuracy]);
const stateOf = async (id: string) => (await db.select().from(rejudges).where(eq(rejudges.id, id)))[0]!;
const runsOf = (id: string) => db.select().from(runs).where(eq(runs.rejudgeId, id)).orderBy(asc(runs.turn));

// A step takes two submissions, so that five are many.
beforeAll(async () => {
  provide({ REJUDGE_STEP: "2" });
  await (await startJobs({})).stop();
});
afterAll(() => provide({ REJUDGE_STEP: "1000" }));

/** A rejudge as the API answers it. */
const shownByApi = (viewer: SignedInViewer, id: string) =>
  rejudgeOperations
    .find((operation) => operation.id === "showRejudge")!
    .handle({ viewer, params: { id }, query: { page: 1 }, now: at(15) } as never);

/** Team A with three submissions and team B with two, and their organiser. */
async function five() {
  await reap(later(864_000, at(59)));
  await db
    .update(runs)
    .set({ state: "cancelled" })
    .where(inArray(runs.state, ["queued", "running"]));
  await db.update(rejudges).set({ state: "discarded", decidedAt: at(0) });
  const board = await aBoard({ rule: "Force_Best" });
  const organiser = await aViewer({ role: "organiser" });
  const [a, b] = [await anEntryOn(board, "A"), await anEntryOn(board, "B")];
  const ids: string[] = [];
  for (const [i, entry] of [a, b, a, b, a].entries())
    ids.push(await score(board, entry, { accuracy: `0.${i + 1}` }, at(i)));
  return { board, organiser, ids, a, b };
}

/** The process of the database that waits for what this transaction holds. */
async function stuckBehind(tx: Transaction): Promise<number> {
  const [me] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  return vi.waitUntil(async () => {
    const [stuck] = await db.execute<{ pid: number }>(
      sql`select pid from pg_stat_activity where ${me!.pid} = any(pg_blocking_pids(pid))`,
    );
    return stuck?.pid;
  });
}

/** Lets `work` run into a lock that is held here, and cuts it off there. */
async function cutOffAt(row: ReturnType<typeof sql>, work: () => Promise<unknown>) {
  await expect(
    db.transaction(async (tx) => {
      await tx.execute(row);
      const failed = expect(work()).rejects.toThrow();
      await db.execute(sql`select pg_cancel_backend(${await stuckBehind(tx)}::int)`);
      await failed;
      return "cut off";
    }),
  ).resolves.toBe("cut off");
}

test("a large rejudge answers after its first step and a job makes the rest, each run once", async () => {
  const { board, organiser, ids, a, b } = await five();
  const id = await aRejudge(board, organiser, at(10));
  expect(await rejudgeById(organiser, id)).toMatchObject({
    state: "preparing",
    selected: 5,
    progress: { runs: 2, ended: 0 },
  });
  // Nothing else of the competition begins meanwhile, and what ends meanwhile is not part of it.
  const second = {
    viewer: organiser,
    slug: board.slug,
    selection: Selection.parse({}),
    reason: "x",
    now: at(10),
  };
  expect(await rejudge(second)).toMatchObject({ refusal: { reason: "judging.refusals.rejudgePreparing" } });
  await score(board, a, { accuracy: "0.05" }, at(11));
  const [late] = await db.select().from(runs).where(eq(runs.rejudgeId, id)).limit(1);
  expect(late).toBeDefined();
  await Promise.all([1, 2, 3].map(() => goOnWithRejudge(id, at(12))));
  expect(await stateOf(id)).toMatchObject({ state: "running", selected: 5, prepared: 5 });
  const made = await runsOf(id);
  expect(made.map((run) => run.submissionId).sort()).toEqual([...ids].sort());
  expect(made.filter((run) => run.entryId === a).map((run) => run.turn)).toEqual([0, 1, 2]);
  expect(made.filter((run) => run.entryId === b).map((run) => run.turn)).toEqual([0, 1]);
  expect(
    made
      .map((run) => run.submissionId)
      .slice(0, 2)
      .sort(),
  ).toEqual([ids[0], ids[1]].sort());
});

test("runs that end before the last one is made do not end the rejudge", async () => {
  const { board, organiser } = await five();
  const id = await aRejudge(board, organiser, at(10));
  for (let i = 0; i < 2; i++) await (await aClaim(at(11))).end(accuracy("0.5"));
  expect(await rejudgeById(organiser, id)).toMatchObject({
    state: "preparing",
    progress: { runs: 2, ended: 2 },
  });
  const asked = { viewer: organiser, rejudgeId: id, now: at(11) };
  const notYet = { refusal: { reason: "judging.refusals.rejudgeRunning" } };
  expect(await approveRejudge(asked)).toMatchObject(notYet);
  expect(await retryRejudge(asked)).toMatchObject(notYet);
  await goOnWithRejudge(id, at(12));
  for (let i = 0; i < 3; i++) await (await aClaim(at(13))).end(accuracy("0.5"));
  expect(await stateOf(id)).toMatchObject({ state: "ready" });
});

test("a job that is cut off while it prepares leaves whole steps, and the clock goes on from there", async () => {
  const { board, organiser, ids, a } = await five();
  const id = await aRejudge(board, organiser, at(10));
  await cutOffAt(sql`select id from entries where id = ${a} for update`, () => goOnWithRejudge(id, at(11)));
  expect(await stateOf(id)).toMatchObject({ state: "preparing", prepared: 2 });
  expect(await runsOf(id)).toHaveLength(2);
  await goOnWithRejudges(at(12));
  expect((await runsOf(id)).map((run) => run.submissionId).sort()).toEqual([...ids].sort());
  expect(await stateOf(id)).toMatchObject({ state: "running", prepared: 5 });
});

test("a rejudge discarded while it is prepared gets no more runs, and all that wait are called off", async () => {
  const { board, organiser } = await five();
  const id = await aRejudge(board, organiser, at(10));
  expect(await discardRejudge({ viewer: organiser, rejudgeId: id, now: at(11) })).toMatchObject({ ok: true });
  await goOnWithRejudges(at(12));
  expect((await runsOf(id)).map((run) => run.state)).toEqual(["cancelled", "cancelled"]);
  expect(await stateOf(id)).toMatchObject({ state: "discarded", prepared: 2 });
});

test("what a large discarded rejudge still waits for is called off by the clock when the job was lost", async () => {
  const { board, organiser } = await five();
  const id = await aRejudge(board, organiser, at(10));
  await goOnWithRejudge(id, at(11));
  await discardRejudge({ viewer: organiser, rejudgeId: id, now: at(12) });
  expect((await runsOf(id)).filter((run) => run.state === "queued")).toHaveLength(3);
  await goOnWithRejudges(at(13));
  expect((await runsOf(id)).every((run) => run.state === "cancelled")).toBe(true);
  await callOffRejudge(id, at(14));
});

/** All five judged again, so that A falls behind B; ready to decide. */
async function judged() {
  const made = await five();
  const { board, organiser, ids } = made;
  const id = await aRejudge(board, organiser, at(10));
  await goOnWithRejudge(id, at(11));
  await judgeAll(id, at(12), (s) => accuracy(s === ids[3] ? "0.9" : "0.2"));
  return { ...made, id };
}
const BEFORE = [
  ["A", "0.5"],
  ["B", "0.4"],
];
const AFTER = [
  ["B", "0.9"],
  ["A", "0.2"],
];

test("a large rejudge is compared once by a job; a look reads what was kept and says when it is old", async () => {
  const { board, organiser, id, b } = await judged();
  expect(await fatesOf(id)).toBeNull();
  expect(await rejudgePreview(organiser, id, { now: at(13) })).toEqual({ boards: [], computing: true });
  await goOnWithRejudge(id, at(14));
  const rows = async () => {
    const preview = await rejudgePreview(organiser, id, { now: at(15) });
    const shown = preview!.boards.flatMap((one) =>
      one.rows.map((row) => [row.team, row.before?.rank, row.after?.rank, row.after?.values.accuracy]),
    );
    return { computing: preview!.computing, shown };
  };
  const kept = [
    ["B", 2, 1, "0.9"],
    ["A", 1, 2, "0.2"],
  ];
  expect(await rows()).toEqual({ computing: false, shown: kept });
  expect(await fatesOf(id)).toMatchObject({ score: 4, same: 1, noResult: 0 });
  expect(
    (await rejudgedRuns(id, 1)).runs.map((run) => [run.team, run.before?.scores, run.fate]),
  ).toHaveLength(4);
  // A submission that comes in between moves the board.
  await score(board, b, { accuracy: "0.95" }, at(16));
  expect(await rows()).toEqual({ computing: true, shown: kept });
  await goOnWithRejudge(id, at(17));
  expect(await rows()).toEqual({
    computing: false,
    shown: [["A", 2, 2, "0.2"]],
  });
});

test("a large rejudge becomes official in one step of the board, however often and by whomever it is approved", async () => {
  const { board, organiser, id } = await judged();
  const asked = { viewer: organiser, rejudgeId: id, now: at(14) };
  const answers = await Promise.all([approveRejudge(asked), approveRejudge(asked), approveRejudge(asked)]);
  expect(answers.filter((answer) => answer.ok)).toMatchObject([{ value: { state: "approving" } }]);
  expect(await discardRejudge(asked)).toMatchObject({
    refusal: { reason: "judging.refusals.rejudgeApproving" },
  });
  expect(await seen(board.slug, at(15))).toEqual(BEFORE);
  await Promise.all([goOnWithRejudge(id, at(16)), goOnWithRejudges(at(16))]);
  expect(await seen(board.slug, at(17))).toEqual(AFTER);
  expect(await stateOf(id)).toMatchObject({
    state: "approved",
    decidedBy: organiser.person.id,
    decidedAt: at(16),
  });
  const events = await db.select().from(boardEvents).where(eq(boardEvents.boardId, board.boardId));
  expect(events.filter((event) => event.at >= at(16))).toHaveLength(1);
  expect(await fatesOf(id)).toMatchObject({ score: 4, same: 1 });
});

test("a job that is cut off while results become official leaves everything as it was, and the clock finishes it", async () => {
  const { board, organiser, id } = await judged();
  const official = () =>
    db
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.competitionId, board.competitionId), eq(runs.official, true)))
      .orderBy(asc(runs.id));
  const before = await official();
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(14) });
  await cutOffAt(sql`select id from boards where id = ${board.boardId} for update`, () =>
    goOnWithRejudge(id, at(15)),
  );
  expect(await official()).toEqual(before);
  expect(await seen(board.slug, at(16))).toEqual(BEFORE);
  expect(await stateOf(id)).toMatchObject({ state: "approving" });
  await goOnWithRejudges(at(17));
  expect(await seen(board.slug, at(18))).toEqual(AFTER);
  const after = await official();
  expect(after).toHaveLength(5);
  expect(after).not.toEqual(before);
});

test("what a team submits between an approval and its switch counts as if it had come before", async () => {
  const { board, organiser, id, a } = await judged();
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(14) });
  // Worse than what A had, better than what it has from now on.
  await score(board, a, { accuracy: "0.3" }, at(15));
  expect(await seen(board.slug, at(15))).toEqual(BEFORE);
  await goOnWithRejudge(id, at(16));
  expect(await seen(board.slug, at(17))).toEqual([
    ["B", "0.9"],
    ["A", "0.3"],
  ]);
});

test("what a team submits while the switch waits for the board counts, although it left no event there", async () => {
  const { board, organiser, id, a } = await judged();
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(14) });
  let switching!: Promise<void>;
  await db.transaction(async (tx) => {
    await lockBoard(tx, board);
    switching = goOnWithRejudge(id, at(15));
    await stuckBehind(tx);
    await scoreIn(tx, board, a, { accuracy: "0.3" }, at(15));
  });
  await switching;
  expect(await seen(board.slug, at(17))).toEqual([
    ["B", "0.9"],
    ["A", "0.3"],
  ]);
});

test("the next boards are written step by step beside the old ones, and a job that is cut off goes on from there", async () => {
  const { board, organiser, id } = await judged();
  const c = await anEntryOn(board, "C");
  await score(board, c, { accuracy: "0.1" }, at(13));
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(14) });
  expect(await draftProgress(id)).toEqual({ done: 0, of: 0 });
  const [last] = await db
    .select({ id: entries.id })
    .from(entries)
    .where(eq(entries.competitionId, board.competitionId))
    .orderBy(desc(entries.id));
  await cutOffAt(sql`select id from entries where id = ${last!.id} for update`, () =>
    goOnWithRejudge(id, at(15)),
  );
  expect(await draftProgress(id)).toEqual({ done: 2, of: 3 });
  expect(await shownByApi(organiser, id)).toMatchObject({
    value: { state: "approving", becomingOfficial: { done: 2, of: 3 } },
  });
  expect(await seen(board.slug, at(16))).toEqual([...BEFORE, ["C", "0.1"]]);
  // Nobody waits for a draft: it goes on while somebody else has the board.
  await db.transaction(async (tx) => {
    await lockBoard(tx, board);
    await draftBoards(id);
  });
  expect(await draftProgress(id)).toEqual({ done: 3, of: 3 });
  expect(await seen(board.slug, at(16))).toEqual([...BEFORE, ["C", "0.1"]]);
  await goOnWithRejudges(at(17));
  expect(await seen(board.slug, at(18))).toEqual([...AFTER, ["C", "0.1"]]);
  // What was drafted and what it replaced leaves nothing behind.
  const rows = await db.select().from(standings).where(eq(standings.boardId, board.boardId));
  expect(new Set(rows.map((row) => row.generation))).toEqual(new Set([1]));
  expect(rows).toHaveLength(3);
  expect(await db.select().from(boardDrafts)).toEqual([]);
  expect(await db.select().from(boardDraftEvents)).toEqual([]);
});

test("whoever reads a board while it changes over sees the old one or the new one", async () => {
  const { board, organiser, id } = await judged();
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(14) });
  let ended = false;
  const changing = goOnWithRejudge(id, at(15)).then(() => {
    ended = true;
  });
  const looks: string[] = [];
  while (!ended) looks.push(JSON.stringify(await seen(board.slug, at(16))));
  await changing;
  looks.push(JSON.stringify(await seen(board.slug, at(16))));
  const [old, fresh] = [JSON.stringify(BEFORE), JSON.stringify(AFTER)];
  const turn = looks.indexOf(fresh);
  expect(looks.slice(0, turn)).toEqual(looks.slice(0, turn).map(() => old));
  expect(looks.slice(turn)).toEqual(looks.slice(turn).map(() => fresh));
});

test("what a team takes off the board after it was drafted stays off", async () => {
  const { board, organiser, a, b } = await five();
  await db
    .update(boards)
    .set({ submissionRule: "Add_And_Delete_Multiple" })
    .where(eq(boards.id, board.boardId));
  const [first, second] = [
    await score(board, a, { accuracy: "0.6" }, at(8)),
    await score(board, b, { accuracy: "0.7" }, at(9)),
  ];
  const choose = (
    submissionId: string,
    entryId: string,
    choice: { add?: string; remove?: string },
    now: Date,
  ) =>
    db.transaction((tx) =>
      putOnBoard(tx, { submission: { ...board, id: submissionId, entryId }, choice, now }),
    );
  await choose(first, a, { add: first }, at(9));
  await choose(second, b, { add: second }, at(9));
  const id = await aRejudge(board, organiser, at(10));
  await goOnWithRejudge(id, at(11));
  await judgeAll(id, at(12), () => accuracy("0.2"));
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(14) });
  await draftBoards(id);
  await choose(first, a, { remove: first }, at(15));
  await goOnWithRejudge(id, at(16));
  const shown = await seen(board.slug, at(17));
  expect(shown).toContainEqual(["B", "0.2"]);
  const stands = await db.select().from(standings).where(eq(standings.boardId, board.boardId));
  expect(stands.map((row) => row.submissionId)).toContain(second);
  expect(stands.map((row) => row.submissionId)).not.toContain(first);
});

test("a draft made by other columns than the board has now is made again", async () => {
  const { board, organiser, id } = await judged();
  await approveRejudge({ viewer: organiser, rejudgeId: id, now: at(14) });
  await draftBoards(id);
  // The best of A is now its lowest score: 0.2 as before the rejudge, and of B 0.2 instead of 0.9.
  await db.update(metrics).set({ sorting: "asc" }).where(eq(metrics.competitionId, board.competitionId));
  await goOnWithRejudge(id, at(16));
  expect((await seen(board.slug, at(17)))?.sort()).toEqual([
    ["A", "0.2"],
    ["B", "0.2"],
  ]);
});

test("a rejudge that is approved while another becomes official comes after it, and both count", async () => {
  const { board, organiser, ids, b } = await five();
  const late = await score(board, b, { accuracy: "0.01" }, at(9));
  const [its] = await db.select().from(submissions).where(eq(submissions.id, late));
  const numbers = String(its!.number);
  const others = await db.select().from(submissions).where(inArray(submissions.id, ids));
  const large = await aRejudge(board, organiser, at(10), {
    numbers: others.map((one) => one.number).join(", "),
  });
  await goOnWithRejudge(large, at(11));
  await judgeAll(large, at(12), (s) => accuracy(s === ids[3] ? "0.3" : "0.2"));
  const small = await aRejudge(board, organiser, at(12), { numbers });
  await judgeAll(small, at(13), () => accuracy("0.8"));
  const approve = (rejudgeId: string, now: Date) => approveRejudge({ viewer: organiser, rejudgeId, now });
  await approve(large, at(14));
  await draftBoards(large);
  // By a clock that is behind, too.
  expect(await approve(small, at(13))).toMatchObject({ value: { state: "approving" } });
  await goOnWithRejudge(small, at(15));
  expect(await seen(board.slug, at(15))).toEqual(BEFORE);
  await goOnWithRejudge(large, at(16));
  expect(await seen(board.slug, at(16))).toEqual([
    ["B", "0.3"],
    ["A", "0.2"],
  ]);
  await goOnWithRejudges(at(17));
  expect(await seen(board.slug, at(18))).toEqual([
    ["B", "0.8"],
    ["A", "0.2"],
  ]);
});

test("a rejudge asks of hosts what its task asks now, not what it asked then", async () => {
  const { board, organiser, ids } = await five();
  const [its] = await db.select().from(submissions).where(eq(submissions.id, ids[0]!));
  await db
    .update(tasks)
    .set({ labels: ["fresh"] })
    .where(eq(tasks.id, board.taskId));
  const id = await aRejudge(board, organiser, at(10), { numbers: String(its!.number) });
  expect(await runsOf(id)).toMatchObject([{ labels: ["fresh"], needs: "fresh", gpus: 0 }]);
  await discardRejudge({ viewer: organiser, rejudgeId: id, now: at(11) });
});

test("an approved rejudge is told by a draft in the competition's languages, which nobody sees yet", async () => {
  const { board, organiser, id } = await judged();
  await db
    .update(competitions)
    .set({ title: { en: "Cup", "zh-Hans": "杯赛" } })
    .where(eq(competitions.id, board.competitionId));
  const asked = { viewer: organiser, rejudgeId: id, now: at(20) };
  expect(await draftRejudgeAnnouncement(asked)).toMatchObject({ refusal: { code: "conflict" } });
  await approveRejudge(asked);
  await goOnWithRejudge(id, at(20));
  const drafted = await draftRejudgeAnnouncement(asked);
  expect(await draftRejudgeAnnouncement({ ...asked, viewer: await aViewer() })).toMatchObject({
    refusal: { code: "not_found" },
  });
  const [draft] = await db
    .select()
    .from(announcements)
    .where(eq(announcements.id, drafted.ok ? drafted.value.id : id));
  expect(draft).toMatchObject({ publishedAt: null, competitionId: board.competitionId });
  expect(Object.keys(draft!.title).sort()).toEqual(["en", "zh-Hans"]);
  expect(wording("en", "judging.rejudges.announceBody", { count: 1 })).toContain("1 submission again");
  expect(draft!.body.en).toMatch(/5 submissions.*version 1.*The scorer was wrong.*changed: 4/s);
  expect(draft!.body["zh-Hans"]).toMatch(/5 个提交.*第 1 版.*4 个/s);
});

test("a competition that is judged again waits no longer for what its teams submit now", async () => {
  await five();
  const [busy, calm] = [await aContest(), await aContest()];
  const organiser = await aViewer({ role: "organiser" });
  const [theirs, others] = [await aTeamIn(busy), await aTeamIn(calm)];
  for (let i = 0; i < 3; i++) await score(busy, theirs.entryId, { accuracy: "0.5" }, later(i));
  const id = await aRejudge(busy, organiser, later(60));
  await goOnWithRejudge(id, later(60));
  for (let i = 0; i < 3; i++) expect((await aClaim(later(61 + i))).run.rejudgeId).toBe(id);
  // Three runs of the rejudge are at work: they say nothing of how the competition's teams were served.
  const inCalm = await aSubmission(calm, { viewer: others.viewer, now: later(70) });
  const second = await aTeamIn(calm, "Second");
  await aClaim(later(71));
  const next = await aSubmission(calm, { viewer: second.viewer, now: later(72) });
  const inBusy = await aSubmission(busy, { viewer: theirs.viewer, now: later(73) });
  await db
    .update(runs)
    .set({ turn: 0 })
    .where(inArray(runs.submissionId, [next.id, inBusy.id]));
  expect((await aClaim(later(74))).run.submissionId).toBe(inBusy.id);
  expect((await aClaim(later(75))).run.submissionId).toBe(next.id);
  expect(inCalm.id).not.toBe(next.id);
  await db.update(submissions).set({ state: "cancelled" }).where(eq(submissions.id, inBusy.id));
});
