/** What a day's page needs of a session: its instants. */
export type Timed = { startsAt: Date; endsAt: Date };

/** The calendar day of an instant in a time zone, as YYYY-MM-DD. */
export function dayIn(timeZone: string, at: Date): string {
  // Swedish writes dates the ISO way.
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
}

/** Minutes since midnight on the clock of a time zone. */
export function minuteIn(timeZone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return read("hour") * 60 + read("minute");
}

/**
 * Sessions by the day they start on in the edition's time zone, days and sessions in order of time.
 * A session past midnight stays on the day that it began.
 */
export function byDay<S extends Timed>(
  sessions: readonly S[],
  timeZone: string,
): { day: string; sessions: S[] }[] {
  const days = new Map<string, S[]>();
  for (const session of [...sessions].sort(
    (a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.endsAt.getTime() - b.endsAt.getTime(),
  )) {
    const day = dayIn(timeZone, session.startsAt);
    days.set(day, [...(days.get(day) ?? []), session]);
  }
  return [...days].map(([day, list]) => ({ day, sessions: list }));
}

/**
 * The grid's rows: every instant at which something starts or ends, as lines. A session spans from the
 * line of its start to that of its end, so a grid needs no fixed step and 5-minute talks stay readable.
 */
export function gridLines(sessions: readonly Timed[]): number[] {
  return [...new Set(sessions.flatMap((s) => [s.startsAt.getTime(), s.endsAt.getTime()]))].sort(
    (a, b) => a - b,
  );
}
