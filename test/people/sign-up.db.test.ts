import { desc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { changePassword, revokeSignIn } from "../../app/people/change-account.server.ts";
import { askForReset, resetPassword, verifyAddress } from "../../app/people/mailed-links.server.ts";
import { accountOf } from "../../app/people/queries.server.ts";
import { signIn, signInWithPassword } from "../../app/people/sign-in.server.ts";
import { signOut } from "../../app/people/sign-out.server.ts";
import { signUp } from "../../app/people/sign-up.server.ts";
import { signedIn, signInTokenOf, viewerOf } from "../../app/people/viewer.server.ts";
import { db } from "../../db/connect.ts";
import { credentials, notices, signIns } from "../../db/schema/index.ts";
import type { Locale } from "../../db/vocabulary.ts";
import { aPerson } from "../factories/people.ts";

const now = new Date();
const password = "correct horse battery";
const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
const requestWith = (headers: Headers) =>
  new Request("http://podium.test/account", { headers: { cookie: cookieOf(headers) } });
const newest = async (to: string) =>
  (await db.select().from(notices).where(eq(notices.to, to)).orderBy(desc(notices.createdAt)))[0];
const linkIn = (text = "") => new URL(/http\S+/.exec(text)?.[0] ?? "");

async function newcomer(email: string, locale: Locale = "en") {
  const outcome = await signUp({ name: "Li Wei", email, password, locale, headers: new Headers(), now });
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return outcome.value.headers;
}

test("a newcomer is signed in, gets a mail, and its link confirms the address", async () => {
  const headers = await newcomer("li@podium.test");
  expect((await viewerOf(requestWith(headers))).person).toMatchObject({ name: "Li Wei", verified: false });
  const mail = await newest("li@podium.test");
  expect(mail?.subject).toBe("Confirm your e-mail address for Podium");
  const link = linkIn(mail?.text);
  expect(link.origin + link.pathname).toBe("http://podium.test/verify");
  expect((await verifyAddress(link.searchParams.get("token") ?? "")).ok).toBe(true);
  expect((await viewerOf(requestWith(headers))).person?.verified).toBe(true);
  const again = await signIn({ email: "LI@podium.test", password, headers: new Headers(), now });
  expect(again.ok).toBe(true);
});

test("a newcomer's mail is in the language of the page they signed up on", async () => {
  await newcomer("hans@podium.test", "zh-Hans");
  expect((await newest("hans@podium.test"))?.subject).toBe("请确认你的 Podium 邮箱");
});

test("an address can sign up once", async () => {
  await newcomer("once@podium.test");
  const twice = await signUp({
    name: "Other",
    email: "Once@podium.test",
    password,
    locale: "en",
    headers: new Headers(),
    now,
  });
  expect(twice).toMatchObject({ ok: false, refusal: { code: "conflict", field: "email" } });
});

test("a made-up verification link confirms nothing", async () => {
  expect(await verifyAddress("no.such.token")).toMatchObject({ ok: false, refusal: { code: "invalid" } });
});

test("a wrong password and an unknown address get the same answer", async () => {
  const { email } = await aPerson();
  const wrong = await signIn({ email, password: "not the password", headers: new Headers(), now });
  const unknown = await signIn({ email: "nobody@podium.test", password, headers: new Headers(), now });
  expect(wrong).toEqual(unknown);
  expect(wrong).toMatchObject({ ok: false, refusal: { code: "signed_out" } });
  const client = "127.0.0.1";
  const byApi = await signInWithPassword("nobody@podium.test", password, { client, now });
  expect(await signInWithPassword(email, "not the password", { client, now })).toEqual(byApi);
});

test("a password is known to the API without a cookie, and kept only as a hash", async () => {
  const { id, email, password } = await aPerson();
  expect(await signInWithPassword(email, password, { client: "127.0.0.1", now })).toEqual({
    ok: true,
    value: { personId: id },
  });
  const [row] = await db.select().from(credentials).where(eq(credentials.personId, id));
  expect(row?.password).not.toContain(password);
});

test("a cookie that Podium did not sign is a guest's", async () => {
  const token = await signInTokenOf(requestWith(await newcomer("forged@podium.test")));
  const forged = new Headers({ cookie: `podium.session_token=${token}.${btoa("x".repeat(32))}` });
  expect((await viewerOf(new Request("http://podium.test/", { headers: forged }))).person).toBeNull();
});

test("signing out ends the sign-in itself, not only the cookie", async () => {
  const headers = await newcomer("out@podium.test");
  const request = requestWith(headers);
  const cleared = await signOut(request.headers);
  expect(cleared.getSetCookie().join()).toContain("Max-Age=0");
  expect((await viewerOf(requestWith(headers))).person).toBeNull();
});

test("a sign-in past its end is a guest's", async () => {
  const headers = await newcomer("late@podium.test");
  const token = await signInTokenOf(requestWith(headers));
  await db
    .update(signIns)
    .set({ expiresAt: new Date(0) })
    .where(eq(signIns.token, token ?? ""));
  expect((await viewerOf(requestWith(headers))).person).toBeNull();
});

test("a person sees their sign-ins and ends one on another device", async () => {
  const first = await newcomer("two@podium.test");
  const other = await signIn({ email: "two@podium.test", password, headers: new Headers(), now });
  if (!other.ok) throw new Error(other.refusal.reason);
  const viewer = await signedIn(requestWith(first));
  const { signIns } = await accountOf(viewer, await signInTokenOf(requestWith(first)));
  expect(signIns.map((s) => s.here).sort()).toEqual([false, true]);
  expect((await revokeSignIn(viewer, signIns.find((s) => !s.here)?.id ?? "")).ok).toBe(true);
  expect((await viewerOf(requestWith(other.value.headers))).person).toBeNull();
  expect((await viewerOf(requestWith(first))).person).not.toBeNull();
});

test("nobody ends another person's sign-in", async () => {
  const headers = await newcomer("mine@podium.test");
  const { signIns } = await accountOf(await signedIn(requestWith(headers)), null);
  const stranger = await aPerson();
  expect(await revokeSignIn(stranger.viewer, signIns[0]?.id ?? "")).toMatchObject({
    ok: false,
    refusal: { code: "not_found" },
  });
});

test("a new password needs the current one and ends the other sign-ins", async () => {
  const headers = await newcomer("change@podium.test");
  const request = requestWith(headers);
  const viewer = await signedIn(request);
  const given = { viewer, password: "another long one", headers: request.headers, now };
  expect(await changePassword({ ...given, current: "not the password" })).toMatchObject({
    ok: false,
    refusal: { field: "current" },
  });
  const other = await signIn({ email: "change@podium.test", password, headers: new Headers(), now });
  if (!other.ok) throw new Error(other.refusal.reason);
  const changed = await changePassword({ ...given, current: password });
  if (!changed.ok) throw new Error(changed.refusal.reason);
  expect((await viewerOf(requestWith(changed.value.headers))).person).not.toBeNull();
  expect((await viewerOf(requestWith(other.value.headers))).person).toBeNull();
});

test("a mailed link sets a new password once and ends every sign-in", async () => {
  const headers = await newcomer("reset@podium.test");
  expect((await askForReset("reset@podium.test", new Headers(), now)).ok).toBe(true);
  const token = linkIn((await newest("reset@podium.test"))?.text).searchParams.get("token") ?? "";
  expect((await resetPassword(token, "a brand new one")).ok).toBe(true);
  expect(await resetPassword(token, "and yet another")).toMatchObject({ ok: false });
  expect((await viewerOf(requestWith(headers))).person).toBeNull();
  const entered = await signIn({
    email: "reset@podium.test",
    password: "a brand new one",
    headers: new Headers(),
    now,
  });
  expect(entered.ok).toBe(true);
});

test("asking to reset an unknown address looks the same and sends nothing", async () => {
  expect(await askForReset("nobody@podium.test", new Headers(), now)).toEqual({ ok: true, value: null });
  expect(await newest("nobody@podium.test")).toBeUndefined();
});
