import { and, eq } from "drizzle-orm";
import type { Transaction } from "../connect.ts";
import { uploads } from "../schema/index.ts";

/**
 * Takes an upload in the transaction that writes what it became, so that it is one or the other whatever happens,
 * and a form that is sent twice hands in once. Answers whether the person had it.
 */
export async function useUp(tx: Transaction, personId: string, uploadId: string): Promise<boolean> {
  const used = await tx
    .delete(uploads)
    .where(and(eq(uploads.id, uploadId), eq(uploads.personId, personId)))
    .returning({ id: uploads.id });
  return used.length > 0;
}
