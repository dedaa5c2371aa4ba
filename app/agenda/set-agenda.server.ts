import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { agendaTracks, rooms, sessionSpeakers, sessions, slots, speakers } from "../../db/schema/index.ts";
import { editionToOrganise } from "../forums/create.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { conflicts } from "./conflicts.ts";
import type { AgendaDocument } from "./forms.ts";

/** Replaces an edition's whole agenda, or changes nothing. Refuses double-booked rooms and speakers. */
export async function setAgenda(command: {
  viewer: SignedInViewer;
  forumSlug: string;
  editionSlug: string;
  agenda: AgendaDocument;
}): Promise<Outcome<{ sessions: number }>> {
  const { viewer, forumSlug, editionSlug, agenda } = command;
  const edition = await editionToOrganise(viewer, forumSlug, editionSlug);
  if (!edition.ok) return edition;
  const editionId = edition.value.id;

  for (const session of agenda.sessions) {
    const title = Object.values(session.title)[0] ?? "";
    if (Date.parse(session.endsAt) <= Date.parse(session.startsAt))
      return refused("invalid", "agenda.refusals.endsBeforeStart", { values: { title } });
    const unknown =
      (session.room && !agenda.rooms.some((r) => r.key === session.room) && session.room) ||
      (session.track && !agenda.tracks.some((t) => t.key === session.track) && session.track) ||
      session.speakers.find((s) => !agenda.speakers.some((known) => known.key === s));
    if (unknown) return refused("invalid", "agenda.refusals.unknownKey", { values: { title, key: unknown } });
  }
  const [clash] = conflicts(
    agenda.sessions.map((s, i) => ({
      id: String(i),
      roomId: s.room ?? null,
      speakerIds: s.speakers,
      startsAt: Date.parse(s.startsAt),
      endsAt: Date.parse(s.endsAt),
    })),
  );
  if (clash) {
    const title = (i: string) => Object.values(agenda.sessions[Number(i)]?.title ?? {})[0] ?? "";
    return refused(
      "conflict",
      clash.kind === "room" ? "agenda.refusals.roomTwice" : "agenda.refusals.speakerTwice",
      {
        values: { first: title(clash.first), second: title(clash.second), about: clash.about },
      },
    );
  }

  await db.transaction(async (tx) => {
    await tx.delete(sessions).where(eq(sessions.editionId, editionId));
    await tx.delete(speakers).where(eq(speakers.editionId, editionId));
    await tx.delete(agendaTracks).where(eq(agendaTracks.editionId, editionId));
    await tx.delete(rooms).where(eq(rooms.editionId, editionId));

    // crypto.randomUUID here, so that rows can point at each other in five statements however many there are.
    const idOf = new Map<string, string>();
    const fresh = (kind: string, key: string) => {
      const id = crypto.randomUUID();
      idOf.set(`${kind}:${key}`, id);
      return id;
    };
    const roomRows = agenda.rooms.map((r, position) => ({
      id: fresh("room", r.key),
      editionId,
      position,
      name: r.name,
      capacity: r.capacity,
    }));
    const trackRows = agenda.tracks.map((t, position) => ({
      id: fresh("track", t.key),
      editionId,
      position,
      name: t.name,
      hue: t.hue,
    }));
    const speakerRows = agenda.speakers.map((s) => ({
      id: fresh("speaker", s.key),
      editionId,
      name: s.name,
      affiliation: s.affiliation,
      biography: s.biography ?? {},
    }));
    const sessionRows = agenda.sessions.map((s, i) => ({
      id: fresh("session", String(i)),
      editionId,
      kind: s.kind,
      title: s.title,
      abstract: s.abstract ?? {},
      language: s.language,
      agendaTrackId: s.track ? idOf.get(`track:${s.track}`) : null,
    }));
    const idOfSession = (i: number) => idOf.get(`session:${i}`) as string;
    const slotRows = agenda.sessions.map((s, i) => ({
      sessionId: idOfSession(i),
      roomId: s.room ? idOf.get(`room:${s.room}`) : null,
      startsAt: new Date(s.startsAt),
      endsAt: new Date(s.endsAt),
    }));
    const speakingRows = agenda.sessions.flatMap((s, i) =>
      [...new Set(s.speakers)].map((key, position) => ({
        sessionId: idOfSession(i),
        speakerId: idOf.get(`speaker:${key}`) as string,
        position,
      })),
    );
    if (roomRows.length) await tx.insert(rooms).values(roomRows);
    if (trackRows.length) await tx.insert(agendaTracks).values(trackRows);
    if (speakerRows.length) await tx.insert(speakers).values(speakerRows);
    if (sessionRows.length) await tx.insert(sessions).values(sessionRows);
    if (slotRows.length) await tx.insert(slots).values(slotRows);
    if (speakingRows.length) await tx.insert(sessionSpeakers).values(speakingRows);
  });
  return done({ sessions: agenda.sessions.length });
}
