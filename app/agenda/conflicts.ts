/** A session's time, room and speakers, as far as conflicts go. Times in milliseconds since the epoch. */
export type Placed = {
  id: string;
  roomId: string | null;
  speakerIds: readonly string[];
  startsAt: number;
  endsAt: number;
};
export type Conflict = { kind: "room" | "speaker"; first: string; second: string; about: string };

/**
 * Every pair of sessions that overlap in one room or share a speaker. Sessions that touch do not
 * overlap. One sweep over the sessions in order of time: only those still running are compared.
 */
export function conflicts(placed: readonly Placed[]): Conflict[] {
  const inOrder = [...placed].sort((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt);
  const found: Conflict[] = [];
  let running: Placed[] = [];
  for (const next of inOrder) {
    running = running.filter((earlier) => earlier.endsAt > next.startsAt);
    for (const earlier of running) {
      if (next.roomId && next.roomId === earlier.roomId)
        found.push({ kind: "room", first: earlier.id, second: next.id, about: next.roomId });
      for (const speaker of next.speakerIds)
        if (earlier.speakerIds.includes(speaker))
          found.push({ kind: "speaker", first: earlier.id, second: next.id, about: speaker });
    }
    running.push(next);
  }
  return found;
}
