import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { claim } from "../../app/judging/claim.server.ts";
import { finish } from "../../app/judging/finish.server.ts";
import { greet } from "../../app/judging/greet.server.ts";
import { deviceHistory, sampleHosts, useByHour } from "../../app/judging/host-samples.server.ts";
import { failedRuns } from "../../app/operations/failures.server.ts";
import { countHours, hoursSince } from "../../app/operations/hours.server.ts";
import { overviewFor } from "../../app/operations/overview.server.ts";
import { db } from "../../db/connect.ts";
import { hostSamples, judgeHosts, judgeHours, runs } from "../../db/schema/index.ts";
import type { Cause } from "../../judge/contract/verdict.ts";
import { aPerson } from "../factories/people.ts";
import {
  aContest,
  aHost,
  aReport,
  aSubmission,
  aTeamIn,
  hostFacts,
  later,
  NOW,
} from "../factories/submissions.ts";

const HOUR = 3600;

beforeEach(async () => {
  await db.update(runs).set({ state: "cancelled", startedAt: null, finishedAt: null });
  await db.update(judgeHosts).set({ state: "disabled" });
  await db.delete(judgeHours);
  await db.delete(hostSamples);
});

/** A run that was handed in, taken and ended at these seconds after NOW. */
async function aRun(times: { queued: number; began: number; ended: number }, cause: Cause = "accepted") {
  const contest = await aContest();
  await aSubmission(contest, { ...(await aTeamIn(contest)), now: later(times.queued) });
  const host = await aHost();
  const work = await claim({ host, facts: hostFacts(), now: later(times.began) });
  await finish({
    hostId: host.id,
    attemptId: work!.attemptId,
    report: aReport({ cause, scores: cause === "accepted" ? { accuracy: "1" } : {}, detail: "as told" }),
    now: later(times.ended),
    onScored: async () => {},
  });
  return host;
}

test("each hour has how long its runs waited, what ended with which cause, and the longest queue", async () => {
  for (const [i, wait] of [10, 20, 30, 40, 100].entries())
    await aRun({ queued: i, began: i + wait, ended: i + wait + 5 }, i === 0 ? "timed_out" : "accepted");
  await aRun({ queued: HOUR - 10, began: HOUR + 50, ended: HOUR + 60 });
  const contest = await aContest();
  await aSubmission(contest, { ...(await aTeamIn(contest)), now: later(HOUR + 70) });
  await countHours(later(HOUR + 80));
  await db.update(runs).set({ state: "cancelled" }).where(eq(runs.state, "queued"));
  await countHours(later(HOUR + 90));
  expect(await hoursSince(NOW)).toEqual([
    {
      hour: NOW,
      began: 5,
      waitP50: 30,
      waitP90: 76,
      causes: { accepted: 4, timed_out: 1 },
      waiting: 0,
    },
    { hour: later(HOUR), began: 1, waitP50: 60, waitP90: 60, causes: { accepted: 1 }, waiting: 1 },
  ]);
});

test("an hour that is over is not counted again, and hours in which nobody looked are counted afterwards", async () => {
  await aRun({ queued: 0, began: 1, ended: 2 });
  await countHours(later(10));
  await aRun({ queued: HOUR, began: HOUR + 1, ended: HOUR + 2 });
  await countHours(later(3 * HOUR));
  await db.execute(sql`update runs set finished_at = finished_at + interval '1 minute', cause = 'no_scores'`);
  await countHours(later(3 * HOUR + 60));
  const counted = await hoursSince(NOW);
  expect(counted.map(({ causes }) => causes)).toEqual([{ accepted: 1 }, { accepted: 1 }, {}, {}]);
});

test("a host's hour is the share of its slots at work, a card's use stands in spans of ten minutes", async () => {
  const host = await aHost();
  const other = await aHost();
  const card = (utilisation: number) => ({
    uuid: "GPU-1",
    kind: "gpu" as const,
    parentUuid: null,
    name: "NVIDIA A100",
    index: 0,
    memoryBytes: 100,
    usedBytes: 25,
    utilisation,
    processes: 0,
    idle: true,
    fault: null,
  });
  const look = async (second: number, utilisation: number) => {
    await greet(host, hostFacts({ slots: 2, devices: [card(utilisation)] }), later(second));
    await sampleHosts(later(second));
  };
  await look(0, 0.2);
  const contest = await aContest();
  await aSubmission(contest, { ...(await aTeamIn(contest)), now: NOW });
  await claim({ host, facts: hostFacts({ slots: 2 }), now: later(1) });
  await look(60, 0.6);
  await look(660, 1);
  const history = await deviceHistory(host.id, later(700));
  expect(history.map(({ at, devices }) => [at, devices?.["GPU-1"]])).toEqual([
    [NOW, { utilisation: expect.closeTo(0.4), memory: 0.25 }],
    [later(600), { utilisation: 1, memory: 0.25 }],
  ]);
  expect(await useByHour([host.id, other.id], NOW)).toEqual([{ hostId: host.id, hour: NOW, share: 0.375 }]);
});

test("operators see which runs failed, why and where, a page at a time; nobody else does", async () => {
  const owner = await aPerson({ role: "owner" });
  const host = await aRun({ queued: 0, began: 1, ended: 2 }, "timed_out");
  const ask = (viewer: Parameters<typeof failedRuns>[0], before: Date | null = null) =>
    failedRuns(viewer, { cause: "timed_out", before });
  const found = await ask(owner.viewer);
  expect(found?.list[0]).toMatchObject({ detail: "as told", at: later(2), host: host.name });
  expect((await ask(owner.viewer, later(2)))?.list.map(({ at }) => at)).not.toContainEqual(later(2));
  expect(await ask((await aPerson({ role: "organiser" })).viewer)).toBeNull();
  expect(await overviewFor((await aPerson()).viewer, { days: 7, now: NOW })).toBeNull();
});
