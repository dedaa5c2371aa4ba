import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { grantRole } from "../../app/people/grant-role.server.ts";
import { mayCreate, mayOperate, organisesCompetition } from "../../app/people/permissions.ts";
import { tokensOf } from "../../app/people/queries.server.ts";
import { createToken, revokeToken } from "../../app/people/tokens.server.ts";
import { signedIn, viewerOf } from "../../app/people/viewer.server.ts";
import { db } from "../../db/connect.ts";
import { accessTokens } from "../../db/schema/index.ts";
import type { TokenScope } from "../../db/vocabulary.ts";
import { aPerson } from "../factories/people.ts";

const requestWith = (token: string) =>
  new Request("http://podium.test/api/v1/me", { headers: { authorization: `Bearer ${token}` } });

async function aToken(personId: string, scopes: TokenScope[], expiresAt: Date | null = null) {
  const outcome = await createToken({ personId, name: "script", scopes, expiresAt });
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return outcome.value;
}

test("a token names its person, and only its hash is kept", async () => {
  const { id } = await aPerson();
  const made = await aToken(id, ["read"]);
  expect(made.token).toMatch(/^podium_[\w-]{43}$/);
  expect((await viewerOf(requestWith(made.token))).person?.id).toBe(id);
  const [row] = await db.select().from(accessTokens).where(eq(accessTokens.id, made.id));
  expect(JSON.stringify(row)).not.toContain(made.token);
  expect(row?.lastUsedAt).not.toBeNull();
});

test("a token opens no screen, where a reading one could make a wider one", async () => {
  const { id } = await aPerson();
  const { token } = await aToken(id, ["read"]);
  const headers = { authorization: `Bearer ${token}` };
  const post = new Request("http://podium.test/account", { method: "POST", headers });
  expect((await viewerOf(post)).person).toBeNull();
});

test("an owner's reading token may not operate", async () => {
  const { id } = await aPerson({ role: "owner" });
  const viewer = await viewerOf(requestWith((await aToken(id, ["read"])).token));
  expect([viewer.tokenScopes, mayOperate(viewer), mayCreate(viewer)]).toEqual([["read"], false, false]);
});

test("a token past its end, and a token nobody made, are a guest's", async () => {
  const { id } = await aPerson();
  const { token } = await aToken(id, ["read"], new Date(Date.now() - 1000));
  expect((await viewerOf(requestWith(token))).person).toBeNull();
  expect((await viewerOf(requestWith("podium_nobody"))).person).toBeNull();
});

test("a revoked token is a guest's and leaves the list; nobody revokes another's", async () => {
  const mine = await aPerson();
  const { id, token } = await aToken(mine.id, ["read"]);
  const stranger = await aPerson();
  expect((await revokeToken(stranger.viewer, id, new Date())).ok).toBe(false);
  expect((await revokeToken(mine.viewer, id, new Date())).ok).toBe(true);
  expect((await viewerOf(requestWith(token))).person).toBeNull();
  expect((await tokensOf(mine.viewer)).map((t) => t.id)).not.toContain(id);
});

test("a token that may do nothing is not made", async () => {
  const { id } = await aPerson();
  expect(await createToken({ personId: id, name: "x", scopes: [], expiresAt: null })).toMatchObject({
    ok: false,
  });
});

test("a role in one competition is given once and holds there alone", async () => {
  const person = await aPerson();
  const here = crypto.randomUUID();
  const role = { role: "organiser", scope: "competition", scopeId: here } as const;
  for (const _ of [1, 2]) await grantRole(db, { personId: person.id, grantedBy: null, ...role });
  const viewer = await viewerOf(requestWith((await aToken(person.id, ["organise"])).token));
  expect(viewer.grants).toEqual([role]);
  expect([organisesCompetition(viewer, here), organisesCompetition(viewer, crypto.randomUUID())]).toEqual([
    true,
    false,
  ]);
  expect(mayCreate(viewer)).toBe(false);
});

test("a guest who needs to sign in is sent there and comes back", async () => {
  const thrown = await signedIn(new Request("http://podium.test/account?x=1")).catch((e: Response) => e);
  expect((thrown as Response).headers.get("location")).toBe("/sign-in?to=%2Faccount%3Fx%3D1");
});
