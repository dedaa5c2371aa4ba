import { and, asc, desc, eq } from "drizzle-orm";
import { db, type Executor } from "../../db/connect.ts";
import {
  agendaReleases,
  agendaTracks,
  rooms,
  sessionSpeakers,
  sessions,
  slots,
  speakers,
} from "../../db/schema/index.ts";
import type { Draft } from "./changes.ts";
import { ReleasedAgenda } from "./released.ts";

/** A release never changes, so one that was read once is known. A few editions at a time are what people look at. */
const known = new Map<string, ReleasedAgenda>();
const KNOWN = 8;

/**
 * The agenda that everybody sees: the newest release, or an older one by its version. null: nothing was released.
 * The caller has looked the edition up through the viewer.
 */
export async function releasedAgenda(
  editionId: string,
  version?: number,
  executor: Executor = db,
): Promise<ReleasedAgenda | null> {
  const which = and(
    eq(agendaReleases.editionId, editionId),
    version === undefined ? undefined : eq(agendaReleases.version, version),
  );
  const [newest] = await executor
    .select({ id: agendaReleases.id })
    .from(agendaReleases)
    .where(which)
    .orderBy(desc(agendaReleases.version))
    .limit(1);
  if (!newest) return null;
  const kept = known.get(newest.id);
  if (kept) return kept;
  const [row] = await executor
    .select({ agenda: agendaReleases.agenda })
    .from(agendaReleases)
    .where(eq(agendaReleases.id, newest.id));
  if (!row) return null;
  const agenda = ReleasedAgenda.parse(row.agenda);
  known.set(newest.id, agenda);
  for (const [oldest] of known) {
    if (known.size <= KNOWN) break;
    known.delete(oldest);
  }
  return agenda;
}

/** The organisers' draft as the next release would take it: what has a time, in order of it. */
export async function draftOf(editionId: string, executor: Executor = db): Promise<Draft> {
  const tables = await draftTables(editionId, executor);
  const uidOf = new Map(
    [...tables.rooms, ...tables.tracks, ...tables.speakers].map((thing) => [thing.id, thing.uid]),
  );
  const uid = (id: string | null) => (id === null ? null : (uidOf.get(id) ?? null));
  return {
    rooms: tables.rooms.map(({ uid, name, capacity }) => ({ uid, name, capacity })),
    tracks: tables.tracks.map(({ uid, name, hue }) => ({ uid, name, hue })),
    speakers: tables.speakers.map(({ uid, name, affiliation, biography }) => ({
      uid,
      name,
      affiliation,
      biography,
    })),
    sessions: tables.sessions.flatMap((s) =>
      s.startsAt && s.endsAt
        ? [
            {
              uid: s.uid,
              number: s.number,
              cancelled: s.cancelledAt !== null,
              kind: s.kind,
              title: s.title,
              abstract: s.abstract,
              language: s.language,
              trackUid: uid(s.trackId),
              roomUid: uid(s.roomId),
              startsAt: s.startsAt,
              endsAt: s.endsAt,
              speakerUids: s.speakerIds.flatMap((id) => uid(id) ?? []),
            },
          ]
        : [],
    ),
  };
}

/** The draft's tables, in the order of their positions and times; sessions without a time come last. */
export async function draftTables(editionId: string, executor: Executor = db) {
  const [roomList, trackList, speakerList, sessionList, speaking] = await Promise.all([
    executor
      .select({
        id: rooms.id,
        uid: rooms.uid,
        name: rooms.name,
        capacity: rooms.capacity,
        opensAt: rooms.opensAt,
        closesAt: rooms.closesAt,
      })
      .from(rooms)
      .where(eq(rooms.editionId, editionId))
      .orderBy(asc(rooms.position), asc(rooms.id)),
    executor
      .select({
        id: agendaTracks.id,
        uid: agendaTracks.uid,
        name: agendaTracks.name,
        hue: agendaTracks.hue,
      })
      .from(agendaTracks)
      .where(eq(agendaTracks.editionId, editionId))
      .orderBy(asc(agendaTracks.position), asc(agendaTracks.id)),
    executor
      .select({
        id: speakers.id,
        uid: speakers.uid,
        name: speakers.name,
        affiliation: speakers.affiliation,
        biography: speakers.biography,
      })
      .from(speakers)
      .where(eq(speakers.editionId, editionId))
      .orderBy(asc(speakers.name), asc(speakers.id)),
    executor
      .select({
        id: sessions.id,
        uid: sessions.uid,
        number: sessions.number,
        revision: sessions.revision,
        cancelledAt: sessions.cancelledAt,
        kind: sessions.kind,
        title: sessions.title,
        abstract: sessions.abstract,
        language: sessions.language,
        expected: sessions.expected,
        trackId: sessions.agendaTrackId,
        roomId: slots.roomId,
        startsAt: slots.startsAt,
        endsAt: slots.endsAt,
      })
      .from(sessions)
      .leftJoin(slots, eq(slots.sessionId, sessions.id))
      .where(eq(sessions.editionId, editionId))
      .orderBy(asc(slots.startsAt), asc(sessions.number)),
    executor
      .select({ sessionId: sessionSpeakers.sessionId, speakerId: sessionSpeakers.speakerId })
      .from(sessionSpeakers)
      .innerJoin(speakers, eq(speakers.id, sessionSpeakers.speakerId))
      .where(eq(speakers.editionId, editionId))
      .orderBy(asc(sessionSpeakers.position), asc(speakers.id)),
  ]);
  const bySession = new Map<string, string[]>();
  for (const { sessionId, speakerId } of speaking)
    bySession.set(sessionId, [...(bySession.get(sessionId) ?? []), speakerId]);
  return {
    rooms: roomList,
    tracks: trackList,
    speakers: speakerList,
    sessions: sessionList.map((s) => ({ ...s, speakerIds: bySession.get(s.id) ?? [] })),
  };
}
