import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { accessTokens, people, signIns } from "../../db/schema/index.ts";
import type { SignedInViewer } from "./viewer.ts";

/** The viewer's own account: profile, sign-ins that still last, tokens that still work. `here` is this sign-in. */
export async function accountOf(viewer: SignedInViewer, here: string | null) {
  const [[profile], visits, tokens] = await Promise.all([
    db
      .select({
        name: people.name,
        email: people.email,
        verified: people.emailVerified,
        affiliation: people.affiliation,
        locale: people.locale,
        timeZone: people.timeZone,
      })
      .from(people)
      .where(eq(people.id, viewer.person.id)),
    db
      .select({
        id: signIns.id,
        token: signIns.token,
        createdAt: signIns.createdAt,
        expiresAt: signIns.expiresAt,
        ipAddress: signIns.ipAddress,
        userAgent: signIns.userAgent,
      })
      .from(signIns)
      .where(and(eq(signIns.personId, viewer.person.id), gt(signIns.expiresAt, sql`now()`)))
      .orderBy(desc(signIns.createdAt)),
    tokensOf(viewer),
  ]);
  if (!profile) throw new Error("A viewer without a person");
  return {
    profile,
    signIns: visits.map(({ token, ...visit }) => ({ ...visit, here: token === here })),
    tokens,
  };
}

/** The viewer's own tokens that still work, newest first. */
export async function tokensOf(viewer: SignedInViewer) {
  return db
    .select({
      id: accessTokens.id,
      name: accessTokens.name,
      scopes: accessTokens.scopes,
      createdAt: accessTokens.createdAt,
      expiresAt: accessTokens.expiresAt,
      lastUsedAt: accessTokens.lastUsedAt,
    })
    .from(accessTokens)
    .where(
      and(
        eq(accessTokens.personId, viewer.person.id),
        isNull(accessTokens.revokedAt),
        or(isNull(accessTokens.expiresAt), gt(accessTokens.expiresAt, sql`now()`)),
      ),
    )
    .orderBy(desc(accessTokens.createdAt));
}
