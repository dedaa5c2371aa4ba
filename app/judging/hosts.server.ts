import { createHash, randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { judgeHosts } from "../../db/schema/index.ts";

export type JudgeHost = Pick<typeof judgeHosts.$inferSelect, "id" | "name" | "state" | "queueId">;

/** A token as it is kept. */
export const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
/** A host's token; people and scanners recognise a leaked one by how it begins. */
export const newToken = (): string => `pjh_${randomBytes(32).toString("base64url")}`;

/**
 * Makes the installation's judge host of this name, or gives the existing one a new token; hosts of queues may be
 * called alike and are others. The token is answered this once; only its hash is kept, and an older one stops
 * working.
 */
export async function ensureHost(name: string): Promise<{ id: string; token: string }> {
  const token = newToken();
  const tokenHash = hashOf(token);
  const [host] = await db
    .insert(judgeHosts)
    .values({ name, tokenHash })
    .onConflictDoUpdate({
      target: judgeHosts.name,
      targetWhere: sql`queue_id is null and state <> 'disabled'`,
      set: { tokenHash, instance: null, problem: null, problemAt: null },
    })
    .returning({ id: judgeHosts.id });
  if (!host) throw new Error("the judge host was not written");
  return { id: host.id, token };
}

/** The host a token belongs to, or null. A disabled host is nobody. */
export async function hostByToken(token: string): Promise<JudgeHost | null> {
  const [host] = await db
    .select({
      id: judgeHosts.id,
      name: judgeHosts.name,
      state: judgeHosts.state,
      queueId: judgeHosts.queueId,
    })
    .from(judgeHosts)
    .where(eq(judgeHosts.tokenHash, hashOf(token)));
  return host && host.state !== "disabled" ? host : null;
}
