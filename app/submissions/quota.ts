import { Temporal } from "temporal-polyfill";

/** Quotas of a phase: 0 means no limit. */
export type Quota = { maxPerDay: number; maxPerMonth: number; maxTotal: number; maxWaiting: number };
/** What an entry has used of them: only submissions that count, and those that wait or run now. */
export type Used = { today: number; month: number; total: number; waiting: number };
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

/**
 * The month in which quotas count at `now`: that of the quota's day, by the calendar of the time zone. It turns when
 * its first day does, so that a day never lies in two months.
 */
export function quotaMonth(now: Date, turn: Turn): { start: Date; end: Date } {
  const { timeZone, dayTurnsAtMin } = turn;
  const at = Temporal.PlainTime.from({ hour: Math.floor(dayTurnsAtMin / 60), minute: dayTurnsAtMin % 60 });
  const date = Temporal.Instant.fromEpochMilliseconds(quotaDay(now, turn).start.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .with({ day: 1 });
  const first = (months: number) =>
    new Date(date.add({ months }).toZonedDateTime({ timeZone, plainTime: at }).epochMilliseconds);
  return { start: first(0), end: first(1) };
}

/**
 * The phase's quota with what the entry was granted; where there is no limit, none is made. What was granted in all
 * may be used within one month.
 */
export const withGrants = (quota: Quota, { morePerDay, moreTotal }: Granted): Quota => ({
  maxPerDay: quota.maxPerDay === 0 ? 0 : quota.maxPerDay + morePerDay,
  maxPerMonth: quota.maxPerMonth === 0 ? 0 : quota.maxPerMonth + moreTotal,
  maxTotal: quota.maxTotal === 0 ? 0 : quota.maxTotal + moreTotal,
  maxWaiting: quota.maxWaiting,
});

export type Left = {
  today: number | null;
  month: number | null;
  total: number | null;
  waiting: number | null;
};

/** How many submissions an entry may still make; null where there is no limit. */
export function left({ maxPerDay, maxPerMonth, maxTotal, maxWaiting }: Quota, used: Used): Left {
  const rest = (max: number, taken: number) => (max === 0 ? null : Math.max(0, max - taken));
  const total = rest(maxTotal, used.total);
  const within = (rest: number | null, ...wider: (number | null)[]) =>
    rest === null ? null : Math.min(rest, ...wider.filter((n) => n !== null));
  const month = within(rest(maxPerMonth, used.month), total);
  return {
    total,
    month,
    today: within(rest(maxPerDay, used.today), month, total),
    waiting: rest(maxWaiting, used.waiting),
  };
}

/** "08:00": the time of day at which a phase's day turns, as every language writes it. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
