import { eq } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { entries, teams } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { nameKey, readTeamName } from "../teams/team-name.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { heldEntry, type OnDecided } from "./decide.server.ts";
import { nameTaken, refuseName, unlessNameTaken } from "./name-taken.server.ts";
import { captainsEntry } from "./own-entry.server.ts";

type Renaming = {
  viewer: SignedInViewer;
  entryId: string;
  teamName: string;
  now: Date;
  /** Lets the boards that show the team say its new name. */
  onDecided: OnDecided;
};

/** Gives the team another name; for its captain, as long as the entry takes part or waits. */
export const renameTeam = (command: Renaming): Promise<Outcome<{ name: string }>> =>
  renaming(async (tx) => {
    const own = await captainsEntry(tx, command.viewer, command.entryId);
    if (!own.ok) return own;
    if (own.value.entry.state !== "pending" && own.value.entry.state !== "accepted")
      return refused("conflict", "entries.refusals.otherState");
    return rename(tx, command, own.value.entry);
  });

/** The same for an organiser, e.g. because the name offends. */
export const renameEntry = (command: Renaming): Promise<Outcome<{ name: string }>> =>
  renaming(async (tx) => {
    const entry = await heldEntry(tx, command.viewer, command.entryId);
    return entry ? rename(tx, command, entry) : refused("not_found", "entries.refusals.notFound");
  });

const renaming = (work: (tx: Transaction) => Promise<Outcome<{ name: string }>>) =>
  unlessNameTaken(() => db.transaction(work));

async function rename(
  tx: Transaction,
  { viewer, teamName, now, onDecided }: Renaming,
  entry: typeof entries.$inferSelect,
): Promise<Outcome<{ name: string }>> {
  const read = readTeamName(teamName);
  if (!read.ok) return read;
  const name = read.value;
  const [team] = await tx.select({ name: teams.name }).from(teams).where(eq(teams.id, entry.teamId));
  if (!team || team.name === name) return done({ name });
  if (await nameTaken(tx, entry.competitionId, name, entry.teamId)) return refuseName();
  await tx.update(teams).set({ name }).where(eq(teams.id, entry.teamId));
  const renamed = await tx
    .update(entries)
    .set({ nameKey: nameKey(name) })
    .where(eq(entries.teamId, entry.teamId))
    .returning({ id: entries.id });
  for (const { id } of renamed) await onDecided(tx, id, now);
  await recordAct(tx, {
    viewer,
    act: "entry.renamed",
    competitionId: entry.competitionId,
    subjectId: entry.id,
    details: { from: team.name, to: name },
    now,
  });
  return done({ name });
}
