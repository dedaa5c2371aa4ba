import { asc, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { agendaTracks, rooms, sessionSpeakers, sessions, slots, speakers } from "../../db/schema/index.ts";

/** An edition's whole agenda in four queries. The caller has looked the edition up through the viewer. */
export async function agendaOf(editionId: string) {
  const [roomList, trackList, placed, speaking] = await Promise.all([
    db
      .select({ id: rooms.id, name: rooms.name, capacity: rooms.capacity })
      .from(rooms)
      .where(eq(rooms.editionId, editionId))
      .orderBy(asc(rooms.position)),
    db
      .select({ id: agendaTracks.id, name: agendaTracks.name, hue: agendaTracks.hue })
      .from(agendaTracks)
      .where(eq(agendaTracks.editionId, editionId))
      .orderBy(asc(agendaTracks.position)),
    db
      .select({
        id: sessions.id,
        kind: sessions.kind,
        title: sessions.title,
        abstract: sessions.abstract,
        language: sessions.language,
        trackId: sessions.agendaTrackId,
        roomId: slots.roomId,
        startsAt: slots.startsAt,
        endsAt: slots.endsAt,
      })
      .from(sessions)
      .innerJoin(slots, eq(slots.sessionId, sessions.id))
      .where(eq(sessions.editionId, editionId))
      .orderBy(asc(slots.startsAt)),
    db
      .select({
        sessionId: sessionSpeakers.sessionId,
        name: speakers.name,
        affiliation: speakers.affiliation,
      })
      .from(sessionSpeakers)
      .innerJoin(speakers, eq(speakers.id, sessionSpeakers.speakerId))
      .where(eq(speakers.editionId, editionId))
      .orderBy(asc(sessionSpeakers.position)),
  ]);
  const bySession = new Map<string, { name: string; affiliation: string | null }[]>();
  for (const { sessionId, ...speaker } of speaking)
    bySession.set(sessionId, [...(bySession.get(sessionId) ?? []), speaker]);
  return {
    rooms: roomList,
    tracks: trackList,
    sessions: placed.map((s) => ({ ...s, speakers: bySession.get(s.id) ?? [] })),
  };
}

export type Agenda = Awaited<ReturnType<typeof agendaOf>>;
