import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { inviteByMail } from "../../app/entries/invite.server.ts";
import { join } from "../../app/entries/join.server.ts";
import { entryOf } from "../../app/entries/queries.server.ts";
import { tooMany } from "../../app/people/limit.server.ts";
import { signInWithPassword } from "../../app/people/sign-in.server.ts";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";
import { aCompetition } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";

// Before the settings are read, which happens once.
vi.hoisted(() => Object.assign(process.env, { RATE_LIMITS: "1" }));
const now = new Date();

test("of attempts made at the same moment only as many pass as may, until the window is over", async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => tooMany("door", 5, 60, now)));
  expect(all.filter((over) => !over)).toHaveLength(5);
  expect(await tooMany("other door", 5, 60, now)).toBe(false);
  expect(await tooMany("door", 5, 60, new Date(now.getTime() + 61_000))).toBe(false);
});

test("one address gets ten invitations a day, whoever sends them, and none of them carries a link of the sender's", async () => {
  const { id, slug } = await aCompetition();
  const offers = async (to: string) => {
    const viewer = await aViewer();
    const teamName = `Win at https://evil.example/${viewer.person.id.slice(0, 8)}`;
    const joined = await join({ viewer, slug, teamName, acceptRules: true, now });
    const entry = await entryOf(viewer, id);
    if (!joined.ok || !entry) throw new Error("nobody joined");
    return inviteByMail({ viewer, entryId: entry.id, email: to, role: "member", locale: "en", now });
  };
  const to = "stranger@podium.test";
  for (let i = 0; i < 10; i++) expect(await offers(to)).toMatchObject({ ok: true });
  expect(await offers(to)).toMatchObject({ refusal: { code: "over_quota", field: "email" } });
  expect(await offers("another@podium.test")).toMatchObject({ ok: true });
  const mails = await db.select().from(notices).where(eq(notices.to, to));
  expect(mails).toHaveLength(10);
  for (const { subject, text } of mails) {
    expect(text).toContain("evil example");
    expect(`${subject} ${text}`).not.toContain("evil.example");
    expect(text.match(/https?:\/\//g)).toHaveLength(1);
  }
});

test("an eleventh guess at a password from one place is refused, from another place it is not", async () => {
  const guess = (client: string) => signInWithPassword("a@podium.test", "wrong password", { client, now });
  for (let i = 0; i < 10; i++)
    expect(await guess("10.0.0.1")).toMatchObject({ refusal: { code: "signed_out" } });
  expect(await guess("10.0.0.1")).toMatchObject({ refusal: { code: "over_quota" } });
  expect(await guess("10.0.0.2")).toMatchObject({ refusal: { code: "signed_out" } });
});
