import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { cancel } from "../../app/submissions/cancel.server.ts";
import { submit } from "../../app/submissions/submit.server.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { db } from "../../db/connect.ts";
import { competitions, entries, runs, submissions } from "../../db/schema/index.ts";
import { aPerson } from "../factories/people.ts";
import { aContest, aSubmission, aTeamIn, aZip, type Contest, later, NOW } from "../factories/submissions.ts";

type Person = Awaited<ReturnType<typeof aPerson>>;

const handIn = async (contest: Contest, { viewer }: Pick<Person, "viewer">, more: object = {}) =>
  submit({ viewer, slug: contest.slug, blob: await aZip(), fileName: "a.zip", now: NOW, ...more });
const reasonOf = (outcome: Awaited<ReturnType<typeof submit>>) =>
  outcome.ok ? "accepted" : outcome.refusal.reason.replace("submissions.refusals.", "");

test("a submission waits as one run for each task of the phase", async () => {
  const contest = await aContest();
  const team = await aTeamIn(contest);
  const submission = await aSubmission(contest, team);
  expect(submission.number).toBe(1);
  const waiting = await db.select().from(runs).where(eq(runs.submissionId, submission.id));
  expect(waiting.map(({ state, taskId }) => [state, taskId])).toEqual([["queued", contest.taskId]]);
});

test("of twenty submissions that arrive together a quota of three takes exactly three", async () => {
  const contest = await aContest({ maxPerDay: 3 });
  const team = await aTeamIn(contest);
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => handIn(contest, team)));
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(3);
  expect(new Set(outcomes.filter((o) => !o.ok).map(reasonOf))).toEqual(new Set(["overDailyQuota"]));
  const kept = await db.select().from(submissions).where(eq(submissions.entryId, team.entryId));
  expect(kept.map((row) => row.number).sort()).toEqual([1, 2, 3]);
});

test("submissions of many teams at once get different numbers", async () => {
  const contest = await aContest();
  const crowd = await Promise.all(Array.from({ length: 6 }, () => aTeamIn(contest)));
  const made = await Promise.all(crowd.map((team) => aSubmission(contest, team)));
  expect(made.map((submission) => submission.number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

test("the daily quota turns at midnight UTC while the phase's own goes on", async () => {
  const contest = await aContest({ maxPerDay: 1, maxTotal: 2 });
  const team = await aTeamIn(contest);
  await aSubmission(contest, team);
  expect(reasonOf(await handIn(contest, team))).toBe("overDailyQuota");
  expect(reasonOf(await handIn(contest, team, { now: new Date("2026-11-06T00:00:00Z") }))).toBe("accepted");
  expect(reasonOf(await handIn(contest, team, { now: new Date("2026-11-07T00:00:00Z") }))).toBe(
    "overTotalQuota",
  );
});

test("a cancelled submission gives its place in the quota back and its run never starts", async () => {
  const contest = await aContest({ maxTotal: 1 });
  const team = await aTeamIn(contest);
  const { id } = await aSubmission(contest, team);
  expect(await cancel({ viewer: team.viewer, submissionId: id, now: later(1) })).toMatchObject({ ok: true });
  const [run] = await db.select().from(runs).where(eq(runs.submissionId, id));
  expect(run?.state).toBe("cancelled");
  expect(reasonOf(await handIn(contest, team))).toBe("accepted");
  const again = await cancel({ viewer: team.viewer, submissionId: id, now: later(2) });
  expect(again).toMatchObject({ refusal: { code: "conflict" } });
});

test("nobody of another team can cancel a submission", async () => {
  const contest = await aContest();
  const { id } = await aSubmission(contest, await aTeamIn(contest));
  const { viewer } = await aTeamIn(contest, "Others");
  expect(await cancel({ viewer, submissionId: id, now: NOW })).toMatchObject({
    refusal: { code: "not_found" },
  });
});

describe("a submission is refused, and nothing is written,", () => {
  const refusals: [
    string,
    string,
    (contest: Contest, team: Person & { entryId: string }) => Promise<object>,
  ][] = [
    ["to a person without an entry", "noEntry", async () => ({ viewer: (await aPerson()).viewer })],
    [
      "to a person whose address is not verified",
      "unverified",
      async () => ({ viewer: (await aPerson({ verified: false })).viewer }),
    ],
    [
      "before the phase begins",
      "phaseNotStarted",
      async () => ({ phasePosition: 0, now: new Date("2026-10-01") }),
    ],
    ["while no phase is open", "noPhaseOpen", async () => ({ now: new Date("2026-10-01") })],
    ["for a phase that does not exist", "noPhase", async () => ({ phasePosition: 7 })],
    ["for a competition that does not exist", "notFound", async () => ({ slug: "nowhere" })],
    [
      "to an entry that waits to be accepted",
      "entryPending",
      async (_c, team) => {
        await db.update(entries).set({ state: "pending" }).where(eq(entries.id, team.entryId));
        return {};
      },
    ],
    [
      "to a withdrawn entry",
      "entryWithdrawn",
      async (_c, team) => {
        await db.update(entries).set({ state: "withdrawn" }).where(eq(entries.id, team.entryId));
        return {};
      },
    ],
    [
      "to a disqualified entry",
      "entryDisqualified",
      async (_c, team) => {
        await db.update(entries).set({ state: "disqualified" }).where(eq(entries.id, team.entryId));
        return {};
      },
    ],
    [
      "once the competition is closed",
      "notOpenYet",
      async (contest) => {
        await db
          .update(competitions)
          .set({ state: "closed" })
          .where(eq(competitions.id, contest.competitionId));
        return {};
      },
    ],
    [
      "when the file is no archive",
      "notAnArchive",
      async () => ({ blob: await blobStore().put(Readable.from(["just text"]), { maxBytes: 100 }) }),
    ],
    [
      "when the file is larger than allowed",
      "tooLarge",
      async () => ({ blob: { ...(await aZip()), size: 10 ** 12 } }),
    ],
  ];
  test.each(refusals)("%s", async (_when, reason, circumstances) => {
    const contest = await aContest();
    const team = await aTeamIn(contest);
    const more = await circumstances(contest, team);
    expect(reasonOf(await handIn(contest, team, more))).toBe(reason);
    expect(
      await db.select().from(submissions).where(eq(submissions.competitionId, contest.competitionId)),
    ).toEqual([]);
  });

  test("after the phase has ended", async () => {
    const contest = await aContest({ endsAt: NOW });
    expect(reasonOf(await handIn(contest, await aTeamIn(contest), { phasePosition: 0 }))).toBe("phaseEnded");
  });
});
