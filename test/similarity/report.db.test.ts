import { spawn } from "node:child_process";
import { once } from "node:events";
import { eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { beforeAll, expect, test } from "vitest";
import { SidesOfPair } from "../../app/api/insight-shapes.ts";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import { cancelReport } from "../../app/similarity/cancel-report.server.ts";
import { endLostReports } from "../../app/similarity/end-lost.server.ts";
import { pairById, similarityOf } from "../../app/similarity/queries.server.ts";
import { beginReport, compareSources } from "../../app/similarity/report.server.ts";
import { reviewPair } from "../../app/similarity/review.server.ts";
import { sourceFiles } from "../../app/similarity/source.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { provide, webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { phases, similarityPairs, similarityReports, submissions } from "../../db/schema/index.ts";
import { aViewer } from "../factories/forums.ts";
import { MODEL } from "../factories/sources.ts";
import { aContest, aSubmission, aTeamIn, aZip, later, NOW } from "../factories/submissions.ts";
import { program } from "../support/programs.ts";

const SECRET = "# the secret of the first team\n";
const renamed = MODEL.replaceAll("weights", "theta").replaceAll("rows", "data");

let made: Awaited<ReturnType<typeof reported>>;
beforeAll(async () => {
  // Makes the queue's tables.
  await (await startJobs({})).stop();
  made = await reported();
});

/** Two teams with the same source, one with another; and a report about them. */
async function reported(options: { template?: boolean } = {}) {
  const contest = await aContest();
  const organiser = await aViewer({ role: "organiser" });
  const [a, b, c] = [await aTeamIn(contest, "A"), await aTeamIn(contest, "B"), await aTeamIn(contest, "C")];
  const sources: { viewer: SignedInViewer; files: Record<string, string> }[] = [
    { viewer: a.viewer, files: { "model.py": SECRET + MODEL, "model2.py": "x = 1\n" } },
    { viewer: b.viewer, files: { "data.csv": "1,2", "src/model.py": renamed } },
    { viewer: c.viewer, files: { "answers.csv": "1,2,3" } },
  ];
  for (const [i, { viewer, files }] of sources.entries())
    await aSubmission(contest, { viewer, blob: await aZip(files), now: later(i) });
  if (options.template) {
    const kit = await aZip({ "starter.py": MODEL });
    await db.update(phases).set({ startingKit: kit.hash }).where(eq(phases.id, contest.phaseId));
  }
  const begun = await beginReport({
    viewer: organiser,
    slug: contest.slug,
    phase: 0,
    choice: "latest",
    now: NOW,
  });
  if (!begun.ok) throw new Error(begun.refusal.reason);
  await compareSources({ reportId: begun.value.id, choice: "latest" });
  return { contest, organiser, a, b, reportId: begun.value.id };
}

test("a report finds the copy between teams and shows both sides with the piece in common", async () => {
  const { contest, organiser } = made;
  const found = await similarityOf(organiser, contest.slug, null, 1);
  expect(found?.report).toMatchObject({ state: "ready", done: 3, total: 3 });
  expect(found?.pairs).toHaveLength(1);
  const [pair] = found!.pairs;
  expect([pair!.left.team, pair!.right.team].sort()).toEqual(["A", "B"]);
  expect(Number(pair!.similarity)).toBeGreaterThan(0.8);
  expect(found?.histogram.reduce((x, y) => x + y)).toBe(1);
  const page = await pairById(organiser, contest.slug, pair!.id);
  const told = SidesOfPair.parse({ ...page!, reviewedAt: null });
  expect(told).toMatchObject({ fragments: page!.fragments, left: { files: page!.left.files } });
  expect(JSON.stringify(told)).not.toContain("hash");
  const sides = [page!.left, page!.right];
  expect(sides.find((side) => side.team === "B")!.files.map((file) => file.name)).toEqual(["src/model.py"]);
  for (const side of sides) {
    const common = side.files.flatMap((file) => file.pieces).filter((piece) => piece.fragment === 1);
    expect(common.map((piece) => piece.text).join()).toContain("def fit");
  }
});

test("what stands in the phase's starting kit is no similarity", async () => {
  const { contest, organiser } = await reported({ template: true });
  expect((await similarityOf(organiser, contest.slug, null, 1))?.pairs).toEqual([]);
});

test("nobody but organisers sees a report, a pair or a line of another team's source", async () => {
  const { contest, organiser, a, b } = made;
  const [pair] = (await similarityOf(organiser, contest.slug, null, 1))!.pairs;
  for (const viewer of [a.viewer, b.viewer, await aViewer()]) {
    expect(await similarityOf(viewer, contest.slug, null, 1)).toBeNull();
    expect(await pairById(viewer, contest.slug, pair!.id)).toBeNull();
    expect(
      await reviewPair({ viewer, slug: contest.slug, pairId: pair!.id, note: "", reviewed: true, now: NOW }),
    ).toMatchObject({ refusal: { code: "not_found" } });
    expect(
      await beginReport({ viewer, slug: contest.slug, phase: 0, choice: "latest", now: NOW }),
    ).toMatchObject({ refusal: { code: "not_found" } });
  }
  const other = await aContest();
  expect(await pairById(organiser, other.slug, pair!.id)).toBeNull();
});

test("an organiser's note and mark stay with the pair, and change nothing else", async () => {
  const { contest, organiser } = made;
  const before = await db
    .select()
    .from(submissions)
    .where(eq(submissions.competitionId, contest.competitionId));
  const [pair] = (await similarityOf(organiser, contest.slug, null, 1))!.pairs;
  const review = (note: string) =>
    reviewPair({ viewer: organiser, slug: contest.slug, pairId: pair!.id, note, reviewed: true, now: NOW });
  expect(await review("x".repeat(2001))).toMatchObject({ refusal: { field: "note" } });
  expect(await review(" They share a tutorial. ")).toMatchObject({ ok: true });
  const [row] = await db.select().from(similarityPairs).where(eq(similarityPairs.id, pair!.id));
  expect(row).toMatchObject({ note: "They share a tutorial.", reviewedBy: organiser.person.id });
  expect(
    await db.select().from(submissions).where(eq(submissions.competitionId, contest.competitionId)),
  ).toEqual(before);
});

const begun = async (options: Parameters<typeof twoCopies>[0] = {}) => {
  const its = await twoCopies(options);
  const { organiser: viewer, contest } = its;
  const report = await beginReport({ viewer, slug: contest.slug, phase: 0, choice: "latest", now: NOW });
  if (!report.ok) throw new Error(report.refusal.reason);
  const stateNow = async () =>
    (await db.select().from(similarityReports).where(eq(similarityReports.id, report.value.id)))[0];
  return { ...its, reportId: report.value.id, stateNow };
};

/** Teams that all handed in the same. */
async function twoCopies({ teams = 2 }: { teams?: number }) {
  const contest = await aContest();
  const organiser = await aViewer({ role: "organiser" });
  const blob = await aZip({ "model.py": MODEL });
  for (let i = 0; i < teams; i++) {
    const { viewer } = await aTeamIn(contest, `T${i}`);
    await aSubmission(contest, { viewer, blob, now: later(i) });
  }
  return { contest, organiser };
}

test("a cancelled report ends, keeps nothing and lets another begin; strangers cancel none", async () => {
  const { contest, organiser, reportId, stateNow } = await begun();
  const cancel = (viewer: SignedInViewer, slug = contest.slug) =>
    cancelReport({ viewer, slug, reportId, now: NOW });
  expect(await cancel(await aViewer())).toMatchObject({ refusal: { code: "not_found" } });
  expect(await cancel(organiser, (await aContest()).slug)).toMatchObject({ refusal: { code: "not_found" } });
  expect(await cancel(organiser)).toMatchObject({ ok: true });
  await compareSources({ reportId, choice: "latest" });
  expect(await stateNow()).toMatchObject({ state: "cancelled", done: 0 });
  expect((await similarityOf(organiser, contest.slug, reportId, 1))?.pairs).toEqual([]);
  expect(await cancel(organiser)).toMatchObject({ refusal: { code: "conflict" } });
  const again = { viewer: organiser, slug: contest.slug, phase: 0, choice: "latest", now: later(9) } as const;
  expect(await beginReport(again)).toMatchObject({ ok: true });
});

test("a report whose process is killed is lost when its lease ends, and another can begin", async () => {
  const { contest, organiser, reportId, stateNow } = await begun({ teams: 12 });
  await db.execute(sql`create function wait_here() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock(4711); return new; end $$`);
  await db.execute(sql`create trigger wait_here before update on similarity_reports
    for each row when (new.done = 10) execute function wait_here()`);
  const holding = postgres(webConfig().DATABASE_URL, { max: 1, onnotice: () => {} });
  await holding`select pg_advisory_lock(4711)`;
  const worker = spawn(process.execPath, [program("similarity"), reportId], {
    env: process.env,
    stdio: "inherit",
  });
  const died = once(worker, "exit");
  try {
    const waits = () =>
      db.execute(sql`select 1 from pg_locks where locktype = 'advisory' and objid = 4711 and not granted`);
    await expect.poll(async () => (await waits()).length, { timeout: 60_000 }).toBe(1);
    worker.kill("SIGKILL");
    expect(await died).toEqual([null, "SIGKILL"]);
  } finally {
    worker.kill("SIGKILL");
    await holding.end();
    await db.execute(sql`drop function wait_here cascade`);
  }
  const lease = (await stateNow())!.leaseUntil!;
  await endLostReports(lease);
  expect(await stateNow()).toMatchObject({ state: "running" });
  const after = new Date(lease.getTime() + 1);
  const another = { viewer: organiser, slug: contest.slug, phase: 0, choice: "latest" } as const;
  expect(await beginReport({ ...another, now: lease })).toMatchObject({ refusal: { code: "conflict" } });
  expect(await beginReport({ ...another, now: after })).toMatchObject({ ok: true });
  expect(await stateNow()).toMatchObject({ state: "failed", finishedAt: after });
  const lost = await similarityOf(organiser, contest.slug, reportId, 1);
  expect(lost).toMatchObject({ report: { state: "failed", lost: true }, pairs: [] });
  // The queue gives the killed work out again: nobody wants it any more.
  await compareSources({ reportId, choice: "latest" });
  expect(await stateNow()).toMatchObject({ state: "failed" });
});

test("a lease is renewed while the work goes on, and a report that nobody takes up does not wait for ever", async () => {
  const { reportId, stateNow } = await begun({ teams: 2 });
  const leases = new Set<string>();
  await db.execute(sql`create table leases (until timestamptz)`);
  await db.execute(sql`create function note_lease() returns trigger language plpgsql as
    $$ begin insert into leases values (new.lease_until); return new; end $$`);
  await db.execute(sql`create trigger note_lease before update on similarity_reports
    for each row execute function note_lease()`);
  provide({ SIMILARITY_LEASE_S: "0.2" });
  try {
    await compareSources({ reportId, choice: "latest" });
    for (const { until } of await db.execute<{ until: string }>(sql`select until from leases`))
      leases.add(String(until));
  } finally {
    provide({ SIMILARITY_LEASE_S: "60" });
    await db.execute(sql`drop function note_lease cascade`);
  }
  expect(leases.size).toBeGreaterThan(1);
  expect(await stateNow()).toMatchObject({ state: "ready" });

  const waiting = await begun();
  const late = new Date(NOW.getTime() + 3_600_000);
  await endLostReports(late);
  expect(await waiting.stateNow()).toMatchObject({ state: "queued" });
  await endLostReports(new Date(late.getTime() + 1));
  expect(await waiting.stateNow()).toMatchObject({ state: "failed" });
});

test("a report cancelled in the middle of its work stops there", async () => {
  const { organiser, contest, reportId, stateNow } = await begun({ teams: 12 });
  await db.execute(sql`create function cancel_it() returns trigger language plpgsql as
    $$ begin if new.done > 0 then new.state := 'cancelled'; end if; return new; end $$`);
  await db.execute(sql`create trigger cancel_it before update on similarity_reports
    for each row when (new.done = 10) execute function cancel_it()`);
  try {
    await compareSources({ reportId, choice: "latest" });
  } finally {
    await db.execute(sql`drop function cancel_it cascade`);
  }
  expect(await stateNow()).toMatchObject({ state: "cancelled", done: 10 });
  expect((await similarityOf(organiser, contest.slug, reportId, 1))?.pairs).toEqual([]);
});

test("a comparison that needs more memory than it may have fails alone, and says so", async () => {
  const { reportId, stateNow } = await begun();
  provide({ SIMILARITY_MEMORY_MB: "4" });
  try {
    await compareSources({ reportId, choice: "latest" });
  } finally {
    provide({ SIMILARITY_MEMORY_MB: "512" });
  }
  expect(await stateNow()).toMatchObject({ state: "failed", error: expect.stringContaining("ended early") });
});

test("a report reads no more teams, files and bytes, and keeps no more pairs, than the settings say", async () => {
  const { organiser, contest, reportId, stateNow } = await begun({ teams: 4 });
  provide({ SIMILARITY_MAX_ENTRIES: "3", SIMILARITY_MAX_PAIRS: "2" });
  try {
    await compareSources({ reportId, choice: "latest" });
  } finally {
    provide({ SIMILARITY_MAX_ENTRIES: "1000", SIMILARITY_MAX_PAIRS: "500" });
  }
  expect(await stateNow()).toMatchObject({ state: "ready", total: 3 });
  expect((await similarityOf(organiser, contest.slug, reportId, 1))?.pairs).toHaveLength(2);

  const { hash } = await aZip({ "a.py": "a = 1\n", "b.py": "b = 22\n", "c.py": "c = 333\n" });
  const names = async (settings: Record<string, string>) => {
    const before = Object.keys(settings).map((name) => [name, String(webConfig()[name as "PAGE_ROWS"])]);
    provide(settings);
    try {
      return (await sourceFiles(hash)).map((file) => file.name);
    } finally {
      provide(Object.fromEntries(before));
    }
  };
  expect(await names({ SIMILARITY_MAX_FILES: "2" })).toEqual(["a.py", "b.py"]);
  expect(await names({ SIMILARITY_MAX_FILE_BYTES: "7" })).toEqual(["a.py", "b.py"]);
  expect(await names({ SIMILARITY_MAX_BYTES: "13" })).toEqual(["a.py", "b.py"]);
});

test("a second report is refused while one is under way, and of a phase there is not", async () => {
  const contest = await aContest();
  const viewer = await aViewer({ role: "organiser" });
  const begin = (phase: number) =>
    beginReport({ viewer, slug: contest.slug, phase, choice: "best", now: NOW });
  expect(await begin(9)).toMatchObject({ refusal: { code: "invalid", field: "phase" } });
  const answers = await Promise.all([begin(0), begin(0)]);
  expect(answers.filter((a) => a.ok)).toHaveLength(1);
  expect(answers.find((a) => !a.ok)).toMatchObject({ refusal: { reason: "similarity.refusals.running" } });
});
