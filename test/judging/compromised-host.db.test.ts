import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { handle } from "../../app/api/handle.server.ts";
import { addHost } from "../../app/judging/change-hosts.server.ts";
import { ensureHost } from "../../app/judging/hosts.server.ts";
import { judgeHost } from "../../app/judging/queries.server.ts";
import { db } from "../../db/connect.ts";
import { artifacts, attempts, judgeQueues, logChunks, runs } from "../../db/schema/index.ts";
import { PROTOCOL, type Work } from "../../judge/contract/protocol.ts";
import { aPerson } from "../factories/people.ts";
import { aContest, aReport, aSubmission, aTeamIn, aZip, hostFacts } from "../factories/submissions.ts";

// What somebody gets who has taken over a judge host and has its token: everything goes over HTTP.

type Host = { id: string; token: string };

async function said(host: Pick<Host, "token"> | null, method: string, path: string, body?: unknown) {
  const response = await handle(
    new Request(`http://podium.test/api/v1/judging/${path}`, {
      method,
      headers: host ? { authorization: `Bearer ${host.token}` } : {},
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  return { status: response.status, text, error: text.startsWith("{") ? JSON.parse(text).error : null };
}

const aHost = () => ensureHost(`host-${randomUUID()}`);
const beat = { step: "predicting" };
const chunks = { chunks: [{ seq: 0, stream: "scoring_stdout", text: "planted" }] };

/** Every call that is about an attempt. */
const callsAbout = (attemptId: string, hash: string): [string, string, unknown?][] => [
  ["POST", `attempts/${attemptId}/heartbeat`, beat],
  ["POST", `attempts/${attemptId}/log`, chunks],
  ["GET", `attempts/${attemptId}/files/${hash}`],
  ["PUT", `attempts/${attemptId}/artifacts/scoring_output`, "planted"],
  ["POST", `attempts/${attemptId}/finish`, aReport({ scores: { accuracy: "1" } })],
  ["POST", `attempts/${attemptId}/give-back`, {}],
];

beforeEach(() => db.update(runs).set({ state: "cancelled" }).where(eq(runs.state, "queued")));

/** A run that `host` is at, over HTTP. */
async function atWork(host: Host): Promise<Work> {
  const contest = await aContest();
  await aSubmission(contest, { ...(await aTeamIn(contest)), blob: await aZip({ a: randomUUID() }) });
  const answer = await said(host, "POST", "claim", { host: hostFacts({ clock: Date.now() }), waitS: 5 });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.text);
}

async function untouched(attemptId: string) {
  expect(await db.select().from(logChunks).where(eq(logChunks.attemptId, attemptId))).toEqual([]);
  expect(await db.select().from(artifacts).where(eq(artifacts.attemptId, attemptId))).toEqual([]);
  const [attempt] = await db.select().from(attempts).where(eq(attempts.id, attemptId));
  expect(attempt).toMatchObject({ endedAt: null, step: "preparing" });
}

test("no token, a made-up one and one that was replaced are nobody's", async () => {
  const host = await aHost();
  const name = `host-${randomUUID()}`;
  const old = await ensureHost(name);
  await ensureHost(name);
  const { attemptId, submission } = await atWork(host);
  for (const token of [null, { token: `pjh_${"x".repeat(43)}` }, old])
    for (const [method, path, body] of [
      ["POST", "claim", { host: hostFacts(), waitS: 0 }] as const,
      ...callsAbout(attemptId, submission.hash),
    ])
      expect(await said(token, method, path, body)).toMatchObject({
        status: 401,
        error: { reason: "judging.refusals.unknownHost" },
      });
  await untouched(attemptId);
});

test("another host's attempt does not exist: not its files, its log, its results, its end", async () => {
  const honest = await aHost();
  const { attemptId, submission } = await atWork(honest);
  const taken = await aHost();
  for (const [method, path, body] of callsAbout(attemptId, submission.hash))
    expect(await said(taken, method, path, body), path).toMatchObject({
      status: 404,
      error: { reason: "judging.refusals.unknownAttempt" },
    });
  await untouched(attemptId);
});

test("a host fetches what its attempt needs and nothing else, however well it knows the hash", async () => {
  const other = await atWork(await aHost());
  const taken = await aHost();
  const mine = await atWork(taken);
  const file = (hash: string) => said(taken, "GET", `attempts/${mine.attemptId}/files/${hash}`);
  expect(await file(mine.submission.hash)).toMatchObject({ status: 200 });
  const secrets = [other.submission.hash, (await aZip({ secret: randomUUID() })).hash, "..%2f..%2fsecret"];
  for (const hash of secrets)
    expect(await file(hash)).toMatchObject({
      status: 404,
      error: { reason: "judging.refusals.unknownFile" },
    });
});

test("once its attempt has ended a host learns and changes nothing more of it", async () => {
  const host = await aHost();
  const { attemptId, submission } = await atWork(host);
  await db.update(attempts).set({ endedAt: new Date(), outcome: "lost" }).where(eq(attempts.id, attemptId));
  for (const [method, path, body] of callsAbout(attemptId, submission.hash))
    expect(await said(host, method, path, body), path).toMatchObject({
      status: 409,
      error: { reason: "judging.refusals.attemptEnded" },
    });
  expect(await db.select().from(artifacts).where(eq(artifacts.attemptId, attemptId))).toEqual([]);
});

test("a host of a queue is given no run of another one, whatever it says of itself", async () => {
  const { viewer } = await aPerson({ role: "organiser" });
  const [queue] = await db
    .insert(judgeQueues)
    .values({ name: `queue ${randomUUID()}`, ownerId: viewer.person.id, createdAt: new Date() })
    .returning();
  const contest = await aContest();
  await aSubmission(contest, await aTeamIn(contest));
  const made = await addHost({
    viewer,
    host: { name: "own", queueId: queue!.id, note: null },
    now: new Date(),
  });
  if (!made.ok) throw new Error(made.refusal.reason);
  const facts = { ...hostFacts({ slots: 256, labels: ["gpu"] }), queueId: null, name: "another" };
  expect(await said(made.value, "POST", "claim", { host: facts, waitS: 0 })).toMatchObject({ status: 204 });
  expect(await said(await aHost(), "POST", "claim", { host: facts, waitS: 5 })).toMatchObject({
    status: 200,
  });
});

test("a judge host's token opens nothing else of the API", async () => {
  const { token } = await aHost();
  for (const path of ["/me", "/hosts", "/people", "/images"]) {
    const request = new Request(`http://podium.test/api/v1${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect((await handle(request)).status, path).toBeGreaterThanOrEqual(401);
  }
});

test("a host of another protocol is told so in a sentence, gets no work, and its page says why", async () => {
  const contest = await aContest();
  await aSubmission(contest, await aTeamIn(contest));
  const host = await aHost();
  const { viewer } = await aPerson({ role: "owner" });
  // What a later version says may be nothing that this one could read.
  const later = { host: { protocol: PROTOCOL + 1, cards: "many" }, patience: 5 };
  expect(await said(host, "POST", "claim", later)).toMatchObject({
    status: 422,
    error: {
      reason: "judging.refusals.otherProtocol",
      message: `This host speaks protocol ${PROTOCOL + 1}, this Podium ${PROTOCOL}: install the same version on both.`,
    },
  });
  const seen = () => judgeHost(viewer, host.id, new Date());
  expect(await seen()).toMatchObject({ problem: { kind: "protocol", theirs: PROTOCOL + 1 }, working: 0 });
  expect(await said(host, "POST", "claim", { host: hostFacts(), waitS: 5 })).toMatchObject({ status: 200 });
  expect(await seen()).toMatchObject({ problem: null, working: 1 });
});
