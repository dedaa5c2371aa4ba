import { and, eq, sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { cancel } from "../../app/submissions/cancel.server.ts";
import { submitFacts } from "../../app/submissions/form-queries.server.ts";
import { migratePhases } from "../../app/submissions/migrate.server.ts";
import { provide } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { boards, entries, phases, phaseTasks, runs, submissions } from "../../db/schema/index.ts";
import { score } from "../factories/boards.ts";
import { aContest, aSubmission, aTeamIn, type Contest, later, NOW } from "../factories/submissions.ts";

/** A second phase, in which the first one's submissions go on. */
async function aSecondPhase(contest: Contest, more: Partial<typeof phases.$inferInsert> = {}) {
  const [phase] = await db
    .insert(phases)
    .values({
      competitionId: contest.competitionId,
      position: 1,
      name: { en: "Second" },
      startsAt: later(60),
      autoMigrate: true,
      maxPerDay: 1,
      maxTotal: 2,
      ...more,
    })
    .returning();
  await db.insert(phaseTasks).values({ phaseId: phase!.id, taskId: contest.taskId, position: 0 });
  await db
    .insert(boards)
    .values({ competitionId: contest.competitionId, phaseId: phase!.id, title: "Second" });
  return phase!;
}
const carriedInto = (phaseId: string) =>
  db.select().from(submissions).where(eq(submissions.phaseId, phaseId));

test("what stands on the board is carried over once, also by two processes at a time, and counts afterwards", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const rival = await aTeamIn(contest, "Rival");
  await score(contest, team.entryId, { accuracy: "0.4" }, NOW);
  const best = await score(contest, team.entryId, { accuracy: "0.9" }, later(1));
  const theirs = await score(contest, rival.entryId, { accuracy: "0.5" }, later(2));
  const phase = await aSecondPhase(contest);
  expect(await migratePhases(later(59))).toBe(0);
  const counts = await Promise.all([1, 2, 3, 4].map(() => migratePhases(later(61))));
  expect(counts.reduce((all, n) => all + n, 0)).toBe(2);
  expect(await migratePhases(later(120))).toBe(0);
  const carried = await carriedInto(phase.id);
  expect(carried.map((row) => row.migratedFrom).sort()).toEqual([best, theirs].sort());
  expect(carried.every((row) => row.state === "queued" && row.counts)).toBe(true);
  const waiting = await db
    .select()
    .from(runs)
    .where(and(eq(runs.competitionId, contest.competitionId), eq(runs.state, "queued")));
  expect(waiting).toHaveLength(2);
  const facts = await submitFacts(team.viewer, contest.slug, later(62));
  expect(facts?.phases.find((p) => p.position === 1)).toMatchObject({ used: { today: 1, total: 1 } });
  for (const { id } of carried) await cancel({ viewer: team.viewer, submissionId: id, now: NOW });
  await db.update(runs).set({ state: "cancelled" }).where(eq(runs.state, "queued"));
});

test("nothing is carried over while the phase before still judges", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  await score(contest, team.entryId, { accuracy: "0.4" }, NOW);
  const { id } = await aSubmission(contest, team);
  const phase = await aSecondPhase(contest);
  expect(await migratePhases(later(61))).toBe(0);
  expect((await db.select().from(phases).where(eq(phases.id, phase.id)))[0]?.migratedAt).toBeNull();
  await cancel({ viewer: team.viewer, submissionId: id, now: later(62) });
  expect(await migratePhases(later(120))).toBe(1);
  expect(await carriedInto(phase.id)).toHaveLength(1);
});

test("limits of the new phase are ignored, and a disqualified team stays behind", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const gone = await aTeamIn(contest, "Gone");
  await score(contest, team.entryId, { accuracy: "0.4" }, NOW);
  await score(contest, gone.entryId, { accuracy: "0.8" }, NOW);
  await db.update(entries).set({ state: "disqualified" }).where(eq(entries.id, gone.entryId));
  const phase = await aSecondPhase(contest, { maxWaiting: 1, accepts: ["image_tar"] });
  await migratePhases(later(61));
  expect((await carriedInto(phase.id)).map((row) => row.entryId)).toEqual([team.entryId]);
});

test("a phase that does not ask for it gets nothing", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  await score(contest, team.entryId, { accuracy: "0.4" }, NOW);
  const phase = await aSecondPhase(contest, { autoMigrate: false });
  expect(await migratePhases(later(61))).toBe(0);
  expect(await carriedInto(phase.id)).toEqual([]);
});

test("a step that fails undoes only itself: the next look goes on there, and nobody is carried twice", async () => {
  provide({ REJUDGE_STEP: "2" });
  onTestFinished(() => provide({ REJUDGE_STEP: "" }));
  const contest = await aContest();
  const best: string[] = [];
  for (let n = 0; n < 5; n++) {
    const team = await aTeamIn(contest, `Team ${n}`);
    best.push(await score(contest, team.entryId, { accuracy: `0.${n + 1}` }, later(n)));
  }
  const phase = await aSecondPhase(contest);
  // The disk of the database is full, as it were, when the fourth is to be written.
  await db.execute(sql`alter table submissions add constraint no_more
    check (migrated_from <> ${sql.raw(`'${best[3]}'`)}::uuid)`);
  try {
    await expect(migratePhases(later(61))).rejects.toThrow();
  } finally {
    await db.execute(sql`alter table submissions drop constraint no_more`);
  }
  expect((await carriedInto(phase.id)).map((row) => row.migratedFrom).sort()).toEqual(
    best.slice(0, 2).sort(),
  );
  expect((await db.select().from(phases).where(eq(phases.id, phase.id)))[0]?.migratedAt).toBeNull();
  expect(await migratePhases(later(62))).toBe(3);
  const carried = await carriedInto(phase.id);
  expect(carried.map((row) => row.migratedFrom).sort()).toEqual([...best].sort());
  expect(new Set(carried.map((row) => row.number)).size).toBe(5);
  expect(await migratePhases(later(63))).toBe(0);
});
