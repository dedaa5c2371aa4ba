/** A session's time, room and speakers, as far as conflicts go. Times in milliseconds since the epoch. */
export type Placed = {
  id: string;
  roomId: string | null;
  speakerIds: readonly string[];
  startsAt: number;
  endsAt: number;
  /** How many people will want a seat: as expected, or as have marked it, whichever is more. 0: nobody knows. */
  crowd?: number;
};
/** A room's seats (null: enough) and its hours as minutes since midnight on the edition's clock (null: always open). */
export type RoomFacts = {
  id: string;
  capacity: number | null;
  opensAt: number | null;
  closesAt: number | null;
};
/** The edition's days, first and last, and the clock they are days of. */
export type EditionFacts = {
  startsOn: string;
  endsOn: string;
  /** The day that an instant belongs to and the minute of it: 25:30 of the evening's day is 1530. */
  clock(at: number): { day: string; minute: number };
};

export const CONFLICT_KINDS = ["room", "speaker", "closed", "capacity", "outside"] as const;
/**
 * What is wrong with a session, or between two of them. `about` is the room or speaker; `second` is null where the
 * session alone is at fault.
 */
export type Conflict = {
  kind: (typeof CONFLICT_KINDS)[number];
  first: string;
  second: string | null;
  about: string | null;
};

/**
 * Every pair of sessions that overlap in one room or share a speaker. Sessions that touch do not overlap. One sweep
 * over the ends and starts in order of time; of those still running, only the ones in the same room or with the same
 * speaker are looked at, so a hundred rooms cost no more than one. A pair with two speakers in common is told for each.
 */
export function overlaps(placed: readonly Placed[]): Conflict[] {
  const inOrder = [...placed].sort((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt);
  const found: Conflict[] = [];
  const sweep = (kind: "room" | "speaker", keysOf: (one: Placed) => readonly string[]) => {
    const running = new Map<string, Placed[]>();
    for (const next of inOrder)
      for (const key of keysOf(next)) {
        const still = (running.get(key) ?? []).filter((earlier) => earlier.endsAt > next.startsAt);
        for (const earlier of still) found.push({ kind, first: earlier.id, second: next.id, about: key });
        still.push(next);
        running.set(key, still);
      }
  };
  sweep("room", (one) => (one.roomId === null ? [] : [one.roomId]));
  sweep("speaker", (one) => (one.speakerIds.length > 1 ? [...new Set(one.speakerIds)] : one.speakerIds));
  return found;
}

/** All that is wrong with an agenda: the overlaps, closed and small rooms, and what lies outside the edition's days. */
export function conflicts(
  placed: readonly Placed[],
  rooms: readonly RoomFacts[],
  edition: EditionFacts,
): Conflict[] {
  const roomOf = new Map(rooms.map((room) => [room.id, room]));
  const found = overlaps(placed);
  for (const { id, roomId, startsAt, endsAt, crowd = 0 } of placed) {
    const alone = (kind: Conflict["kind"], about: string | null) =>
      found.push({ kind, first: id, second: null, about });
    const { day, minute } = edition.clock(startsAt);
    if (day < edition.startsOn || day > edition.endsOn) alone("outside", null);
    const room = roomId === null ? undefined : roomOf.get(roomId);
    if (!room) continue;
    const until = minute + (endsAt - startsAt) / 60_000;
    if ((room.opensAt !== null && minute < room.opensAt) || (room.closesAt !== null && until > room.closesAt))
      alone("closed", room.id);
    if (room.capacity !== null && crowd > room.capacity) alone("capacity", room.id);
  }
  return found;
}
