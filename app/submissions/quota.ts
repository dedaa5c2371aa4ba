import { Temporal } from "temporal-polyfill";

/** Quotas of a phase: 0 means no limit. */
export type Quota = { maxPerDay: number; maxTotal: number; maxWaiting: number };
/** What an entry has used of them: only submissions that count, and those that wait or run now. */
export type Used = { today: number; total: number; waiting: number };
/** What organisers gave an entry beyond the phase's quota. */
export type Granted = { morePerDay: number; moreTotal: number };
/** When a phase's day turns: minutes after midnight in the competition's time zone. */
export type Turn = { timeZone: string; dayTurnsAtMin: number };

/**
 * The day in which quotas count at `now`. It turns by the clock on the wall: on the day a clock is put
 * forward or back it is an hour shorter or longer, and a turn that the clock skips comes with the skip.
 */
export function quotaDay(now: Date, { timeZone, dayTurnsAtMin }: Turn): { start: Date; end: Date } {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const at = Temporal.PlainTime.from({ hour: Math.floor(dayTurnsAtMin / 60), minute: dayTurnsAtMin % 60 });
  const turn = (days: number) =>
    new Date(here.toPlainDate().add({ days }).toZonedDateTime({ timeZone, plainTime: at }).epochMilliseconds);
  const today = turn(0);
  return now < today ? { start: turn(-1), end: today } : { start: today, end: turn(1) };
}

/** The phase's quota with what the entry was granted; where there is no limit, none is made. */
export const withGrants = (quota: Quota, { morePerDay, moreTotal }: Granted): Quota => ({
  maxPerDay: quota.maxPerDay === 0 ? 0 : quota.maxPerDay + morePerDay,
  maxTotal: quota.maxTotal === 0 ? 0 : quota.maxTotal + moreTotal,
  maxWaiting: quota.maxWaiting,
});

export type Left = { today: number | null; total: number | null; waiting: number | null };

/** How many submissions an entry may still make; null where there is no limit. */
export function left({ maxPerDay, maxTotal, maxWaiting }: Quota, used: Used): Left {
  const rest = (max: number, taken: number) => (max === 0 ? null : Math.max(0, max - taken));
  const total = rest(maxTotal, used.total);
  const today = rest(maxPerDay, used.today);
  return {
    total,
    today: today !== null && total !== null ? Math.min(today, total) : today,
    waiting: rest(maxWaiting, used.waiting),
  };
}

/** "08:00": the time of day at which a phase's day turns, as every language writes it. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
