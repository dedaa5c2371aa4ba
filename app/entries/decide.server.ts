import { eq } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { competitions, entries, teams } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { type Decision, mayDecide } from "./decisions.ts";
import { capAllows, lacksOf, mayTakeRole } from "./eligibility.ts";
import { lockEntries, newTeamCode, participantsOf, placesOf, sentBy, trackOf } from "./facts.server.ts";
import { nameTaken } from "./name-taken.server.ts";
import { tellTeam } from "./tell-team.server.ts";

/** Called in the same transaction once an entry's state has changed: its boards follow. */
export type OnDecided = (tx: Transaction, entryId: string, now: Date) => Promise<unknown>;

/**
 * Accepts, refuses or disqualifies an entry, or takes it back in; an organiser's decision, which the team
 * gets by mail. Accepting gives the team its code and asks every rule again.
 */
export async function decideEntry(command: {
  viewer: SignedInViewer;
  entryId: string;
  state: Decision;
  reason?: string;
  /** Disqualifying is asked twice: the second time with its effect told. */
  confirmed?: boolean;
  now: Date;
  onDecided: OnDecided;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, entryId, state, now } = command;
  const reason = command.reason?.trim() ?? "";
  return db.transaction(async (tx) => {
    const entry = await heldEntry(tx, viewer, entryId);
    if (!entry) return refused("not_found", "entries.refusals.notFound");
    const may = mayDecide(entry.state, state, reason);
    if (!may.ok) return may;
    if (state === "disqualified" && !command.confirmed)
      return refused("invalid", "entries.refusals.confirmDisqualify", { field: "confirmed" });
    if (state === "accepted") {
      const fit = await stillFits(tx, entry);
      if (!fit.ok) return fit;
    }
    const code = entry.code ?? (state === "accepted" ? await codeFor(tx, entry) : null);
    await tx
      .update(entries)
      .set({ state, stateReason: reason || null, code, decidedBy: viewer.person.id, decidedAt: now })
      .where(eq(entries.id, entry.id));
    await recordAct(tx, {
      viewer,
      act: `entry.${state}`,
      competitionId: entry.competitionId,
      subjectId: entry.id,
      details: { from: entry.state, ...(reason && { reason }) },
      now,
    });
    await command.onDecided(tx, entry.id, now);
    if (entry.kind === "team")
      await tellTeam(tx, entry.id, {
        kind: `entry_${state}`,
        subject: `entries.mail.${state}.subject`,
        text: `entries.mail.${state}.text`,
        values: { reason },
      });
    return done({ id: entry.id });
  });
}

/** The entry, held until the transaction ends, for those who organise its competition; else null. */
export async function heldEntry(tx: Transaction, viewer: SignedInViewer, entryId: string) {
  if (!isUuid(entryId)) return null;
  const [seen] = await tx
    .select({ competitionId: entries.competitionId })
    .from(entries)
    .where(eq(entries.id, entryId));
  if (!seen || !organisesCompetition(viewer, seen.competitionId)) return null;
  await lockEntries(tx, seen.competitionId);
  const [entry] = await tx.select().from(entries).where(eq(entries.id, entryId)).for("no key update");
  return entry ?? null;
}

type Entry = typeof entries.$inferSelect;

async function codeFor(tx: Transaction, entry: Entry): Promise<string> {
  const [competition] = await tx.select().from(competitions).where(eq(competitions.id, entry.competitionId));
  if (!competition) throw new Error("an entry without a competition");
  return newTeamCode(tx, competition, entry.trackId);
}

/** Whether the entry may take part as it is now: its people, its school, and where else they are. */
async function stillFits(tx: Transaction, entry: Entry): Promise<Outcome<null>> {
  const [team] = await tx.select({ name: teams.name }).from(teams).where(eq(teams.id, entry.teamId));
  if (team && (await nameTaken(tx, entry.competitionId, team.name, entry.teamId)))
    return refused("conflict", "entries.refusals.nameTakenMeanwhile");
  if (entry.kind !== "team") return done(null);
  const [competition] = await tx.select().from(competitions).where(eq(competitions.id, entry.competitionId));
  if (!competition) throw new Error("an entry without a competition");
  const people = await participantsOf(tx, entry.teamId);
  const track = await trackOf(tx, entry.trackId);
  const [lack] = lacksOf(competition, track, entry.organisationId, people);
  if (lack) return refused("conflict", lack.reason, { values: lack.values });
  if (entry.state === "pending") return done(null);
  // It comes back: meanwhile its people or its school may have taken its place.
  for (const person of people) {
    const places = await placesOf(tx, competition.id, person.personId, entry.id);
    const role = mayTakeRole(competition, person.role, places);
    if (!role.ok) return refused("conflict", "entries.refusals.elsewhere", { values: { name: person.name } });
  }
  if (!entry.organisationId) return done(null);
  const sent = await sentBy(tx, {
    competitionId: competition.id,
    organisationId: entry.organisationId,
    trackId: entry.trackId,
    butEntryId: entry.id,
  });
  return capAllows(competition, track, sent);
}
