import { eq, like, or, sql } from "drizzle-orm";
import type { Transaction } from "../../db/connect.ts";
import { competitions } from "../../db/schema/index.ts";

/** The wanted slug, or it with the first free number; nobody else gets it before the transaction ends. */
export async function freeSlug(tx: Transaction, wanted: string): Promise<string> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`slug ${wanted}`}, 0))`);
  const taken = await tx
    .select({ slug: competitions.slug })
    .from(competitions)
    .where(or(eq(competitions.slug, wanted), like(competitions.slug, `${wanted}-%`)));
  // "new" is the page where competitions are made.
  const names = new Set([...taken.map((t) => t.slug), "new"]);
  if (!names.has(wanted)) return wanted;
  let n = 2;
  while (names.has(`${wanted}-${n}`)) n++;
  return `${wanted}-${n}`;
}
