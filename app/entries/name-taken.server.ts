import { and, eq, ne, notInArray } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import { entries } from "../../db/schema/index.ts";
import { nameKey } from "../teams/team-name.ts";
import { type Outcome, refused } from "../web/outcome.ts";

/** The refusal at the field where the name was typed. */
export const refuseName = () => refused("conflict", "teams.refusals.nameTaken", { field: "teamName" });

/** Whether another team of the competition has this name, or one that would be taken for it. */
export async function nameTaken(
  executor: Executor,
  competitionId: string,
  name: string,
  butTeamId?: string,
): Promise<boolean> {
  const found = await executor
    .select({ id: entries.id })
    .from(entries)
    .where(
      and(
        eq(entries.competitionId, competitionId),
        eq(entries.nameKey, nameKey(name)),
        notInArray(entries.state, ["withdrawn", "rejected", "merged"]),
        butTeamId ? ne(entries.teamId, butTeamId) : undefined,
      ),
    )
    .limit(1);
  return found.length > 0;
}

/**
 * Does work that gives a name to an entry. Whoever looked and found the name free may still come second: the
 * database's word is the last, and becomes the same refusal.
 */
export async function unlessNameTaken<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (brokenConstraint(error) === "entries_name") return refuseName();
    throw error;
  }
}

/** The constraint that a failed statement would have broken; the driver's error is the cause of drizzle's. */
function brokenConstraint(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause)
    if ("constraint_name" in at && typeof at.constraint_name === "string") return at.constraint_name;
  return undefined;
}
