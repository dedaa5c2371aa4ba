import type { Executor } from "../../db/connect.ts";
import { grants } from "../../db/schema/index.ts";
import type { Grant } from "./viewer.ts";

/** Gives a person a role, once. Whether the giver may do so is the caller's question: it differs by scope. */
export async function grantRole(
  executor: Executor,
  given: Grant & { personId: string; grantedBy: string | null },
): Promise<void> {
  await executor.insert(grants).values(given).onConflictDoNothing();
}
