import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "../../db/connect.ts";
import { competitions, entries, teamMembers } from "../../db/schema/index.ts";
import { countRoles } from "../teams/membership.ts";
import { lacksOf } from "./eligibility.ts";
import { lockEntries, newTeamCode, participantsOf, trackOf } from "./facts.server.ts";

/**
 * Where entries are accepted at once: accepts one that waits as soon as it lacks nothing, and lets one
 * wait again that has become too small. Where an organiser decides, nothing happens.
 */
export async function acceptIfReady(tx: Transaction, entryId: string, now: Date): Promise<void> {
  const [its] = await tx
    .select({ competitionId: entries.competitionId })
    .from(entries)
    .where(eq(entries.id, entryId));
  if (!its) return;
  await lockEntries(tx, its.competitionId);
  const [found] = await tx
    .select({ entry: entries, competition: competitions })
    .from(entries)
    .innerJoin(competitions, eq(competitions.id, entries.competitionId))
    .where(eq(entries.id, entryId));
  if (!found?.competition.autoAccept || found.entry.kind !== "team") return;
  const { entry, competition } = found;
  if (entry.state !== "pending" && entry.state !== "accepted") return;
  const people = await participantsOf(tx, entry.teamId);
  if (entry.state === "accepted") {
    if (countRoles(people.map((p) => p.role)).members < competition.minTeamSize)
      await tx.update(entries).set({ state: "pending" }).where(eq(entries.id, entryId));
    return;
  }
  const track = await trackOf(tx, entry.trackId);
  if (lacksOf(competition, track, entry.organisationId, people).length > 0) return;
  const code = entry.code ?? (await newTeamCode(tx, competition, entry.trackId));
  await tx
    .update(entries)
    .set({ state: "accepted", code, decidedAt: now })
    .where(and(eq(entries.id, entryId), eq(entries.state, "pending")));
}

/** The same for every entry of a person that waits: called when their school was verified. */
export async function acceptWhoWaits(tx: Transaction, personId: string, now: Date): Promise<void> {
  const waiting = await tx
    .select({ id: entries.id })
    .from(entries)
    .innerJoin(teamMembers, eq(teamMembers.teamId, entries.teamId))
    .where(and(eq(teamMembers.personId, personId), inArray(entries.state, ["pending"])))
    .orderBy(entries.competitionId, entries.id);
  for (const { id } of waiting) await acceptIfReady(tx, id, now);
}
