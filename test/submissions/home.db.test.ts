import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { organising, takingPart } from "../../app/submissions/home-queries.server.ts";
import { db } from "../../db/connect.ts";
import { competitions, entries } from "../../db/schema/index.ts";
import { aViewer } from "../factories/forums.ts";
import { aContest, aSubmission, aTeamIn, later, NOW } from "../factories/submissions.ts";

test("whoever takes part finds the nearest deadline first, the latest submission, and the next step", async () => {
  const soon = await aContest({ endsAt: later(3600) });
  const mine = await aTeamIn(soon);
  await aSubmission(soon, { viewer: mine.viewer, now: later(-60) });
  const { id } = await aSubmission(soon, { viewer: mine.viewer });
  const [found, ...more] = await takingPart(mine.viewer, NOW);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ teamName: "Team", next: "submit", deadline: later(3600), latest: { id } });
  expect(await takingPart(mine.viewer, later(3600))).toMatchObject([{ next: "results", deadline: null }]);
});

test("nobody finds what others take part in, nor what is put away or left", async () => {
  const contest = await aContest();
  const mine = await aTeamIn(contest);
  const other = await aTeamIn(contest, "Other");
  expect((await takingPart(mine.viewer, NOW)).map((one) => one.entryId)).toEqual([mine.entryId]);
  await db.update(entries).set({ kind: "baseline" }).where(eq(entries.id, other.entryId));
  expect(await takingPart(other.viewer, NOW)).toEqual([]);
  await db.update(entries).set({ kind: "team" }).where(eq(entries.id, other.entryId));
  await db.update(entries).set({ state: "withdrawn" }).where(eq(entries.id, mine.entryId));
  expect(await takingPart(mine.viewer, NOW)).toEqual([]);
  await db.update(competitions).set({ state: "archived" }).where(eq(competitions.id, contest.competitionId));
  expect(await takingPart(other.viewer, NOW)).toEqual([]);
});

test("organisers find what waits for their word, and teams nothing of it", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  await db.update(entries).set({ state: "pending" }).where(eq(entries.id, team.entryId));
  const owner = await aViewer({ role: "owner" });
  const found = await organising(owner);
  expect(found).toContainEqual(
    expect.objectContaining({ slug: contest.slug, pendingEntries: 1, openQuestions: 0, rejudges: 0 }),
  );
  expect(await organising(team.viewer)).toEqual([]);
});
