import { lt } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";

/** Forgets mails and notices that are older than NOTICES_KEEP_DAYS. Answers how many. */
export async function forgetNotices(now: Date): Promise<number> {
  const before = new Date(now.getTime() - webConfig().NOTICES_KEEP_DAYS * 86_400_000);
  const gone = await db.delete(notices).where(lt(notices.createdAt, before)).returning({ id: notices.id });
  return gone.length;
}
