import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { claim } from "../../app/judging/claim.server.ts";
import { finish } from "../../app/judging/finish.server.ts";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import { cancel } from "../../app/submissions/cancel.server.ts";
import { submitFacts } from "../../app/submissions/form-queries.server.ts";
import { grantQuota, takeBackGrant } from "../../app/submissions/grant-quota.server.ts";
import {
  grantsFor,
  readFilter,
  submissionsForOrganiser,
  teamsNamed,
} from "../../app/submissions/organiser-queries.server.ts";
import { refund } from "../../app/submissions/refund.server.ts";
import { startHeld } from "../../app/submissions/start-held.server.ts";
import { submit } from "../../app/submissions/submit.server.ts";
import { db } from "../../db/connect.ts";
import { auditEvents, competitions, submissions } from "../../db/schema/index.ts";
import { aViewer } from "../factories/forums.ts";
import {
  aContest,
  aHost,
  aReport,
  aSubmission,
  aTeamIn,
  aZip,
  claimed,
  hostFacts,
  later,
  NOW,
} from "../factories/submissions.ts";

const reasonOf = (outcome: { ok: boolean; refusal?: { reason: string } }) =>
  outcome.ok ? "done" : outcome.refusal?.reason.replace("submissions.refusals.", "");
const anOrganiser = () => aViewer({ role: "organiser" });
const actsIn = async (competitionId: string) =>
  (await db.select().from(auditEvents).where(eq(auditEvents.competitionId, competitionId))).map((a) => a.act);

async function failedSubmission(contest: Awaited<ReturnType<typeof aContest>>, viewer: SignedInViewer) {
  const { id } = await aSubmission(contest, { viewer });
  const host = await aHost();
  const { attemptId } = await claimed(host);
  const report = aReport({ cause: "timed_out", scores: {} });
  await finish({ hostId: host.id, attemptId, report, now: later(5), onScored: async () => {} });
  return id;
}

describe("an organiser's refund", () => {
  test("gives the team its turn back, with a reason that is recorded", async () => {
    const contest = await aContest({ maxTotal: 1 });
    const team = await aTeamIn(contest);
    const id = await failedSubmission(contest, team.viewer);
    const again = async () =>
      submit({ ...team, slug: contest.slug, blob: await aZip(), fileName: "b.zip", now: later(9) });
    expect(reasonOf(await again())).toBe("overTotalQuota");
    const viewer = await anOrganiser();
    expect(reasonOf(await refund({ viewer, submissionId: id, reason: " ", now: NOW }))).toBe("noReason");
    expect(reasonOf(await refund({ viewer, submissionId: id, reason: "Broken data", now: NOW }))).toBe(
      "done",
    );
    const [row] = await db.select().from(submissions).where(eq(submissions.id, id));
    expect(row).toMatchObject({ counts: false, refundReason: "Broken data", state: "failed" });
    expect(await actsIn(contest.competitionId)).toEqual(["submission.refunded"]);
    expect(reasonOf(await refund({ viewer, submissionId: id, reason: "Twice", now: NOW }))).toBe(
      "costsNothing",
    );
    const taken = await again();
    if (!taken.ok) throw new Error(taken.refusal.reason);
    await cancel({ viewer: team.viewer, submissionId: taken.value.id, now: NOW });
  });

  test("is refused while the submission has not ended, and does not exist for the team itself", async () => {
    const contest = await aContest();
    const team = await aTeamIn(contest);
    const { id } = await aSubmission(contest, team);
    const viewer = await anOrganiser();
    expect(reasonOf(await refund({ viewer, submissionId: id, reason: "x", now: NOW }))).toBe("notEnded");
    expect(reasonOf(await refund({ viewer: team.viewer, submissionId: id, reason: "x", now: NOW }))).toBe(
      "noSubmission",
    );
    await cancel({ viewer: team.viewer, submissionId: id, now: NOW });
  });
});

describe("a grant", () => {
  const grant = (entryId: string, more: object = {}) => ({
    entryId,
    phasePosition: 0,
    morePerDay: 1,
    moreTotal: 0,
    reason: "Lost a day",
    ...more,
  });

  test("lets one team hand in more, is shown to it, and can be taken back", async () => {
    const contest = await aContest({ maxPerDay: 1 });
    const team = await aTeamIn(contest);
    const others = await aTeamIn(contest, "Others");
    const viewer = await anOrganiser();
    const made = await grantQuota({ viewer, slug: contest.slug, grant: grant(team.entryId), now: NOW });
    if (!made.ok) throw new Error(made.refusal.reason);
    const facts = await submitFacts(team.viewer, contest.slug, NOW);
    expect(facts?.phases[0]).toMatchObject({ granted: { morePerDay: 1 }, left: { today: 2 } });
    expect((await submitFacts(others.viewer, contest.slug, NOW))?.phases[0]?.left.today).toBe(1);
    expect(await takeBackGrant({ viewer, slug: contest.slug, grantId: made.value.id, now: NOW })).toEqual({
      ok: true,
      value: null,
    });
    expect((await submitFacts(team.viewer, contest.slug, NOW))?.phases[0]?.left.today).toBe(1);
    expect(await actsIn(contest.competitionId)).toEqual(["quota.granted", "quota.grant_taken_back"]);
    expect(
      reasonOf(await takeBackGrant({ viewer, slug: contest.slug, grantId: made.value.id, now: NOW })),
    ).toBe("noGrant");
  });

  test.each([
    ["without a reason", "noReason", { reason: "" }],
    ["of nothing", "grantsNothing", { morePerDay: 0 }],
    ["of half a submission", "grantNumber", { morePerDay: 0.5 }],
    ["of fewer", "grantNumber", { moreTotal: -1 }],
    ["for a phase that does not exist", "noPhase", { phasePosition: 9 }],
    ["for a team that is not here", "noTeam", { entryId: randomUUID() }],
  ])("%s is refused", async (_what, reason, more) => {
    const contest = await aContest();
    const { entryId } = await aTeamIn(contest);
    const viewer = await anOrganiser();
    expect(
      reasonOf(await grantQuota({ viewer, slug: contest.slug, grant: grant(entryId, more), now: NOW })),
    ).toBe(reason);
  });

  test("is nothing that a team can give itself or see the list of", async () => {
    const contest = await aContest();
    const { viewer, entryId } = await aTeamIn(contest);
    expect(reasonOf(await grantQuota({ viewer, slug: contest.slug, grant: grant(entryId), now: NOW }))).toBe(
      "notFound",
    );
    expect(await grantsFor(viewer, contest.competitionId, 1)).toBeNull();
    expect(await teamsNamed(viewer, contest.competitionId, "")).toEqual([]);
  });
});

describe("where organisers start submissions themselves", () => {
  async function aHeldContest() {
    const contest = await aContest();
    await db.update(competitions).set({ autoRun: false }).where(eq(competitions.id, contest.competitionId));
    return contest;
  }

  test("a submission is held, no host gets it, and it is judged once an organiser starts it", async () => {
    const contest = await aHeldContest();
    const team = await aTeamIn(contest);
    const { id } = await aSubmission(contest, team);
    const second = await aSubmission(contest, { ...team, now: later(1) });
    const host = await aHost();
    expect(await claim({ host, facts: hostFacts(), now: NOW })).toBeNull();
    const viewer = await anOrganiser();
    expect(
      reasonOf(await startHeld({ viewer: team.viewer, slug: contest.slug, submissionId: id, now: NOW })),
    ).toBe("notFound");
    expect(await startHeld({ viewer, slug: contest.slug, submissionId: id, now: NOW })).toEqual({
      ok: true,
      value: { started: 1 },
    });
    expect(await claim({ host, facts: hostFacts(), now: NOW })).not.toBeNull();
    expect(await startHeld({ viewer, slug: contest.slug, now: NOW })).toMatchObject({
      value: { started: 1 },
    });
    expect(reasonOf(await startHeld({ viewer, slug: contest.slug, now: NOW }))).toBe("noneHeld");
    for (const submissionId of [id, second.id]) await cancel({ viewer, submissionId, now: NOW });
  });

  test("a held submission can be cancelled and then never starts", async () => {
    const contest = await aHeldContest();
    const team = await aTeamIn(contest);
    const { id } = await aSubmission(contest, team);
    expect(await cancel({ viewer: team.viewer, submissionId: id, now: NOW })).toMatchObject({ ok: true });
    const viewer = await anOrganiser();
    expect(reasonOf(await startHeld({ viewer, slug: contest.slug, now: NOW }))).toBe("noneHeld");
  });
});

describe("the organiser's list", () => {
  const list = (viewer: SignedInViewer, competitionId: string, query = "") =>
    submissionsForOrganiser(viewer, competitionId, readFilter(new URLSearchParams(query)));
  const numbers = async (viewer: SignedInViewer, competitionId: string, query = "") =>
    (await list(viewer, competitionId, query))?.submissions.map((row) => row.number);

  test("goes on from a number to older and back to newer ones, and narrows by state, team and number", async () => {
    const contest = await aContest();
    const red = await aTeamIn(contest, "Red 100%");
    const blue = await aTeamIn(contest, "Blue");
    const made = [];
    for (let i = 0; i < 4; i += 1) made.push(await aSubmission(contest, i % 2 ? blue : red));
    await cancel({ viewer: red.viewer, submissionId: made[0]!.id, now: NOW });
    const viewer = await anOrganiser();
    const id = contest.competitionId;
    expect(await numbers(viewer, id)).toEqual([4, 3, 2, 1]);
    expect(await numbers(viewer, id, "before=3")).toEqual([2, 1]);
    expect(await numbers(viewer, id, "after=2")).toEqual([4, 3]);
    expect(await list(viewer, id, "before=3")).toMatchObject({ newer: 2, older: null });
    expect(await numbers(viewer, id, "state=cancelled")).toEqual([1]);
    expect(await numbers(viewer, id, "team=100%")).toEqual([3, 1]);
    expect(await numbers(viewer, id, "team=%")).toEqual([3, 1]);
    expect(await numbers(viewer, id, "number=%232")).toEqual([2]);
    expect(await numbers(viewer, id, "phase=7")).toEqual([]);
    expect(await numbers(viewer, id, "state=nonsense&number=x")).toEqual([4, 3, 2, 1]);
    for (const { id: submissionId } of made) await cancel({ viewer, submissionId, now: NOW });
  });

  test("does not exist for a team", async () => {
    const contest = await aContest();
    const team = await aTeamIn(contest);
    expect(await list(team.viewer, contest.competitionId)).toBeNull();
  });
});

test("an id that is none is a thing that does not exist, never a fault of ours", async () => {
  const contest = await aContest();
  const viewer = await anOrganiser();
  const of = { viewer, slug: contest.slug, now: NOW };
  const forged = "1' or '1'='1";
  expect([
    reasonOf(await refund({ viewer, submissionId: forged, reason: "kind", now: NOW })),
    reasonOf(await cancel({ viewer, submissionId: forged, now: NOW })),
    reasonOf(await startHeld({ ...of, submissionId: forged })),
    reasonOf(await takeBackGrant({ ...of, grantId: forged })),
    reasonOf(
      await grantQuota({
        ...of,
        grant: { entryId: forged, phasePosition: 0, morePerDay: 1, moreTotal: 0, reason: "kind" },
      }),
    ),
  ]).toEqual(["noSubmission", "notFound", "noSubmission", "noGrant", "noTeam"]);
});
