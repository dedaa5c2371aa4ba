import type { Localized } from "../../../db/vocabulary.ts";
import type { AgendaDocument } from "../forms.ts";
import type { MendedAgenda } from "./mend.ts";

type Named = { id: string; uid: string; name: Localized };
/** The draft before, as `draftTables` reads it. */
type Before = {
  rooms: Named[];
  tracks: Named[];
  speakers: { id: string; uid: string; biography: Localized }[];
  sessions: {
    uid: string;
    number: number;
    kind: string;
    title: Localized;
    abstract: Localized;
    language: string | null;
    trackId: string | null;
    roomId: string | null;
    startsAt: Date | null;
    endsAt: Date | null;
    speakerIds: string[];
  }[];
};

/**
 * What the draft becomes by an import: the file's agenda, with the texts that people wrote in other languages, and
 * the uids to leave alone. Those are of what no import brought, and of what such sessions name. `last.uids` are all
 * that the import before brought.
 */
export function afterImport(
  before: Before,
  imported: MendedAgenda,
  last: { uids: ReadonlySet<string>; partial: boolean },
) {
  const renamed = namedBefore(before, imported, last.uids);
  const [rooms, tracks, speakers, sessions] = [
    before.rooms,
    before.tracks,
    before.speakers,
    before.sessions,
  ].map((things) => new Map(things.map((thing) => [thing.uid, thing] as const))) as [
    Index<"rooms">,
    Index<"tracks">,
    Index<"speakers">,
    Index<"sessions">,
  ];
  const agenda = {
    rooms: imported.rooms.map((room) => ({
      ...room,
      name: withOthers(rooms.get(room.key)?.name, room.name),
    })),
    tracks: imported.tracks.map((track) => ({
      ...track,
      name: withOthers(tracks.get(track.key)?.name, track.name),
    })),
    speakers: imported.speakers.map((speaker) => ({
      ...speaker,
      biography: withOthers(speakers.get(speaker.key)?.biography, speaker.biography ?? {}),
    })),
    sessions: imported.sessions.map((session) => {
      const key = renamed.get(session.key) ?? session.key;
      const here = sessions.get(key);
      return {
        ...session,
        key,
        title: withOthers(here?.title, session.title),
        abstract: withOthers(here?.abstract, session.abstract ?? {}),
      };
    }),
  };
  const brought = new Set([
    ...[...agenda.rooms, ...agenda.tracks, ...agenda.speakers].map((thing) => thing.key),
    ...agenda.sessions.map((session) => session.key),
  ]);
  const stays = ({ uid }: { uid: string }) => !brought.has(uid) && (last.partial || !last.uids.has(uid));
  const own = before.sessions.filter(stays);
  const named = new Set(own.flatMap((session) => [session.trackId, session.roomId, ...session.speakerIds]));
  const keep = new Set([
    ...own.map((session) => session.uid),
    ...[...before.rooms, ...before.tracks, ...before.speakers]
      .filter((thing) => stays(thing) || named.has(thing.id))
      .map((thing) => thing.uid),
  ]);
  const known = agenda.sessions.filter((session) => sessions.has(session.key));
  const uidOf = new Map(
    [...before.rooms, ...before.tracks, ...before.speakers].map(({ id, uid }) => [id, uid] as const),
  );
  return {
    agenda: agenda satisfies AgendaDocument,
    keep,
    kept: own.length,
    added: agenda.sessions.length - known.length,
    changed: known.filter((session) => differs(sessions.get(session.key)!, session, uidOf)).length,
    gone: before.sessions.length - known.length - own.length,
    /** All that imports have brought and that is still here. */
    uids: [...brought, ...(last.partial ? [...last.uids].filter((uid) => !brought.has(uid)) : [])],
  };
}

/** Sessions that had only a number before and have a guid now, by number and title. */
function namedBefore(
  before: Before,
  imported: MendedAgenda,
  lastUids: ReadonlySet<string>,
): Map<string, string> {
  const keys = new Set(imported.sessions.map((session) => session.key));
  const byNumber = new Map(
    before.sessions
      .filter((session) => lastUids.has(session.uid) && !keys.has(session.uid))
      .map((session) => [session.number, session]),
  );
  const here = new Set(before.sessions.map((session) => session.uid));
  const found = new Map<string, string>();
  for (const { key, number, title } of imported.sessions) {
    const old = number === undefined || here.has(key) ? undefined : byNumber.get(number);
    if (old && Object.values(title).some((text) => Object.values(old.title).includes(text)))
      found.set(key, old.uid);
  }
  return found;
}

type Index<K extends keyof Before> = Map<string, Before[K][number]>;

/** The file's text, and what is here in languages that it does not have. What it says is one of those: all stays. */
function withOthers(here: Localized = {}, text: Localized): Localized {
  const fresh = Object.entries(text).filter(([, said]) => !Object.values(here).includes(said));
  return { ...here, ...Object.fromEntries(fresh) };
}

function differs(
  before: Before["sessions"][number],
  now: MendedAgenda["sessions"][number],
  uidOf: Map<string, string>,
): boolean {
  const uid = (id: string | null) => (id === null ? null : (uidOf.get(id) ?? null));
  const words = (text: Localized = {}) => Object.entries(text).sort().flat();
  const was = [
    before.kind,
    words(before.title),
    words(before.abstract),
    before.language,
    uid(before.trackId),
    uid(before.roomId),
    before.startsAt?.toISOString() ?? null,
    before.endsAt?.toISOString() ?? null,
    before.speakerIds.map(uid),
  ];
  const is = [
    now.kind,
    words(now.title),
    words(now.abstract),
    now.language ?? null,
    now.track ?? null,
    now.room ?? null,
    now.startsAt,
    now.endsAt,
    now.speakers,
  ];
  return JSON.stringify(was) !== JSON.stringify(is);
}
