import { inArray } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { claim } from "../../app/judging/claim.server.ts";
import { finish } from "../../app/judging/finish.server.ts";
import { greet } from "../../app/judging/greet.server.ts";
import { reap } from "../../app/judging/reap.server.ts";
import { judgeStanding } from "../../app/judging/standing.server.ts";
import { exposition, noteRequest } from "../../app/web/metrics.server.ts";
import { db } from "../../db/connect.ts";
import { judgeHosts, judgeQueues, runs } from "../../db/schema/index.ts";
import { aContest, aHost, aSubmission, aTeamIn, hostFacts, later, NOW } from "../factories/submissions.ts";

const DAY = 86_400;

beforeEach(async () => {
  await reap(later(DAY));
  await db
    .update(runs)
    .set({ state: "cancelled" })
    .where(inArray(runs.state, ["queued", "running"]));
  await db.update(judgeHosts).set({ state: "disabled" });
});

/** The page as Prometheus reads it: the value of each series. */
async function scrape(now: Date): Promise<Map<string, number>> {
  const { text } = await exposition(() => judgeStanding(now));
  const series = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    series.map((line) => {
      const [, name, value] = /^([a-z_:][\w:]*(?:\{.*\})?) (\S+)$/i.exec(line) ?? [];
      if (!name) throw new Error(`no line of the format: ${line}`);
      return [name, Number(value)];
    }),
  );
}

test("what waits is told by queue, with the age of the oldest, and an empty queue is told as empty", async () => {
  const [queue] = await db
    .insert(judgeQueues)
    .values({ name: `lab-${crypto.randomUUID()}`, createdAt: NOW })
    .returning();
  const contest = await aContest();
  await aSubmission(contest, { ...(await aTeamIn(contest)), now: later(0) });
  await aSubmission(contest, { ...(await aTeamIn(contest)), now: later(30) });
  const told = await scrape(later(90));
  expect(told.get('podium_runs_waiting{queue="standard"}')).toBe(2);
  expect(told.get('podium_oldest_wait_seconds{queue="standard"}')).toBe(90);
  expect(told.get(`podium_runs_waiting{queue="${queue!.name}"}`)).toBe(0);
  expect(told.get(`podium_oldest_wait_seconds{queue="${queue!.name}"}`)).toBe(0);
});

test("a host that was not heard of lately is silent, and its slots are not counted with the active ones", async () => {
  const host = await aHost();
  await greet(host, hostFacts({ slots: 3 }), NOW);
  expect((await scrape(later(1))).get('podium_judge_slots{queue="standard",state="active"}')).toBe(3);
  const later2 = await scrape(later(120));
  expect(later2.get('podium_judge_hosts{queue="standard",state="silent"}')).toBe(1);
  expect(later2.has('podium_judge_slots{queue="standard",state="active"}')).toBe(false);
});

test("a claim counts how long the run waited, an end its cause and time, a silent host a lost attempt", async () => {
  const contest = await aContest();
  for (const second of [0, 1])
    await aSubmission(contest, { ...(await aTeamIn(contest)), now: later(second) });
  const host = await aHost();
  const before = await scrape(later(5));
  const of = (told: Map<string, number>, name: string) => told.get(name) ?? 0;
  const ask = () => claim({ host, facts: hostFacts(), now: later(10) });
  const { attemptId } = (await ask())!;
  expect((await scrape(later(10))).get("podium_runs_at_work")).toBe(1);
  const report = { cause: "timed_out", scores: {}, detail: "", facts: null } as const;
  const end = () => finish({ hostId: host.id, attemptId, report, now: later(14), onScored: async () => {} });
  await end();
  // A host that did not hear the answer says it again: that is no second end.
  await end();
  await ask();
  await reap(later(DAY));
  const after = await scrape(later(DAY));
  const grown = (name: string) => of(after, name) - of(before, name);
  expect(grown("podium_run_wait_seconds_count")).toBe(2);
  expect(grown("podium_run_wait_seconds_sum")).toBe(10 + 9);
  expect(grown('podium_attempts_ended_total{cause="timed_out"}')).toBe(1);
  expect(grown('podium_attempt_seconds_sum{cause="timed_out"}')).toBe(4);
  expect(grown('podium_attempts_ended_total{cause="lost"}')).toBe(1);
});

test("whatever strangers ask for, requests make a bounded number of series", async () => {
  for (let n = 0; n < 200; n++)
    noteRequest({
      method: n % 2 ? "GET" : `X${n}`,
      path: `/${crypto.randomUUID()}`,
      status: 404,
      seconds: 0.01,
    });
  noteRequest({ method: "POST", path: "/api/v1/judging/claim", status: 200, seconds: 20 });
  const told = await scrape(NOW);
  const counts = [...told.keys()].filter((name) => name.startsWith("podium_http_request_seconds_count"));
  expect(counts.sort()).toEqual([
    'podium_http_request_seconds_count{kind="judging",method="POST",status="2xx"}',
    'podium_http_request_seconds_count{kind="page",method="GET",status="4xx"}',
    'podium_http_request_seconds_count{kind="page",method="other",status="4xx"}',
  ]);
});
