import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { deliverNotice } from "../../app/notices/deliver.server.ts";
import { DELIVER_NOTICE, sendNotice } from "../../app/notices/send.server.ts";
import { startJobs } from "../../app/web/jobs.server.ts";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";

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

type Received = { to: string[]; mail: ParsedMail };
const received: Received[] = [];
const refuseOnce = new Set<string>();

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onRcptTo({ address }, _session, answer) {
    answer(refuseOnce.delete(address) ? new Error("mailbox busy, try later") : null);
  },
  onData(stream, session, answer) {
    void simpleParser(stream).then((mail) => {
      received.push({ to: session.envelope.rcptTo.map((r) => r.address), mail });
      answer();
    });
  },
});

let jobs: Awaited<ReturnType<typeof startJobs>>;
beforeAll(async () => {
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  jobs = await startJobs({ [DELIVER_NOTICE]: deliverNotice });
});
afterAll(async () => {
  await jobs.stop();
  await new Promise<void>((resolve) => server.close(resolve));
});

const notice = {
  kind: "test",
  locale: "zh-Hans",
  subject: "请确认你的邮箱",
  text: "你好\nhttp://podium.test/",
} as const;
const arrived = (address: string) =>
  vi.waitFor(
    () => {
      const found = received.filter((r) => r.to.includes(address));
      expect(found).toHaveLength(1);
      return found[0] as Received;
    },
    { timeout: 20_000, interval: 50 },
  );
const stored = async (id: string) => (await db.select().from(notices).where(eq(notices.id, id)))[0];

test("a mail reaches the mail server once, its words intact", async () => {
  const { id } = await sendNotice(db, { ...notice, to: "li@podium.test" });
  const { mail } = await arrived("li@podium.test");
  expect([mail.subject, mail.text?.trim()]).toEqual([notice.subject, notice.text]);
  await vi.waitFor(async () => expect((await stored(id))?.sentAt).not.toBeNull());
  await deliverNotice({ noticeId: id });
  await arrived("li@podium.test");
});

test("a mail that the server refuses is tried again until it is taken", async () => {
  refuseOnce.add("busy@podium.test");
  const { id } = await sendNotice(db, { ...notice, to: "busy@podium.test" });
  await vi.waitFor(async () => expect((await stored(id))?.lastError ?? "").toContain("try later"), {
    timeout: 10_000,
  });
  await arrived("busy@podium.test");
  await vi.waitFor(async () => expect(await stored(id)).toMatchObject({ attempts: 2, lastError: null }));
});

test("a mail of a transaction that fails is never sent", async () => {
  await db
    .transaction(async (tx) => {
      await sendNotice(tx, { ...notice, to: "undone@podium.test" });
      throw new Error("undone");
    })
    .catch(() => {});
  await sendNotice(db, { ...notice, to: "after@podium.test" });
  await arrived("after@podium.test");
  expect(received.flatMap((r) => r.to)).not.toContain("undone@podium.test");
});

test("a subject with line breaks adds neither header nor recipient", async () => {
  const subject = "Hello\r\nBcc: victim@podium.test\r\n\r\nbody\u0000";
  await sendNotice(db, { ...notice, subject, to: "safe@podium.test" });
  const { mail, to } = await arrived("safe@podium.test");
  expect(to).toEqual(["safe@podium.test"]);
  expect(mail.headers.has("bcc")).toBe(false);
  expect(mail.subject).toBe("Hello Bcc: victim@podium.test body");
});

test.each(["a@podium.test, b@podium.test", "a@podium.test\r\nBcc: b@podium.test", "A <a@podium.test>"])(
  "%j is not one address and gets no mail",
  async (to) => {
    await expect(sendNotice(db, { ...notice, to })).rejects.toThrow();
  },
);

test("a mail to subscribers names where they end it with one click", async () => {
  const unsubscribeUrl = "http://podium.test/unsubscribe/abc.def";
  await sendNotice(db, { ...notice, to: "subscriber@podium.test", unsubscribeUrl });
  const { mail } = await arrived("subscriber@podium.test");
  const raw = mail.headerLines.filter((h) => h.key.startsWith("list-")).map((h) => h.line);
  expect(raw).toEqual([
    `List-Unsubscribe: <${unsubscribeUrl}>`,
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
  ]);
});

test("a mail that may go once goes once, however often it is written", async () => {
  const once = "announcement 1 to li";
  const first = await sendNotice(db, { ...notice, once, to: "once@podium.test" });
  expect(await sendNotice(db, { ...notice, once, to: "once@podium.test" })).toEqual(first);
  await arrived("once@podium.test");
  expect(await db.select().from(notices).where(eq(notices.to, "once@podium.test"))).toHaveLength(1);
});
