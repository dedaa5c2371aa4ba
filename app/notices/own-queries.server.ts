import { and, count, desc, eq, isNull } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { notices } from "../../db/schema/index.ts";
import { type Piece, pieces } from "./links.ts";

/** A bell counts no further: the answer costs the same however many wait. */
const COUNTED = 100;

/** How many notices a person has not read, at most 100. */
export async function unreadNotices(personId: string): Promise<number> {
  const some = db
    .select({ id: notices.id })
    .from(notices)
    .where(and(eq(notices.personId, personId), isNull(notices.readAt)))
    .limit(COUNTED)
    .as("some");
  const [row] = await db.select({ n: count() }).from(some);
  return row?.n ?? 0;
}

/** A person's notices, newest first, with the links of each into this installation made paths. */
export async function ownNotices(personId: string, page: number) {
  const rows = webConfig().PAGE_ROWS;
  const mine = eq(notices.personId, personId);
  const total = await db.$count(notices, mine);
  const pages = Math.max(1, Math.ceil(total / rows));
  const at = Math.min(Math.max(1, page), pages);
  const list = await db
    .select({
      id: notices.id,
      kind: notices.kind,
      locale: notices.locale,
      subject: notices.subject,
      text: notices.text,
      createdAt: notices.createdAt,
      readAt: notices.readAt,
    })
    .from(notices)
    .where(mine)
    .orderBy(desc(notices.createdAt), notices.id)
    .limit(rows)
    .offset((at - 1) * rows);
  const origin = new URL(webConfig().PUBLIC_URL).origin;
  return {
    notices: list.map(({ text, ...notice }) => {
      const body: Piece[] = pieces(text, origin);
      return { ...notice, body, path: body.find((piece) => piece.path)?.path ?? null };
    }),
    page: at,
    pages,
  };
}
