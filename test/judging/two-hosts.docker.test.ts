import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureHost } from "../../app/judging/hosts.server.ts";
import { startReaper } from "../../app/judging/reap.server.ts";
import { submit } from "../../app/submissions/submit.server.ts";
import { environmentFor } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { attempts, judgeHosts, logChunks, runs, scores, submissions } from "../../db/schema/index.ts";
import { ensureImage } from "../../judge/images/build.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aPerson } from "../factories/people.ts";
import { aZip } from "../factories/submissions.ts";
import { ownEngine } from "../support/own-engine.ts";
import { program } from "../support/programs.ts";

const SCORE = `
import json, time
print("scoring", flush=True)
time.sleep(float(open("/app/input/res/seconds.txt").read()))
json.dump({"accuracy": 0.5}, open("/app/output/scores.json", "w"))`;
/** Longer than a test takes to notice that it runs. */
const SECONDS = "4";

type Engine = Awaited<ReturnType<typeof ownEngine>>;
type Machine = { id: string; engine: Engine; token: string; folder: string; judge: ChildProcess };

let web: { url: string; process: ChildProcess };
let reaper: ReturnType<typeof startReaper>;
let competition: Awaited<ReturnType<typeof aCompetition>>;
const machines: Machine[] = [];

async function startJudge(machine: Omit<Machine, "judge">): Promise<ChildProcess> {
  const judge = fork(program("judge"), [], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: environmentFor("judge", {
      PODIUM_URL: web.url,
      PODIUM_JUDGE_TOKEN: machine.token,
      PODIUM_JUDGE_DATA: machine.folder,
      PODIUM_IMAGE: "small",
      DOCKER_HOST: machine.engine.host,
      LOG_LEVEL: "fatal",
    }) as NodeJS.ProcessEnv,
  });
  const ended = once(judge, "exit").then(() => ["ended"]);
  const [said] = await Promise.race([once(judge, "message"), ended]);
  if (said !== "ready") throw new Error("the judge did not start");
  return judge;
}

async function ended(judge: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (judge.exitCode !== null || judge.signalCode !== null) return;
  const gone = once(judge, "exit");
  judge.kill(signal);
  await gone;
}

beforeAll(async () => {
  const api = fork(program("api"));
  const [url] = await once(api, "message");
  web = { url, process: api };
  reaper = startReaper();
  const image = await ensureImage("small", () => {});
  competition = await aCompetition({ files: { "scoring_program/score.py": SCORE }, now: new Date() });
  for (const name of ["one", "two"]) {
    const engine = await ownEngine();
    await engine.take(image);
    const { id, token } = await ensureHost(name);
    const folder = await mkdtemp(path.join(os.tmpdir(), "podium-two-hosts-"));
    machines.push({ id, engine, token, folder, judge: await startJudge({ id, engine, token, folder }) });
  }
}, 600_000);
afterAll(async () => {
  for (const { judge, engine, folder } of machines) {
    await ended(judge, "SIGKILL");
    for (const { Id } of await engine.docker.listContainers({ all: true }))
      await engine.docker.getContainer(Id).remove({ force: true });
    await engine.end();
    await rm(folder, { recursive: true, force: true });
  }
  await reaper.stop();
  await ended(web.process, "SIGTERM");
}, 120_000);

async function handIn(): Promise<string> {
  const { viewer } = await aPerson();
  const now = new Date();
  await anEntry({ competition, people: [viewer], now });
  const blob = await aZip({ "seconds.txt": SECONDS });
  const sent = await submit({ viewer, slug: competition.slug, blob, fileName: "a.zip", now });
  if (!sent.ok) throw new Error(sent.refusal.reason);
  return sent.value.id;
}

const attemptsOf = (submissionId: string) =>
  db
    .select({
      id: attempts.id,
      hostId: attempts.hostId,
      number: attempts.number,
      outcome: attempts.outcome,
      leaseUntil: attempts.leaseUntil,
      startedAt: attempts.startedAt,
      runId: runs.id,
    })
    .from(attempts)
    .innerJoin(runs, eq(runs.id, attempts.runId))
    .where(eq(runs.submissionId, submissionId))
    .orderBy(attempts.number);

/** The host whose container scores the submission now. */
async function scoringOn(submissionId: string): Promise<Machine> {
  const scoring = async () => {
    const last = (await attemptsOf(submissionId)).at(-1);
    const said = last ? await db.select().from(logChunks).where(eq(logChunks.attemptId, last.id)) : [];
    return said.some(({ text }) => text.includes("scoring")) ? last?.hostId : undefined;
  };
  await expect.poll(scoring, { timeout: 60_000, interval: 50 }).toBeDefined();
  const hostId = (await attemptsOf(submissionId)).at(-1)?.hostId;
  return machines.find(({ id }) => id === hostId)!;
}

const stateOf = async (submissionId: string) =>
  (
    await db.select({ state: submissions.state }).from(submissions).where(eq(submissions.id, submissionId))
  )[0]!.state;

/** The attempts that have containers on a machine; the self-test that a judge begins with has others. */
const containersOf = async ({ engine }: Machine) =>
  (await engine.docker.listContainers({ all: true }))
    .map(({ Labels }) => Labels["podium.attempt"] ?? "")
    .filter((attempt) => !attempt.startsWith("self-test"));

/** Everything that a lost host's run must come to on the other one, whenever. */
async function judgedElsewhere(submissionId: string, lost: Machine, since: Date) {
  await expect.poll(() => stateOf(submissionId), { timeout: 60_000, interval: 100 }).toBe("scored");
  const [first, second, ...others] = await attemptsOf(submissionId);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ hostId: lost.id, outcome: "lost" });
  expect(second?.hostId).not.toBe(lost.id);
  expect(second?.outcome).toBe("accepted");
  expect(await db.select().from(scores).where(eq(scores.runId, first!.runId))).toHaveLength(1);
  // The lease ends the wait: nothing of the lost host's comes between it and the next attempt.
  expect(first!.leaseUntil.getTime() - since.getTime()).toBeLessThanOrEqual(10_000);
  const waited = second!.startedAt.getTime() - since.getTime();
  console.log(`lost and begun elsewhere: ${(waited / 1000).toFixed(1)} s`);
  expect(second!.startedAt.getTime() - first!.leaseUntil.getTime()).toBeLessThan(10_000);
}

test("two hosts with engines of their own judge two teams at once, each in its own", async () => {
  const [a, b] = [await handIn(), await handIn()];
  const [onA, onB] = await Promise.all([scoringOn(a), scoringOn(b)]);
  expect(onA.id).not.toBe(onB.id);
  for (const [machine, submission] of [
    [onA, a],
    [onB, b],
  ] as const) {
    const [attempt] = await attemptsOf(submission);
    expect(await containersOf(machine)).toEqual([attempt!.id]);
  }
  for (const id of [a, b])
    await expect.poll(() => stateOf(id), { timeout: 60_000, interval: 100 }).toBe("scored");
});

test("a killed host's run is judged on the other one, and what it left goes when it starts again", async () => {
  const id = await handIn();
  const lost = await scoringOn(id);
  const since = new Date();
  await ended(lost.judge, "SIGKILL");
  await judgedElsewhere(id, lost, since);
  lost.judge = await startJudge(lost);
  expect(await containersOf(lost)).toEqual([]);
}, 120_000);

test("a host that was frozen and comes back is not believed: its run is the other one's", async () => {
  const id = await handIn();
  const lost = await scoringOn(id);
  const since = new Date();
  lost.judge.kill("SIGSTOP");
  await judgedElsewhere(id, lost, since);
  const thawed = new Date();
  lost.judge.kill("SIGCONT");
  // Asking for work again it has done with that attempt.
  const seen = async () =>
    (await db.select({ at: judgeHosts.lastSeenAt }).from(judgeHosts).where(eq(judgeHosts.id, lost.id)))[0]!
      .at!;
  await expect.poll(async () => (await seen()) > thawed, { timeout: 30_000, interval: 100 }).toBe(true);
  await expect.poll(() => containersOf(lost), { timeout: 30_000, interval: 100 }).toEqual([]);
  const [first, second] = await attemptsOf(id);
  expect(first?.outcome).toBe("lost");
  expect(await db.select().from(scores).where(eq(scores.runId, second!.runId))).toHaveLength(1);
}, 120_000);
