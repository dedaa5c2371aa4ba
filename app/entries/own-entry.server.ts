import { and, eq } from "drizzle-orm";
import type { Transaction } from "../../db/connect.ts";
import { competitions, entries, teamMembers, teams } from "../../db/schema/index.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { lockEntries } from "./facts.server.ts";

/** A captain's own entry, held with its team and the competition's places until the transaction ends. */
export async function captainsEntry(tx: Transaction, viewer: SignedInViewer, entryId: string) {
  const found = await membersEntry(tx, viewer, entryId);
  if (!found.ok) return found;
  return found.value.role === "captain" ? found : refused("forbidden", "teams.refusals.captainOnly");
}

type Own = {
  entry: typeof entries.$inferSelect;
  competition: typeof competitions.$inferSelect;
  role: "captain" | "member" | "advisor";
};

/** An entry of the viewer's team, whatever their role in it. */
export async function membersEntry(
  tx: Transaction,
  viewer: SignedInViewer,
  entryId: string,
): Promise<Outcome<Own>> {
  const none = refused("not_found", "entries.refusals.notFound");
  if (!isUuid(entryId)) return none;
  const [seen] = await tx
    .select({ teamId: entries.teamId, competition: competitions })
    .from(entries)
    .innerJoin(competitions, eq(competitions.id, entries.competitionId))
    .where(eq(entries.id, entryId));
  if (!seen) return none;
  await tx.select({ id: teams.id }).from(teams).where(eq(teams.id, seen.teamId)).for("update");
  await lockEntries(tx, seen.competition.id);
  const [entry] = await tx.select().from(entries).where(eq(entries.id, entryId)).for("update");
  const [me] = await tx
    .select({ role: teamMembers.role })
    .from(teamMembers)
    .where(and(eq(teamMembers.teamId, seen.teamId), eq(teamMembers.personId, viewer.person.id)));
  return entry && me ? done({ entry, competition: seen.competition, role: me.role }) : none;
}
