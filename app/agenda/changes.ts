import { z } from "zod";
import { type ReleasedAgenda, ReleasedSession, Text } from "./released.ts";

/** What became of a session from one release to the next. A new session is `added` and nothing else. */
export const WHAT_CHANGED = [
  "added",
  "cancelled",
  "restored",
  "time",
  "room",
  "title",
  "speakers",
  "details",
] as const;
export type What = (typeof WHAT_CHANGED)[number];

/** What is told of a session: names as they were then, so that an old change reads as it was meant. */
const Seen = ReleasedSession.pick({ title: true, startsAt: true, endsAt: true, speakerUids: true }).extend({
  /** null: in all rooms. */
  room: Text.nullable(),
  speakers: z.array(z.string()),
});
export type Seen = z.infer<typeof Seen>;

/** One session that is other than before: what is, how it was (null for a new one) and how it is now. */
export const Change = z.object({
  uid: z.string(),
  number: z.number(),
  what: z.array(z.enum(WHAT_CHANGED)).min(1),
  before: Seen.nullable(),
  after: Seen,
});
export type Change = z.infer<typeof Change>;

/** A draft session that has a time: a released one but for what only a release knows. */
export type Scheduled = Omit<ReleasedSession, "sequence" | "state" | "changedAt"> & { cancelled: boolean };
export type Draft = Pick<ReleasedAgenda, "rooms" | "tracks" | "speakers"> & { sessions: Scheduled[] };

const same = (a: unknown, b: unknown) => canonical(a) === canonical(b);
// jsonb does not keep the order of keys.
const canonical = (value: unknown) =>
  JSON.stringify(value, (_key, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

const DETAILS = ["kind", "abstract", "language", "trackUid"] as const;
/** These move a calendar's entry, and so its sequence. */
const MOVES: readonly What[] = ["cancelled", "restored", "time", "room", "title"];

function whatChanged(before: ReleasedSession, after: ReleasedSession): What[] {
  const what: What[] = [];
  if (before.state !== after.state) what.push(after.state === "cancelled" ? "cancelled" : "restored");
  if (+before.startsAt !== +after.startsAt || +before.endsAt !== +after.endsAt) what.push("time");
  if (before.roomUid !== after.roomUid) what.push("room");
  if (!same(before.title, after.title)) what.push("title");
  if (!same(before.speakerUids, after.speakerUids)) what.push("speakers");
  if (DETAILS.some((key) => !same(before[key], after[key]))) what.push("details");
  return what;
}

/**
 * The release that a draft makes after the one before (null: it is the first), and what changes by it. A session that
 * is gone from the draft, or has no time any more, stays as cancelled, with its room and speakers. A room's new name
 * is the new place of its sessions: their sequence grows, but it is no change of theirs.
 */
export function nextRelease(
  before: ReleasedAgenda | null,
  draft: Draft,
  release: { at: Date; note: ReleasedAgenda["note"] },
): { agenda: ReleasedAgenda; changes: Change[] } {
  const old = new Map(before?.sessions.map((session) => [session.uid, session]));
  const renamed = new Set(
    before?.rooms
      .filter((room) => draft.rooms.some((now) => now.uid === room.uid && !same(now.name, room.name)))
      .map((room) => room.uid),
  );
  const names = {
    rooms: [...draft.rooms, ...(before?.rooms ?? [])],
    speakers: [...draft.speakers, ...(before?.speakers ?? [])],
  };
  const changes: Change[] = [];
  const sessions: ReleasedSession[] = [];
  const take = (was: ReleasedSession | undefined, now: Omit<ReleasedSession, "sequence" | "changedAt">) => {
    const fresh = { ...now, sequence: 0, changedAt: release.at };
    const what: What[] = was ? whatChanged(was, fresh) : ["added"];
    const place = now.roomUid !== null && renamed.has(now.roomUid);
    if (was) fresh.sequence = was.sequence + (place || what.some((w) => MOVES.includes(w)) ? 1 : 0);
    if (was && what.length === 0 && !place) fresh.changedAt = was.changedAt;
    sessions.push(fresh);
    if (what.length === 0) return;
    const { uid, number } = now;
    changes.push({
      uid,
      number,
      what,
      before: was ? seen(was, before ?? draft) : null,
      after: seen(fresh, names),
    });
  };
  for (const { cancelled, ...session } of draft.sessions) {
    const was = old.get(session.uid);
    old.delete(session.uid);
    // One that was called off before anybody heard of it is nothing to tell.
    if (was || !cancelled) take(was, { ...session, state: cancelled ? "cancelled" : "confirmed" });
  }
  for (const gone of old.values()) take(gone, { ...gone, state: "cancelled" });
  sessions.sort((a, b) => +a.startsAt - +b.startsAt || a.number - b.number);
  return {
    agenda: {
      version: (before?.version ?? 0) + 1,
      releasedAt: release.at,
      note: release.note,
      rooms: withThoseOf(draft.rooms, before?.rooms, new Set(sessions.map((s) => s.roomUid))),
      tracks: withThoseOf(draft.tracks, before?.tracks, new Set(sessions.map((s) => s.trackUid))),
      speakers: withThoseOf(
        draft.speakers,
        before?.speakers,
        new Set(sessions.flatMap((s) => s.speakerUids)),
      ),
      sessions,
    },
    changes,
  };
}

function seen(session: ReleasedSession, names: Pick<ReleasedAgenda, "rooms" | "speakers">): Seen {
  const { title, startsAt, endsAt, roomUid, speakerUids } = session;
  return {
    title,
    startsAt,
    endsAt,
    speakerUids,
    room: names.rooms.find((room) => room.uid === roomUid)?.name ?? null,
    speakers: speakerUids.flatMap((uid) => names.speakers.find((s) => s.uid === uid)?.name ?? []),
  };
}

/** What the draft has, then what it lost and a session still names. */
function withThoseOf<T extends { uid: string }>(now: T[], before: T[] = [], named: Set<string | null>): T[] {
  const here = new Set(now.map((thing) => thing.uid));
  return [...now, ...before.filter((thing) => named.has(thing.uid) && !here.has(thing.uid))];
}

/** Whether two releases show the same but for their number, time and note; an empty first one shows nothing. */
export const showsTheSame = (before: ReleasedAgenda | null, after: ReleasedAgenda): boolean =>
  before === null
    ? after.sessions.length === 0
    : same(
        { ...before, version: 0, releasedAt: 0, note: 0 },
        { ...after, version: 0, releasedAt: 0, note: 0 },
      );
