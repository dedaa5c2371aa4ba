import { sql } from "drizzle-orm";
import { db } from "../connect.ts";
import { holdBlob } from "./disk.ts";
import type { BlobStore } from "./store.ts";

type Reference = { table: string; column: string };

const AT_ONCE = 500;
const STILL_NEEDED = "23503";

/** Every column of this database that refers to a blob, as the database itself knows: none can be forgotten. */
export async function blobReferences(): Promise<Reference[]> {
  const rows = await db.execute<{ table: string; column: string }>(sql`
    select c.conrelid::regclass::text as table, quote_ident(a.attname) as column
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'blobs'::regclass
    order by 1, 2`);
  return [...rows];
}

/**
 * Removes contents that nothing refers to and nobody brought within the time of grace. The database says what
 * is needed: it lets no row go that another one refers to, also one that was written a moment ago. While a
 * content goes nobody can bring it again. The row goes first, so that a crash leaves a file too many and never
 * one too few. Answers how many went.
 */
export async function sweepBlobs(store: BlobStore, before: Date): Promise<number> {
  const needed = (await blobReferences()).map(
    ({ table, column }) =>
      sql`not exists (select 1 from ${sql.raw(table)} r where r.${sql.raw(column)} = b.hash)`,
  );
  const unneeded = await db.execute<{ hash: string }>(sql`
    select b.hash from blobs b
    where b.created_at < ${before.toISOString()}::timestamptz and ${sql.join(needed, sql` and `)}
    order by b.created_at limit ${AT_ONCE}`);
  let gone = 0;
  for (const { hash } of unneeded) if (await sweep(store, hash, before)) gone += 1;
  return gone;
}

async function sweep(store: BlobStore, hash: string, before: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    await holdBlob(tx, hash);
    // What somebody refers to at this moment is left alone. Its own statement outside of this transaction: the row is gone for good before the file goes.
    const removed = await db
      .execute(
        sql`delete from blobs where hash in (
          select hash from blobs where hash = ${hash} and created_at < ${before.toISOString()}::timestamptz
          for update skip locked
        ) returning hash`,
      )
      .catch((error: unknown) => {
        if (codeOf(error) === STILL_NEEDED) return [];
        throw error;
      });
    if (removed.length === 0) return false;
    await store.remove(hash);
    return true;
  });
}

function codeOf(error: unknown): unknown {
  if (typeof error !== "object" || error === null) return undefined;
  if ("code" in error) return error.code;
  return "cause" in error ? codeOf(error.cause) : undefined;
}
