import { and, asc, eq, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { editions, forums, people, registrations, ticketKinds } from "../../db/schema/index.ts";
import { organisesForum } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { availability } from "./capacity.ts";

/** An edition's ticket kinds, each with the places left (null: no limit) and whether it can be had at `now`. */
export async function ticketKindsOf(editionId: string, now: Date) {
  const kinds = await db
    .select({
      id: ticketKinds.id,
      name: ticketKinds.name,
      capacity: ticketKinds.capacity,
      opensAt: ticketKinds.opensAt,
      closesAt: ticketKinds.closesAt,
      // Written out, since a select from one table leaves its columns unqualified.
      taken: sql<number>`(select count(*)::int from registrations r where r.ticket_kind_id = "ticket_kinds"."id" and r.state = 'confirmed')`,
    })
    .from(ticketKinds)
    .where(eq(ticketKinds.editionId, editionId))
    .orderBy(asc(ticketKinds.position), asc(ticketKinds.id));
  return kinds.map(({ taken, ...kind }) => ({
    ...kind,
    left: kind.capacity === null ? null : Math.max(0, kind.capacity - taken),
    availability: availability({ ...kind, taken }, now),
  }));
}

/** The viewer's own place at an edition, or null. */
export async function placeOf(viewer: Viewer, editionId: string) {
  if (!viewer.person) return null;
  const [place] = await db
    .select({ ticketCode: registrations.ticketCode })
    .from(registrations)
    .where(
      and(
        eq(registrations.editionId, editionId),
        eq(registrations.personId, viewer.person.id),
        eq(registrations.state, "confirmed"),
      ),
    );
  return place ?? null;
}

/** A ticket, for its holder and for those who organise the forum. */
export async function ticketByCode(viewer: Viewer, ticketCode: string) {
  const [ticket] = await db
    .select({
      code: registrations.ticketCode,
      state: registrations.state,
      createdAt: registrations.createdAt,
      personId: registrations.personId,
      holder: people.name,
      affiliation: people.affiliation,
      kind: ticketKinds.name,
      forumId: forums.id,
      forumSlug: forums.slug,
      forumName: forums.name,
      editionSlug: editions.slug,
      editionName: editions.name,
      venue: editions.venue,
      timeZone: editions.timeZone,
      startsOn: editions.startsOn,
      endsOn: editions.endsOn,
    })
    .from(registrations)
    .innerJoin(people, eq(people.id, registrations.personId))
    .innerJoin(ticketKinds, eq(ticketKinds.id, registrations.ticketKindId))
    .innerJoin(editions, eq(editions.id, registrations.editionId))
    .innerJoin(forums, eq(forums.id, editions.forumId))
    .where(eq(registrations.ticketCode, ticketCode));
  if (!ticket) return null;
  return ticket.personId === viewer.person?.id || organisesForum(viewer, ticket.forumId) ? ticket : null;
}
