import { eq } from "drizzle-orm";
import type { Transaction } from "../../db/connect.ts";
import { entries } from "../../db/schema/index.ts";
import { callBack, callOff } from "../submissions/call-off.server.ts";
import { settleEntry } from "./put-on-board.server.ts";

/**
 * Lets everything follow an entry's new state, in the transaction that changed it: what is not judged yet is
 * called off when it leaves and waits again when it is taken back in, and its boards are settled.
 */
export async function followEntry(tx: Transaction, entryId: string, now: Date): Promise<void> {
  const [entry] = await tx.select({ state: entries.state }).from(entries).where(eq(entries.id, entryId));
  if (entry?.state === "accepted") await callBack(tx, entryId, now);
  else if (entry?.state === "withdrawn" || entry?.state === "disqualified") await callOff(tx, entryId, now);
  await settleEntry(tx, entryId, now);
}
