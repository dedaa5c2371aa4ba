import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { forgetNotices } from "../../app/notices/forget.server.ts";
import { markRead } from "../../app/notices/mark-read.server.ts";
import { ownNotices, unreadNotices } from "../../app/notices/own-queries.server.ts";
import { sendNotice } from "../../app/notices/send.server.ts";
import { auth } from "../../app/people/auth.server.ts";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";
import { aPerson } from "../factories/people.ts";

const NOW = new Date();
const told = (to: string, subject: string, text = "Hello") =>
  sendNotice(db, { kind: "test", to, locale: "en", subject, text });
const subjects = async ({ id }: { id: string }, page = 1) =>
  (await ownNotices(id, page)).notices.map(({ subject }) => subject);

test("a person reads what was written to them, newest first, with where it leads; nobody else's", async () => {
  const [mine, other] = [await aPerson(), await aPerson()];
  const { PUBLIC_URL } = webConfig();
  await told(
    mine.email,
    "First",
    `See https://elsewhere.example/x and ${PUBLIC_URL}/competitions/digits?a=1`,
  );
  await told(other.email, "Not mine");
  await db
    .update(notices)
    .set({ createdAt: new Date(NOW.getTime() - 60_000) })
    .where(eq(notices.subject, "First"));
  await told(mine.email, "Second");
  expect(await subjects(mine)).toEqual(["Second", "First"]);
  expect((await ownNotices(mine.id, 1)).notices[1]).toMatchObject({ path: "/competitions/digits?a=1" });
  expect(await unreadNotices(mine.id)).toBe(2);
});

test("one is marked as read, or all; another's stays unread whatever id is sent", async () => {
  const [mine, other] = [await aPerson(), await aPerson()];
  const first = await told(mine.email, "A");
  const theirs = await told(other.email, "B");
  await told(mine.email, "C");
  const read = (id: string | null) => markRead({ personId: mine.id, id, now: NOW });
  expect(await read(theirs.id)).toEqual({ ok: true, value: { read: 0 } });
  expect(await read("no id")).toEqual({ ok: true, value: { read: 0 } });
  expect(await read(first.id)).toEqual({ ok: true, value: { read: 1 } });
  expect(await unreadNotices(mine.id)).toBe(1);
  expect(await read(null)).toEqual({ ok: true, value: { read: 1 } });
  expect([await unreadNotices(mine.id), await unreadNotices(other.id)]).toEqual([0, 1]);
});

test("whoever only says that an address is theirs reads nothing of it, and links that prove it are in mail alone", async () => {
  const claimed = await aPerson({ verified: false });
  await told(claimed.email, "For the owner of the address");
  expect(await subjects(claimed)).toEqual([]);
  const mine = await aPerson();
  await auth().api.requestPasswordReset({ body: { email: mine.email } });
  expect(await db.$count(notices, eq(notices.to, mine.email))).toBe(1);
  expect(await subjects(mine)).toEqual([]);
});

test("a bell counts to a hundred, the list has pages, and what is old is forgotten", async () => {
  const mine = await aPerson();
  const rows = webConfig().PAGE_ROWS;
  const of = (age: number, n: number) =>
    Array.from({ length: n }, (_, i) => ({
      kind: "test",
      to: mine.email,
      locale: "en",
      subject: `${age} days, ${i}`,
      text: "Hello",
      personId: mine.id,
      createdAt: new Date(NOW.getTime() - age * 86_400_000 - i),
    }));
  await db.insert(notices).values([...of(1, 120), ...of(webConfig().NOTICES_KEEP_DAYS + 1, 2)]);
  expect(await unreadNotices(mine.id)).toBe(100);
  expect((await subjects(mine, 2))[0]).toBe(`1 days, ${rows}`);
  expect(await forgetNotices(NOW)).toBe(2);
  expect((await ownNotices(mine.id, 99)).page).toBe(Math.ceil(120 / rows));
  expect(await db.$count(notices, eq(notices.personId, mine.id))).toBe(120);
});
