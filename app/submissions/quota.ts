const DAY_MS = 86_400_000;

/** Quotas of a phase: 0 means no limit. */
export type Quota = { maxPerDay: number; maxTotal: number };
export type Used = { today: number; total: number };

/** The start of the day, in UTC, in which quotas count. */
export const startOfDay = (now: Date): Date => new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);

/** How many submissions an entry may still make; null where there is no limit. */
export function left(
  { maxPerDay, maxTotal }: Quota,
  used: Used,
): { today: number | null; total: number | null } {
  const total = maxTotal === 0 ? null : Math.max(0, maxTotal - used.total);
  const today = maxPerDay === 0 ? null : Math.max(0, maxPerDay - used.today);
  return { total, today: today !== null && total !== null ? Math.min(today, total) : today };
}
