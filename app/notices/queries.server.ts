import { count, desc, eq } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";
import { isUuid } from "../web/ids.ts";
import { type Piece, pieces } from "./links.ts";

/** One page of the outbox, newest first. For operators: it holds everybody's mail. */
export async function outbox(page: number) {
  const rows = webConfig().PAGE_ROWS;
  const [total] = await db.select({ count: count() }).from(notices);
  const pages = Math.max(1, Math.ceil((total?.count ?? 0) / rows));
  const at = Math.min(Math.max(1, page), pages);
  const list = await db
    .select({
      id: notices.id,
      kind: notices.kind,
      to: notices.to,
      subject: notices.subject,
      createdAt: notices.createdAt,
      sentAt: notices.sentAt,
      attempts: notices.attempts,
      lastError: notices.lastError,
    })
    .from(notices)
    .orderBy(desc(notices.createdAt), notices.id)
    .limit(rows)
    .offset((at - 1) * rows);
  return { list, page: at, pages, delivers: webConfig().SMTP_URL !== undefined };
}

/** One mail as text, its links into this installation made paths; null when there is none. */
export async function noticeById(id: string) {
  if (!isUuid(id)) return null;
  const [notice] = await db.select().from(notices).where(eq(notices.id, id));
  if (!notice) return null;
  const body: Piece[] = pieces(notice.text, new URL(webConfig().PUBLIC_URL).origin);
  return { ...notice, body };
}
