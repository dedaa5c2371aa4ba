import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { accessTokens } from "../../db/schema/index.ts";
import type { TokenScope } from "../../db/vocabulary.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { tokenHash } from "./viewer.server.ts";
import type { Viewer } from "./viewer.ts";

/** How a personal token begins, so that people and scanners recognise a leaked one. */
const PREFIX = "podium_";

/** Makes a personal token for the HTTP API. The token is in the answer and nowhere else: only its hash is kept. */
export async function createToken(given: {
  personId: string;
  name: string;
  scopes: readonly TokenScope[];
  /** When it stops working; null: when it is revoked. */
  expiresAt: Date | null;
}): Promise<Outcome<{ id: string; token: string }>> {
  if (given.scopes.length === 0)
    return refused("invalid", "people.refusals.scopeNeeded", { field: "scopes" });
  const token = PREFIX + randomBytes(32).toString("base64url");
  const [row] = await db
    .insert(accessTokens)
    .values({
      personId: given.personId,
      name: given.name,
      hash: tokenHash(token),
      scopes: [...new Set(given.scopes)],
      expiresAt: given.expiresAt,
    })
    .returning({ id: accessTokens.id });
  if (!row) throw new Error("A token was not stored");
  return done({ id: row.id, token });
}

/** Ends a token of the viewer's own. */
export async function revokeToken(viewer: Viewer, id: string, now: Date): Promise<Outcome<null>> {
  if (!viewer.person) return refused("signed_out", "people.refusals.signInFirst");
  const ended = await db
    .update(accessTokens)
    .set({ revokedAt: now })
    .where(
      and(
        eq(accessTokens.id, id),
        eq(accessTokens.personId, viewer.person.id),
        isNull(accessTokens.revokedAt),
      ),
    )
    .returning({ id: accessTokens.id });
  return ended.length > 0 ? done(null) : refused("not_found", "people.refusals.noSuchToken");
}
