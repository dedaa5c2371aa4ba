import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { redirect } from "@remix-run/node";
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { accessTokens, grants, people, signIns } from "../../db/schema/index.ts";
import type { Locale } from "../../db/vocabulary.ts";
import { auth } from "./auth.server.ts";
import { narrowed } from "./token-scopes.ts";
import { type Grant, GUEST, type SignedInViewer, type Viewer, type ViewerPerson } from "./viewer.ts";

const person = {
  id: people.id,
  name: people.name,
  email: people.email,
  verified: people.emailVerified,
  locale: people.locale,
  timeZone: people.timeZone,
};
const grant = { role: grants.role, scope: grants.scope, scopeId: grants.scopeId };

type Row = { person: Omit<ViewerPerson, "locale"> & { locale: string | null }; grant: Grant | null };

const viewerFrom = (row: Row, rows: Row[]): SignedInViewer => ({
  person: { ...row.person, locale: row.person.locale as Locale | null },
  grants: rows.flatMap((r) => r.grant ?? []),
  tokenScopes: null,
});

/** The sign-in's token from the signed cookie, null when it is missing or was not signed by us. */
export async function signInTokenOf(request: Request): Promise<string | null> {
  const { authCookies } = await auth().$context;
  const prefix = `${authCookies.sessionToken.name}=`;
  const raw = (request.headers.get("cookie") ?? "")
    .split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix));
  if (!raw) return null;
  let value: string;
  try {
    value = decodeURIComponent(raw.slice(prefix.length));
  } catch {
    return null;
  }
  const dot = value.lastIndexOf(".");
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1), "base64");
  const right = createHmac("sha256", webConfig().PODIUM_SECRET).update(token).digest();
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

async function bySignIn(token: string): Promise<Viewer> {
  const rows = await db
    .select({ person, grant })
    .from(signIns)
    .innerJoin(people, eq(people.id, signIns.personId))
    .leftJoin(grants, eq(grants.personId, people.id))
    .where(and(eq(signIns.token, token), gt(signIns.expiresAt, sql`now()`)));
  return rows[0] ? viewerFrom(rows[0], rows) : GUEST;
}

/** What is kept of a personal token. */
export const tokenHash = (token: string): string => createHash("sha256").update(token).digest("hex");

async function byToken(token: string): Promise<Viewer> {
  const rows = await db
    .select({
      person,
      grant,
      tokenId: accessTokens.id,
      scopes: accessTokens.scopes,
      seen: sql<boolean>`coalesce(${accessTokens.lastUsedAt} > now() - interval '1 minute', false)`,
    })
    .from(accessTokens)
    .innerJoin(people, eq(people.id, accessTokens.personId))
    .leftJoin(grants, eq(grants.personId, people.id))
    .where(
      and(
        eq(accessTokens.hash, tokenHash(token)),
        isNull(accessTokens.revokedAt),
        or(isNull(accessTokens.expiresAt), gt(accessTokens.expiresAt, sql`now()`)),
      ),
    );
  const first = rows[0];
  if (!first) return GUEST;
  // To the minute is enough, and spares a write on every call.
  if (!first.seen)
    await db.update(accessTokens).set({ lastUsedAt: sql`now()` }).where(eq(accessTokens.id, first.tokenId));
  const viewer = viewerFrom(first, rows);
  return { ...viewer, grants: narrowed(viewer.grants, first.scopes), tokenScopes: first.scopes };
}

// Several loaders of one page ask about the same request: one query answers them all.
const asked = new WeakMap<Headers, Promise<Viewer>>();

/** The API and resumable uploads: they ask what a token is for. */
const TAKES_TOKENS = /^\/(api\/v1|uploads)(\/|$)/;

/**
 * Who makes this request: at the API and for uploads by personal token (`Authorization: Bearer`), else by
 * cookie, else a guest. Screens know no scopes, so a token opens none of them.
 */
export function viewerOf(request: Request): Promise<Viewer> {
  const known = asked.get(request.headers);
  if (known) return known;
  const looking = look(request);
  asked.set(request.headers, looking);
  return looking;
}

async function look(request: Request): Promise<Viewer> {
  const bearer = /^Bearer\s+(.*)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (bearer !== undefined) return TAKES_TOKENS.test(new URL(request.url).pathname) ? byToken(bearer) : GUEST;
  const token = await signInTokenOf(request);
  return token ? bySignIn(token) : GUEST;
}

/** The person who makes this request; a guest is sent to sign in and comes back here afterwards. */
export async function signedIn(request: Request): Promise<SignedInViewer> {
  const viewer = await viewerOf(request);
  if (viewer.person) return { ...viewer, person: viewer.person };
  const url = new URL(request.url);
  url.searchParams.delete("_data");
  const to = request.method === "GET" ? url.pathname.replace(/\.data$/, "") + url.search : url.pathname;
  throw redirect(`/sign-in?to=${encodeURIComponent(to)}`);
}
