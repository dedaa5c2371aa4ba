import { and, eq, inArray, notInArray, sql } from "drizzle-orm";
import type { Executor } from "../../db/connect.ts";
import { agendaTracks, rooms, sessionSpeakers, sessions, slots, speakers } from "../../db/schema/index.ts";
import type { AgendaDocument } from "./forms.ts";
import { releasedAgenda } from "./queries.server.ts";
import { lockDraft } from "./release.server.ts";
import { sameSessions } from "./same-sessions.ts";

/** The value that the statement would have inserted. */
const given = (column: string) => sql.raw(`excluded."${column}"`);

/**
 * Makes an edition's draft what the document says, in a dozen statements however long it is: what has the same key
 * stays the same row, what the document does not name is deleted, but for the uids to `keep`, which are left as they
 * are. Names in the document are those of the document, and keys are unique: the caller has looked.
 */
export async function writeDraft(
  tx: Executor,
  editionId: string,
  agenda: AgendaDocument,
  keep: ReadonlySet<string> = new Set(),
): Promise<void> {
  await lockDraft(tx, editionId);
  const write = <T extends Part>(table: T, rows: Row<T>[], set: Record<string, unknown>) =>
    writeRows(tx, table, editionId, rows, set, keep);
  const idOf = {
    room: await write(
      rooms,
      agenda.rooms.map((r, position) => ({
        editionId,
        uid: r.key,
        position,
        name: r.name,
        capacity: r.capacity,
      })),
      { position: given("position"), name: given("name"), capacity: given("capacity") },
    ),
    track: await write(
      agendaTracks,
      agenda.tracks.map((t, position) => ({ editionId, uid: t.key, position, name: t.name, hue: t.hue })),
      { position: given("position"), name: given("name"), hue: given("hue") },
    ),
    speaker: await write(
      speakers,
      agenda.speakers.map((s) => ({
        editionId,
        uid: s.key,
        name: s.name,
        affiliation: s.affiliation,
        biography: s.biography ?? {},
      })),
      { name: given("name"), affiliation: given("affiliation"), biography: given("biography") },
    ),
  };

  const here = await tx
    .select({ uid: sessions.uid, number: sessions.number, title: sessions.title })
    .from(sessions)
    .where(eq(sessions.editionId, editionId));
  const before = (await releasedAgenda(editionId, undefined, tx))?.sessions ?? [];
  const called = sameSessions(agenda.sessions, [...here, ...before], () => crypto.randomUUID());
  const idOfSession = await write(
    sessions,
    agenda.sessions.map((s, i) => ({
      editionId,
      uid: called[i]!.uid,
      number: called[i]!.number,
      kind: s.kind,
      title: s.title,
      abstract: s.abstract ?? {},
      language: s.language,
      agendaTrackId: s.track === undefined ? null : idOf.track.get(s.track),
    })),
    {
      kind: given("kind"),
      title: given("title"),
      abstract: given("abstract"),
      language: given("language"),
      agendaTrackId: given("agenda_track_id"),
      cancelledAt: null,
      revision: sql`${sessions.revision} + 1`,
    },
  );
  const ids = [...idOfSession.values()];
  if (ids.length === 0) return;
  await tx.delete(slots).where(inArray(slots.sessionId, ids));
  await tx.delete(sessionSpeakers).where(inArray(sessionSpeakers.sessionId, ids));
  const idAt = (i: number) => idOfSession.get(called[i]!.uid)!;
  await tx.insert(slots).values(
    agenda.sessions.map((s, i) => ({
      sessionId: idAt(i),
      roomId: s.room === undefined ? null : idOf.room.get(s.room),
      startsAt: new Date(s.startsAt),
      endsAt: new Date(s.endsAt),
    })),
  );
  const speaking = agenda.sessions.flatMap((s, i) =>
    [...new Set(s.speakers)].map((key, position) => ({
      sessionId: idAt(i),
      speakerId: idOf.speaker.get(key)!,
      position,
    })),
  );
  if (speaking.length) await tx.insert(sessionSpeakers).values(speaking);
}

type Part = typeof rooms | typeof agendaTracks | typeof speakers | typeof sessions;
type Row<T extends Part> = T["$inferInsert"] & { uid: string };

/** Deletes what is neither among the rows nor to keep, writes the rows, and answers the row of each uid. */
async function writeRows<T extends Part>(
  tx: Executor,
  table: T,
  editionId: string,
  rows: Row<T>[],
  set: Record<string, unknown>,
  keep: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const uids = [...rows.map((row) => row.uid), ...keep];
  await tx
    .delete(table)
    .where(and(eq(table.editionId, editionId), uids.length ? notInArray(table.uid, uids) : undefined));
  if (rows.length === 0) return new Map();
  const written = await tx
    .insert(table as Part)
    .values(rows as never)
    .onConflictDoUpdate({ target: [table.editionId, table.uid], set: set as never })
    .returning({ id: table.id, uid: table.uid });
  return new Map(written.map(({ id, uid }) => [uid, id]));
}
