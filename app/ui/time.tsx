import { formatDate, formatDateTime, formatRelative, formatTime } from "../web/format.ts";
import { useRoot } from "./use-root.tsx";

/**
 * An instant in words. In `timeZone`, else in the viewer's, else in UTC, so that server and browser
 * write the same.
 */
export function Time({
  at,
  timeZone,
  style = "datetime",
  now,
}: {
  at: Date | string;
  timeZone?: string;
  style?: "date" | "time" | "datetime" | "relative";
  now?: Date | string;
}) {
  const root = useRoot();
  const date = new Date(at);
  const how = { locale: root.locale, timeZone: timeZone ?? root.timeZone ?? "UTC" };
  const full = formatDateTime(date, how);
  const shown = {
    date: () => formatDate(date, how),
    time: () => formatTime(date, how),
    datetime: () => full,
    relative: () => formatRelative(date, now ? new Date(now) : new Date(), how.locale),
  }[style]();
  return (
    <time dateTime={date.toISOString()} title={full} className="tabular-nums" suppressHydrationWarning>
      {shown}
    </time>
  );
}
