import { eq, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Transaction } from "../../db/connect.ts";

type Placed = PgTable & { id: PgColumn; competitionId: PgColumn; position: PgColumn };

/** Gives a competition's rows the positions 0, 1, 2 … in this order. Positions are unique at every moment, so they step aside first. */
export async function reorder(
  tx: Transaction,
  table: Placed,
  competitionId: string,
  ids: readonly string[],
): Promise<void> {
  await tx
    .update(table)
    .set({ position: sql`-1 - ${table.position}` })
    .where(eq(table.competitionId, competitionId));
  for (const [position, id] of ids.entries())
    await tx.update(table).set({ position }).where(eq(table.id, id));
}

/** The ids with one moved a place up or down; as they were where it cannot move. */
export function moved(ids: readonly string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  const order = [...ids];
  if (from < 0 || to < 0 || to >= ids.length) return order;
  [order[from], order[to]] = [order[to]!, order[from]!];
  return order;
}
