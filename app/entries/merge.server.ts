import { and, asc, count, eq, inArray, or } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import {
  competitions,
  entries,
  phases,
  quotaGrants,
  runs,
  submissions,
  teamMembers,
  teamMerges,
  teams,
} from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { localized } from "../web/format.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { OnDecided } from "./decide.server.ts";
import { lockEntries, participantsOf } from "./facts.server.ts";
import { carryOver } from "./merge-belongings.server.ts";
import { mayMerge, mergedPeople, type PhaseUse } from "./merging.ts";
import { tellTeam } from "./tell-team.server.ts";

/** Asks another team, by its code, to take this one in; for the captain of the team that would end. */
export async function proposeMerge(command: {
  viewer: SignedInViewer;
  entryId: string;
  code: string;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, now } = command;
  const noSuch = refused("not_found", "entries.merge.noSuchCode", { field: "code" });
  if (!isUuid(command.entryId)) return refused("not_found", "entries.refusals.notFound");
  return db.transaction(async (tx) => {
    const [mine] = await tx.select().from(entries).where(eq(entries.id, command.entryId));
    if (!mine) return refused("not_found", "entries.refusals.notFound");
    const [other] = await tx
      .select()
      .from(entries)
      .where(
        and(
          eq(entries.competitionId, mine.competitionId),
          eq(entries.code, command.code.trim().toUpperCase()),
          eq(entries.kind, "team"),
        ),
      );
    const captain = await captainOf(tx, mine.teamId);
    if (captain !== viewer.person.id) {
      const inIt = (await participantsOf(tx, mine.teamId)).some((p) => p.personId === viewer.person.id);
      return inIt
        ? refused("forbidden", "teams.refusals.captainOnly")
        : refused("not_found", "entries.refusals.notFound");
    }
    if (!other || other.id === mine.id) return noSuch;
    const fit = await weigh(tx, { stays: other.id, ends: mine.id }, now);
    if (!fit.ok) return fit;
    const [open] = await tx
      .select({ id: teamMerges.id })
      .from(teamMerges)
      .where(and(eq(teamMerges.fromEntryId, mine.id), eq(teamMerges.state, "proposed")));
    if (open) return refused("conflict", "entries.merge.proposedAlready");
    const [merge] = await tx
      .insert(teamMerges)
      .values({ fromEntryId: mine.id, toEntryId: other.id, proposedBy: viewer.person.id, createdAt: now })
      .returning({ id: teamMerges.id });
    if (!merge) throw new Error("the proposal was not written");
    await tellTeam(tx, other.id, {
      kind: "merge_proposed",
      subject: "entries.mail.mergeProposed.subject",
      text: "entries.mail.mergeProposed.text",
      values: { other: await nameOf(tx, mine.teamId) },
    });
    return done({ id: merge.id });
  });
}

/** Says no to a proposal, or takes one's own back. */
export async function endProposal(command: {
  viewer: SignedInViewer;
  mergeId: string;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, now } = command;
  return db.transaction(async (tx) => {
    const merge = await proposal(tx, command.mergeId);
    if (!merge) return refused("not_found", "entries.merge.noSuchProposal");
    const asked = (await captainOf(tx, merge.to.teamId)) === viewer.person.id;
    const asking = (await captainOf(tx, merge.from.teamId)) === viewer.person.id;
    if (!asked && !asking) return refused("not_found", "entries.merge.noSuchProposal");
    const ended = await tx
      .update(teamMerges)
      .set({ state: asked ? "declined" : "cancelled", decidedAt: now })
      .where(and(eq(teamMerges.id, merge.id), eq(teamMerges.state, "proposed")))
      .returning({ id: teamMerges.id });
    return ended.length > 0 ? done({ id: merge.id }) : refused("not_found", "entries.merge.noSuchProposal");
  });
}

/**
 * Makes two teams one; for the captain of the team that stays. The other's people, submissions,
 * deliverables and grants go over in this transaction (merge-belongings.server.ts): they count for the
 * staying entry, and the boards follow.
 */
export async function acceptMerge(command: {
  viewer: SignedInViewer;
  mergeId: string;
  now: Date;
  onDecided: OnDecided;
}): Promise<Outcome<{ entryId: string }>> {
  const { viewer, now } = command;
  return db.transaction(async (tx) => {
    const merge = await proposal(tx, command.mergeId);
    if (!merge || (await captainOf(tx, merge.to.teamId)) !== viewer.person.id)
      return refused("not_found", "entries.merge.noSuchProposal");
    const weighed = await weigh(tx, { stays: merge.to.id, ends: merge.from.id }, now);
    if (!weighed.ok) return weighed;
    const { stays, ends } = weighed.value;
    // While the teams were waited for, the proposal may have been taken back or the captain have changed.
    const [open] = await tx
      .select({ id: teamMerges.id })
      .from(teamMerges)
      .where(and(eq(teamMerges.id, merge.id), eq(teamMerges.state, "proposed")))
      .for("update");
    if (!open || (await captainOf(tx, stays.entry.teamId)) !== viewer.person.id)
      return refused("not_found", "entries.merge.noSuchProposal");

    // In the order of every command that scores: submissions before boards.
    const moved = await tx
      .select({ id: submissions.id })
      .from(submissions)
      .where(eq(submissions.entryId, ends.entry.id))
      .orderBy(asc(submissions.id))
      .for("update");
    await tx
      .update(entries)
      .set({ state: "merged", mergedInto: stays.entry.id, decidedBy: viewer.person.id, decidedAt: now })
      .where(eq(entries.id, ends.entry.id));
    await command.onDecided(tx, ends.entry.id, now);
    const itsOwn = eq(submissions.entryId, ends.entry.id);
    await tx.update(submissions).set({ entryId: stays.entry.id }).where(itsOwn);
    await tx.update(runs).set({ entryId: stays.entry.id }).where(eq(runs.entryId, ends.entry.id));
    const carried = await carryOver(tx, { stays: stays.entry.id, ends: ends.entry.id });
    await movePeople(tx, stays, ends, now);
    await command.onDecided(tx, stays.entry.id, now);

    await tx.update(teamMerges).set({ state: "accepted", decidedAt: now }).where(eq(teamMerges.id, merge.id));
    // Other proposals of either team are over: what they asked for is no longer there.
    const both = [stays.entry.id, ends.entry.id];
    await tx
      .update(teamMerges)
      .set({ state: "cancelled", decidedAt: now })
      .where(
        and(
          eq(teamMerges.state, "proposed"),
          or(inArray(teamMerges.fromEntryId, both), inArray(teamMerges.toEntryId, [ends.entry.id])),
        ),
      );
    for (const [subject, act] of [
      [stays.entry.id, "entry.took_in"],
      [ends.entry.id, "entry.merged"],
    ] as const)
      await recordAct(tx, {
        viewer,
        act,
        competitionId: stays.entry.competitionId,
        subjectId: subject,
        details: {
          stays: stays.entry.id,
          ended: ends.entry.id,
          people: ends.people,
          submissions: moved.map((s) => s.id),
          ...carried,
        },
        now,
      });
    await tellTeam(tx, stays.entry.id, {
      kind: "merged",
      subject: "entries.mail.merged.subject",
      text: "entries.mail.merged.text",
      values: { other: await nameOf(tx, ends.entry.teamId) },
    });
    return done({ entryId: stays.entry.id });
  });
}

type Weighed = Awaited<ReturnType<typeof sideOf>>;

async function movePeople(tx: Transaction, stays: Weighed, ends: Weighed, now: Date): Promise<void> {
  const come = mergedPeople(stays.people, ends.people).slice(stays.people.length);
  await tx.delete(teamMembers).where(eq(teamMembers.teamId, ends.entry.teamId));
  if (come.length > 0)
    await tx
      .insert(teamMembers)
      .values(come.map((p) => ({ ...p, teamId: stays.entry.teamId, joinedAt: now })));
}

/** Holds both teams and entries, in an order all merges share, and asks the rules. */
async function weigh(
  tx: Transaction,
  ids: { stays: string; ends: string },
  now: Date,
): Promise<Outcome<{ stays: Weighed; ends: Weighed }>> {
  const [a] = await tx.select().from(entries).where(eq(entries.id, ids.stays));
  const [b] = await tx.select().from(entries).where(eq(entries.id, ids.ends));
  if (!a || !b) return refused("not_found", "entries.merge.noSuchProposal");
  await tx
    .select({ id: teams.id })
    .from(teams)
    .where(inArray(teams.id, [a.teamId, b.teamId]))
    .orderBy(teams.id)
    .for("update");
  await lockEntries(tx, a.competitionId);
  await tx
    .select({ id: entries.id })
    .from(entries)
    .where(inArray(entries.id, [a.id, b.id]))
    .orderBy(entries.id)
    .for("update");
  const [stays, ends] = [await sideOf(tx, a.id), await sideOf(tx, b.id)];
  const [competition] = await tx.select().from(competitions).where(eq(competitions.id, a.competitionId));
  if (!competition) return refused("not_found", "entries.merge.noSuchProposal");
  const may = mayMerge({
    limits: competition,
    stays: { ...stays.entry, people: stays.people },
    ends: { ...ends.entry, people: ends.people },
    phases: await phaseUses(tx, a.competitionId, [a.id, b.id]),
    now,
  });
  return may.ok ? done({ stays, ends }) : may;
}

async function sideOf(tx: Transaction, entryId: string) {
  const [entry] = await tx.select().from(entries).where(eq(entries.id, entryId));
  if (!entry) throw new Error("an entry that was held is gone");
  const people = await participantsOf(tx, entry.teamId);
  return { entry, people: people.map(({ personId, role }) => ({ personId, role })) };
}

/** What both entries have used of each phase, and what both were given beyond its quota: grants add up. */
async function phaseUses(tx: Transaction, competitionId: string, ids: string[]): Promise<PhaseUse[]> {
  const all = await tx.select().from(phases).where(eq(phases.competitionId, competitionId));
  const used = await tx
    .select({ phaseId: submissions.phaseId, n: count() })
    .from(submissions)
    .where(and(inArray(submissions.entryId, ids), eq(submissions.counts, true)))
    .groupBy(submissions.phaseId);
  const grants = await tx.select().from(quotaGrants).where(inArray(quotaGrants.entryId, ids));
  return all.map((phase) => {
    const given = grants.filter((g) => g.phaseId === phase.id);
    const more = (key: "morePerDay" | "moreTotal") => given.reduce((sum, g) => sum + g[key], 0);
    return {
      name: localized(phase.name, "en"),
      startsAt: phase.startsAt,
      maxPerDay: phase.maxPerDay && phase.maxPerDay + more("morePerDay"),
      maxPerMonth: phase.maxPerMonth && phase.maxPerMonth + more("moreTotal"),
      maxTotal: phase.maxTotal && phase.maxTotal + more("moreTotal"),
      used: used.find((u) => u.phaseId === phase.id)?.n ?? 0,
    };
  });
}

async function proposal(tx: Transaction, mergeId: string) {
  if (!isUuid(mergeId)) return null;
  const [merge] = await tx.select().from(teamMerges).where(eq(teamMerges.id, mergeId));
  if (merge?.state !== "proposed") return null;
  const both = await tx
    .select()
    .from(entries)
    .where(inArray(entries.id, [merge.fromEntryId, merge.toEntryId]));
  const from = both.find((e) => e.id === merge.fromEntryId);
  const to = both.find((e) => e.id === merge.toEntryId);
  return from && to ? { id: merge.id, from, to } : null;
}

async function captainOf(tx: Transaction, teamId: string): Promise<string | null> {
  const [row] = await tx
    .select({ personId: teamMembers.personId })
    .from(teamMembers)
    .where(and(eq(teamMembers.teamId, teamId), eq(teamMembers.role, "captain")));
  return row?.personId ?? null;
}

async function nameOf(tx: Transaction, teamId: string): Promise<string> {
  const [team] = await tx.select({ name: teams.name }).from(teams).where(eq(teams.id, teamId));
  return team?.name ?? "";
}
