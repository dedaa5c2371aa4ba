import type { Readable } from "node:stream";
import { and, asc, count, desc, eq, gt, inArray, or, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { db, type Executor } from "../../db/connect.ts";
import {
  competitions,
  competitionTracks,
  deliverableSlots,
  deliverables,
  entries,
  people,
  teamMembers,
  teams,
} from "../../db/schema/index.ts";
import { MAX_TRACKS } from "../competitions/limits.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { localized } from "../web/format.ts";
import { isUuid } from "../web/ids.ts";
import { asFileName, expectedNames } from "./deliverable-name.ts";
import { mayDeliver } from "./may-deliver.ts";
import { entryOf } from "./queries.server.ts";

const receipt = {
  id: deliverables.id,
  slotId: deliverables.slotId,
  entryId: deliverables.entryId,
  version: deliverables.version,
  hash: deliverables.blobHash,
  fileName: deliverables.fileName,
  size: deliverables.size,
  createdAt: deliverables.createdAt,
  person: people.name,
};

/**
 * The slots of an entry of the viewer's with every receipt of it, newest first, then those of teams that were
 * merged into it; null without an entry.
 */
export async function teamDeliverables(
  viewer: Viewer,
  competition: { id: string; state: "draft" | "published" | "closed" | "archived" },
  now: Date,
  entryId?: string | null,
) {
  const own = await entryOf(viewer, competition.id, db, entryId);
  if (!own) return null;
  const [[entry], slots, receipts] = await Promise.all([
    db
      .select({ code: entries.code, trackId: entries.trackId, state: entries.state })
      .from(entries)
      .where(eq(entries.id, own.id)),
    db
      .select()
      .from(deliverableSlots)
      .where(eq(deliverableSlots.competitionId, competition.id))
      .orderBy(asc(deliverableSlots.position), asc(deliverableSlots.id)),
    db
      .select({
        ...receipt,
        of: sql<string | null>`case when ${entries.id} <> ${own.id} then ${teams.name} end`,
      })
      .from(deliverables)
      .innerJoin(entries, eq(entries.id, deliverables.entryId))
      .innerJoin(teams, eq(teams.id, entries.teamId))
      .leftJoin(people, eq(people.id, deliverables.personId))
      .where(or(eq(entries.id, own.id), eq(entries.mergedInto, own.id)))
      .orderBy(desc(sql`${entries.id} = ${own.id}`), desc(deliverables.version)),
  ]);
  if (!entry) return null;
  return {
    entry: { ...entry, id: own.id, teamName: own.teamName },
    slots: slots
      .filter((slot) => !slot.trackId || slot.trackId === entry.trackId)
      .map((slot) => {
        const may = mayDeliver({ competition, entry, slot, now });
        const mine = receipts.filter((r) => r.slotId === slot.id);
        return {
          ...slot,
          names: expectedNames(
            slot.namePattern,
            { code: entry.code, team: own.teamName, slot: localized(slot.title, "en") },
            slot.extensions,
          ),
          /** Why nothing can be handed in now; null while it can. */
          refusal: may.ok ? null : may.refusal,
          state:
            mine.length > 0 ? ("handedIn" as const) : may.ok ? ("missing" as const) : ("closed" as const),
          receipts: mine,
        };
      }),
  };
}

/** One receipt, for the team's members and the organisers; to everybody else it does not exist. */
export async function receiptOf(viewer: Viewer, id: string) {
  if (!viewer.person || !isUuid(id)) return null;
  const [row] = await db
    .select({
      ...receipt,
      code: entries.code,
      teamName: teams.name,
      slotTitle: deliverableSlots.title,
      /** The entry whose files it is among now: after a merge, the one that stayed. */
      among: sql<string>`coalesce(${entries.mergedInto}, ${entries.id})`,
      slug: competitions.slug,
      competitionId: competitions.id,
      title: competitions.title,
      timeZone: competitions.timeZone,
      newest: sql<boolean>`${entries.state} <> 'merged' and ${deliverables.version} = (select max(d.version) from deliverables d where d.slot_id = ${deliverables.slotId} and d.entry_id = ${deliverables.entryId})`,
      mine: sql<boolean>`exists (select 1 from team_members m join entries e on e.team_id = m.team_id where e.id in (${entries.id}, ${entries.mergedInto}) and m.person_id = ${viewer.person.id})`,
    })
    .from(deliverables)
    .innerJoin(deliverableSlots, eq(deliverableSlots.id, deliverables.slotId))
    .innerJoin(entries, eq(entries.id, deliverables.entryId))
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .innerJoin(competitions, eq(competitions.id, entries.competitionId))
    .leftJoin(people, eq(people.id, deliverables.personId))
    .where(eq(deliverables.id, id));
  if (!row || !(row.mine || organisesCompetition(viewer, row.competitionId))) return null;
  return row;
}

/** The bytes behind a receipt, for whoever may see it. */
export async function openDeliverable(
  viewer: Viewer,
  id: string,
): Promise<{ content: Readable; fileName: string } | null> {
  const found = await receiptOf(viewer, id);
  return found && { content: await blobStore().open(found.hash), fileName: found.fileName };
}

/** Every slot of a competition in order, with how many teams have handed it in. For organisers. */
export async function slotsOf(viewer: Viewer, competitionId: string) {
  if (!organisesCompetition(viewer, competitionId)) return [];
  const [slots, counts] = await Promise.all([
    db
      .select({ slot: deliverableSlots, track: competitionTracks.code })
      .from(deliverableSlots)
      .leftJoin(competitionTracks, eq(competitionTracks.id, deliverableSlots.trackId))
      .where(eq(deliverableSlots.competitionId, competitionId))
      .orderBy(asc(deliverableSlots.position), asc(deliverableSlots.id)),
    db
      .select({
        slotId: deliverables.slotId,
        teams: sql<number>`count(distinct ${deliverables.entryId})::int`,
      })
      .from(deliverables)
      .innerJoin(deliverableSlots, eq(deliverableSlots.id, deliverables.slotId))
      .where(eq(deliverableSlots.competitionId, competitionId))
      .groupBy(deliverables.slotId),
  ]);
  return slots.map(({ slot, track }) => ({
    ...slot,
    track,
    handedIn: counts.find((c) => c.slotId === slot.id)?.teams ?? 0,
  }));
}

/** The tracks of a competition, for choosing one. */
export const tracksOf = (competitionId: string) =>
  db
    .select({ id: competitionTracks.id, code: competitionTracks.code, name: competitionTracks.name })
    .from(competitionTracks)
    .where(eq(competitionTracks.competitionId, competitionId))
    .orderBy(asc(competitionTracks.position))
    .limit(MAX_TRACKS);

/** A required slot that the entry of the outer query has to fill and has not. */
export const lacks = sql`exists (
  select 1 from deliverable_slots s
  where s.competition_id = ${entries.competitionId} and s.required
    and (s.track_id is null or s.track_id = ${entries.trackId})
    and (${entries.state} = 'accepted' or s.purpose = 'eligibility')
    and not exists (select 1 from deliverables d where d.slot_id = s.id and d.entry_id = ${entries.id}))`;

/** A page of teams that are in or still wait, with the newest file of each slot. For organisers. */
export async function deliverableTable(
  viewer: Viewer,
  competitionId: string,
  { page, incomplete }: { page: number; incomplete: boolean },
) {
  const rows = webConfig().PAGE_ROWS;
  if (!organisesCompetition(viewer, competitionId)) return { teams: [], page: 1, pages: 1, total: 0 };
  const wanted = and(
    eq(entries.competitionId, competitionId),
    eq(entries.kind, "team"),
    inArray(entries.state, ["accepted", "pending"]),
    incomplete ? lacks : undefined,
  );
  const [total] = await db.select({ n: count() }).from(entries).where(wanted);
  const pages = Math.max(1, Math.ceil((total?.n ?? 0) / rows));
  const at = Math.min(Math.max(1, page), pages);
  const list = await db
    .select({
      id: entries.id,
      code: entries.code,
      state: entries.state,
      trackId: entries.trackId,
      teamName: teams.name,
    })
    .from(entries)
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .where(wanted)
    .orderBy(asc(entries.code), asc(entries.createdAt), asc(entries.id))
    .limit(rows)
    .offset((at - 1) * rows);
  const ids = list.map((e) => e.id);
  const files = ids.length
    ? await db
        .selectDistinctOn([deliverables.entryId, deliverables.slotId], {
          id: deliverables.id,
          slotId: deliverables.slotId,
          entryId: deliverables.entryId,
          version: deliverables.version,
          size: deliverables.size,
          createdAt: deliverables.createdAt,
        })
        .from(deliverables)
        .where(inArray(deliverables.entryId, ids))
        .orderBy(deliverables.entryId, deliverables.slotId, desc(deliverables.version))
    : [];
  return {
    teams: list.map((e) => ({ ...e, files: files.filter((f) => f.entryId === e.id) })),
    page: at,
    pages,
    total: total?.n ?? 0,
  };
}

const CHUNK = 500;

/** Every receipt of a competition in chunks, so that a large one is never in memory at once. */
export async function* receiptsOf(competitionId: string) {
  let after: string | null = null;
  for (;;) {
    const rows = await db
      .select({
        ...receipt,
        code: entries.code,
        teamName: teams.name,
        track: competitionTracks.code,
        slotTitle: deliverableSlots.title,
      })
      .from(deliverables)
      .innerJoin(deliverableSlots, eq(deliverableSlots.id, deliverables.slotId))
      .innerJoin(entries, eq(entries.id, deliverables.entryId))
      .innerJoin(teams, eq(teams.id, entries.teamId))
      .leftJoin(competitionTracks, eq(competitionTracks.id, entries.trackId))
      .leftJoin(people, eq(people.id, deliverables.personId))
      .where(
        and(
          eq(deliverableSlots.competitionId, competitionId),
          after ? gt(deliverables.id, after) : undefined,
        ),
      )
      .orderBy(asc(deliverables.id))
      .limit(CHUNK);
    yield* rows;
    const last: string | undefined = rows.at(-1)?.id;
    if (rows.length < CHUNK || !last) return;
    after = last;
  }
}

/** The newest file of every team in one slot, named by team code. For organisers; null for others. */
export async function filesOfSlot(viewer: Viewer, competitionId: string, slotId: string) {
  if (!organisesCompetition(viewer, competitionId) || !isUuid(slotId)) return null;
  const [slot] = await db
    .select({ title: deliverableSlots.title })
    .from(deliverableSlots)
    .where(and(eq(deliverableSlots.id, slotId), eq(deliverableSlots.competitionId, competitionId)));
  if (!slot) return null;
  const files = await db
    .selectDistinctOn([deliverables.entryId], {
      entryId: deliverables.entryId,
      hash: deliverables.blobHash,
      size: deliverables.size,
      fileName: deliverables.fileName,
      createdAt: deliverables.createdAt,
      code: entries.code,
      teamName: teams.name,
    })
    .from(deliverables)
    .innerJoin(entries, eq(entries.id, deliverables.entryId))
    .innerJoin(teams, eq(teams.id, entries.teamId))
    .where(
      and(eq(deliverables.slotId, slotId), or(eq(entries.state, "accepted"), eq(entries.state, "pending"))),
    )
    .orderBy(deliverables.entryId, desc(deliverables.version));
  return {
    title: slot.title,
    files: files.map(({ hash, createdAt, fileName, code, teamName, entryId }) => {
      // Two teams may bear the same name until they have a code.
      const team = code ?? `${asFileName(teamName)}-${entryId.slice(0, 8)}`;
      const name = asFileName(fileName);
      return { hash, createdAt, name: name.startsWith(team) ? name : `${team}-${name}` };
    }),
  };
}

/** Addresses of the people in a team: whom a reminder goes to. */
export const membersToTell = (entryIds: string[], executor: Executor = db) =>
  executor
    .select({
      entryId: entries.id,
      personId: people.id,
      name: people.name,
      email: people.email,
      locale: people.locale,
    })
    .from(entries)
    .innerJoin(teamMembers, eq(teamMembers.teamId, entries.teamId))
    .innerJoin(people, eq(people.id, teamMembers.personId))
    .where(and(inArray(entries.id, entryIds), eq(people.emailVerified, true)));
