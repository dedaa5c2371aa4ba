import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { eq, inArray, isNull } from "drizzle-orm";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { greet } from "../../app/judging/greet.server.ts";
import { ensureHost } from "../../app/judging/hosts.server.ts";
import { deliverNotice } from "../../app/notices/deliver.server.ts";
import { DELIVER_NOTICE } from "../../app/notices/send.server.ts";
import { acknowledgeAlert } from "../../app/operations/acknowledge.server.ts";
import { watchAlerts } from "../../app/operations/alerts.server.ts";
import { overviewFor } from "../../app/operations/overview.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { db } from "../../db/connect.ts";
import { judgeAlerts, judgeHosts, judgeQueues, people, runs } from "../../db/schema/index.ts";
import { aPerson } from "../factories/people.ts";
import { aContest, aHost, aSubmission, aTeamIn, hostFacts, later, NOW } from "../factories/submissions.ts";

// Settings are read once, when modules load: the mail server's port must be in them by then.
const port = await vi.hoisted(async () => {
  const { createServer } = await import("node:net");
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as AddressInfo;
  await new Promise((resolve) => taken.close(resolve));
  process.env.SMTP_URL = `smtp://127.0.0.1:${port}`;
  return port;
});

type Received = { to: string; mail: ParsedMail };
const received: Received[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, session, answer) {
    void simpleParser(stream).then((mail) => {
      for (const { address } of session.envelope.rcptTo) received.push({ to: address, mail });
      answer();
    });
  },
});

let jobs: Awaited<ReturnType<typeof startJobs>>;
type Person = Awaited<ReturnType<typeof aPerson>>;
let operator: Person;
let li: Person;
let stranger: Person;
let email: Record<"operator" | "li" | "stranger", string>;

beforeAll(async () => {
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  jobs = await startJobs({ [DELIVER_NOTICE]: deliverNotice });
  operator = await aPerson({ role: "owner" });
  li = await aPerson({ role: "organiser" });
  stranger = await aPerson({ role: "organiser" });
  await db.update(people).set({ locale: "zh-Hans" }).where(eq(people.id, li.id));
  const mailOf = async (id: string) =>
    (await db.select({ email: people.email }).from(people).where(eq(people.id, id)))[0]!.email;
  email = {
    operator: await mailOf(operator.id),
    li: await mailOf(li.id),
    stranger: await mailOf(stranger.id),
  };
});
afterAll(async () => {
  await jobs.stop();
  await new Promise<void>((resolve) => server.close(resolve));
});
beforeEach(async () => {
  await db.delete(judgeAlerts);
  await db.update(judgeHosts).set({ state: "disabled" });
  await db
    .update(runs)
    .set({ state: "cancelled" })
    .where(inArray(runs.state, ["queued", "running"]));
});

const MINUTE = 60;
const at = (minutes: number) => later(minutes * MINUTE);
/** Every mail that was sent to somebody so far, once they have all arrived. */
async function mails(to: string): Promise<ParsedMail[]> {
  await vi.waitFor(
    async () => {
      const [waiting] = await db.execute<{ n: number }>(
        "select count(*)::int as n from graphile_worker.jobs" as never,
      );
      expect(waiting?.n).toBe(0);
    },
    { timeout: 20_000, interval: 50 },
  );
  return received.filter((one) => one.to === to).map(({ mail }) => mail);
}
const open = () => db.select().from(judgeAlerts).where(isNull(judgeAlerts.closedAt));

async function aHostOf(queueId: string | null, name: string) {
  const { id } = await ensureHost(name);
  await db.update(judgeHosts).set({ queueId }).where(eq(judgeHosts.id, id));
  return { id, name, state: "active" as const, queueId };
}

test("a host that falls silent is mailed once when that has lasted, and once when it is back", async () => {
  const before = (await mails(email.operator)).length;
  const host = await aHost();
  await greet(host, hostFacts(), NOW);
  for (const minute of [1, 2, 4, 6]) await watchAlerts(at(minute));
  expect((await mails(email.operator)).length).toBe(before);
  for (const minute of [7, 8, 30, 90, 300]) await watchAlerts(at(minute));
  const told = (await mails(email.operator)).slice(before);
  expect(told.map(({ subject }) => subject)).toEqual([`Judging: Judge host silent (${host.name})`]);
  expect(told[0]?.text).toContain(`${host.name} has said nothing for 7 min`);
  expect(told[0]?.text).toContain(`/operate/hosts/${host.id}`);
  await greet(host, hostFacts(), at(301));
  for (const minute of [301, 302]) await watchAlerts(at(minute));
  const all = (await mails(email.operator)).slice(before);
  expect(all.map(({ subject }) => subject)).toEqual([
    `Judging: Judge host silent (${host.name})`,
    `Over: Judge host silent (${host.name})`,
  ]);
  expect(all[1]?.text).toContain("lasted 4 hr 59 min");
});

test("what passes by itself is told to nobody, what comes back soon is not told again before its time", async () => {
  const host = await aHost();
  const skewed = (minute: number, ms: number) =>
    greet(host, hostFacts({ clock: at(minute).getTime() + ms }), at(minute));
  const before = (await mails(email.operator)).length;
  const subjects = async () => (await mails(email.operator)).slice(before).map(({ subject }) => subject);
  const look = async (minutes: number[], ms: number) => {
    for (const minute of minutes) {
      await skewed(minute, ms);
      await watchAlerts(at(minute));
    }
  };
  await look([0, 3], 60_000);
  await look([4], 0);
  expect([await subjects(), await db.select().from(judgeAlerts)]).toEqual([[], []]);
  await look([10, 15], 60_000);
  await look([16], 0);
  const once = [`Judging: Clock wrong (${host.name})`, `Over: Clock wrong (${host.name})`];
  expect(await subjects()).toEqual(once);
  await look([20, 26, 74], 60_000);
  expect(await subjects()).toEqual(once);
  await look([76], 60_000);
  expect(await subjects()).toEqual([...once, once[0]]);
});

test("much at once is one mail; a queue's owner reads of their own hosts alone, in their language", async () => {
  const [queue] = await db
    .insert(judgeQueues)
    .values({ name: `实验室-${crypto.randomUUID().slice(0, 8)}`, ownerId: li.id, createdAt: NOW })
    .returning();
  const own = await aHostOf(queue!.id, `own-${crypto.randomUUID().slice(0, 8)}`);
  const other = await aHostOf(null, `secret-${crypto.randomUUID().slice(0, 8)}`);
  const disk = { diskFreeBytes: 1024 ** 3 };
  const before = { operator: (await mails(email.operator)).length, li: (await mails(email.li)).length };
  for (const minute of [0, 6]) {
    const clock = at(minute).getTime() - 60_000;
    for (const host of [own, other]) await greet(host, hostFacts({ ...disk, clock }), at(minute));
    await watchAlerts(at(minute));
  }
  const toOperator = (await mails(email.operator)).slice(before.operator);
  expect(toOperator.map(({ subject }) => subject)).toEqual(["Judging: 4 things are wrong"]);
  const toLi = (await mails(email.li)).slice(before.li);
  expect(toLi.map(({ subject }) => subject)).toEqual(["评测出现 2 个问题"]);
  expect(toLi[0]?.text).toContain(`${own.name} 的时钟比本服务器慢 60 秒。`);
  expect(toLi[0]?.text).not.toContain(other.name);
  expect(await mails(email.stranger)).toEqual([]);
});

test("runs that nobody can judge are told with the queue and how long the first waits, until a host comes", async () => {
  const contest = await aContest();
  await aSubmission(contest, { ...(await aTeamIn(contest)), now: NOW });
  for (const minute of [1, 6]) await watchAlerts(at(minute));
  const mail = (await mails(email.operator)).at(-1);
  expect(mail?.subject).toBe("Judging: Runs that nobody can judge (Standard)");
  expect(mail?.text).toContain(
    "Queue “Standard”: no host takes work. Runs that wait: 1, the first for 6 min",
  );
  const host = await aHost();
  await greet(host, hostFacts({ clock: at(7).getTime() }), at(7));
  await watchAlerts(at(7));
  expect(await open()).toEqual([]);
});

test("the overview says what is wrong with its alert; an operator takes it on, and nobody else sees or does so", async () => {
  const host = await aHost();
  await greet(host, hostFacts({ clock: NOW.getTime() }), NOW);
  await watchAlerts(at(3));
  const seen = async () =>
    (await overviewFor(operator.viewer, { days: 1, now: at(4) }))?.troubles.map(({ trouble, alert }) => [
      trouble.kind,
      trouble.subject,
      alert?.seenBy,
    ]);
  expect(await seen()).toEqual([["host_silent", host.id, null]]);
  const [alert] = await open();
  const take = (who: Person, id = alert!.id) => acknowledgeAlert({ viewer: who.viewer, id, now: at(4) });
  expect(await take(li)).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  expect(await overviewFor(li.viewer, { days: 1, now: at(4) })).toBeNull();
  expect(await take(operator, crypto.randomUUID())).toMatchObject({ refusal: { code: "not_found" } });
  expect(await take(operator)).toMatchObject({ ok: true });
  expect((await seen())?.[0]?.[2]).toBe(operator.viewer.person.name);
});
