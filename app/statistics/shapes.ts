/** A counted thing: a day, a cause, a step of the funnel. */
export type Bar = { key: string; count: number };

/** Upper ends of the spans in which waiting and run times are counted, in seconds; the last is open. */
export const SPANS_S = [5, 15, 60, 300, 900, 3600] as const;

/** The steps from an entry to a place on a board. */
export const STEPS = ["joined", "accepted", "submitted", "scored", "standing"] as const;

/** Days of one look: what a chart can show. */
export const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

const isDay = (text: string | null): text is string =>
  text !== null &&
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  // The 30th of February is read as a day of March here, and by the database not at all.
  new Date(text).toISOString().startsWith(text);

/** The days asked for, as dates, both included; without them the last thirty. At most `MOST_DAYS`, the newest. */
export function daysFrom(asked: URLSearchParams, today: string): { from: string; to: string } {
  const given = { from: asked.get("from"), to: asked.get("to") };
  const to = isDay(given.to) ? given.to : today;
  const earliest = new Date(Date.parse(to) - (MOST_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const thirty = new Date(Date.parse(to) - 29 * DAY_MS).toISOString().slice(0, 10);
  const from = isDay(given.from) && given.from <= to ? given.from : thirty;
  return { from: from < earliest ? earliest : from, to };
}

/** Every day of a span, those without a row too. */
export function everyDay(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** The best so far after each day: what is best of a day, or the best before it. */
export function bestSoFar(
  days: readonly string[],
  ofDay: ReadonlyMap<string, number>,
  higherIsBetter: boolean,
): { day: string; best: number }[] {
  let best: number | undefined;
  return days.flatMap((day) => {
    const value = ofDay.get(day);
    if (value !== undefined)
      best = best === undefined ? value : higherIsBetter ? Math.max(best, value) : Math.min(best, value);
    return best === undefined ? [] : [{ day, best }];
  });
}
