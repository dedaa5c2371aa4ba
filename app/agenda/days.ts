/** What a day's page needs of a session: its instants. */
export type Timed = { startsAt: Date; endsAt: Date };

/** The calendar day of an instant in a time zone, as YYYY-MM-DD. */
export const dayIn = (timeZone: string, at: Date): string => clockIn(timeZone)(at.getTime()).day;

/** The day of an instant, YYYY-MM-DD, and the minutes from that day's midnight on the clock of its zone. */
export type Clock = (at: number) => { day: string; minute: number };

/**
 * The clock of a time zone on which the day turns at `turnsAt` minutes after midnight: until then the night belongs to
 * the evening before, so that half past one is its minute 1530. It remembers what it was asked: Intl is slow, and an
 * agenda has few different instants.
 */
export function clockIn(timeZone: string, turnsAt = 0): Clock {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "iso8601",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const asked = new Map<number, { day: string; minute: number }>();
  return (at) => {
    let told = asked.get(at);
    if (!told) {
      const part: Record<string, string> = {};
      for (const { type, value } of format.formatToParts(at)) part[type] = value;
      const day = `${part.year}-${part.month}-${part.day}`;
      const minute = Number(part.hour) * 60 + Number(part.minute);
      told = minute < turnsAt ? { day: dayBefore(day), minute: minute + 1440 } : { day, minute };
      asked.set(at, told);
    }
    return told;
  };
}

const dayBefore = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** Sessions by the day that their clock gives them, days and sessions in order of time. */
export function byDay<S extends Timed>(
  sessions: readonly S[],
  clock: Clock,
): { day: string; sessions: S[] }[] {
  const days = new Map<string, S[]>();
  for (const session of [...sessions].sort((a, b) => +a.startsAt - +b.startsAt || +a.endsAt - +b.endsAt)) {
    const { day } = clock(+session.startsAt);
    const list = days.get(day);
    if (list) list.push(session);
    else days.set(day, [session]);
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
