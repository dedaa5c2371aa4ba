import { sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { rateLimits } from "../../db/schema/index.ts";

/**
 * Counts one more of `key` and says whether there were more than `most` in the window of `seconds` that began
 * with the first. One statement, so that two processes cannot both take the last one.
 */
export async function tooMany(key: string, most: number, seconds: number, now: Date): Promise<boolean> {
  if (!webConfig().RATE_LIMITS) return false;
  const at = now.getTime();
  const over = sql`${rateLimits.lastRequest} <= ${at - seconds * 1000}::bigint`;
  const [row] = await db
    .insert(rateLimits)
    .values({ key, count: 1, lastRequest: at })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${over} then 1 else ${rateLimits.count} + 1 end`,
        lastRequest: sql`case when ${over} then ${at}::bigint else ${rateLimits.lastRequest} end`,
      },
    })
    .returning({ count: rateLimits.count });
  return (row?.count ?? 0) > most;
}

/** The caller's address as the web process saw it, never as the caller claimed it. */
export const clientOf = (headers: Headers): string => headers.get("x-client-ip") ?? "unknown";
