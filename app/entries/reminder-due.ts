/**
 * Which of a slot's reminders is on at `now`, in hours before the deadline: the latest whose time has come.
 * An earlier one that was missed is not made up for, and after the deadline there is none.
 */
export function reminderDue(
  { dueAt, remindHours }: { dueAt: Date | null; remindHours: readonly number[] },
  now: Date,
): number | null {
  if (!dueAt || now >= dueAt) return null;
  const begun = remindHours.filter((hours) => dueAt.getTime() - hours * 3_600_000 <= now.getTime());
  return begun.length > 0 ? Math.min(...begun) : null;
}
