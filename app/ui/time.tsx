import { formatDate, formatDateTime, formatRelative, formatTime } from "../web/format.ts";
import { useOwnZone } from "./use-own-zone.tsx";
import { useRoot } from "./use-root.tsx";

/**
 * An instant in words. In `timeZone`, else in the viewer's, else in UTC until the browser says which is theirs.
 * `withOwn` adds the viewer's own date and time in brackets where their clock shows another.
 */
export function Time({
  at,
  timeZone,
  style = "datetime",
  now,
  withOwn = false,
}: {
  at: Date | string;
  timeZone?: string;
  style?: "date" | "time" | "datetime" | "relative";
  now?: Date | string;
  withOwn?: boolean;
}) {
  const root = useRoot();
  const own = useOwnZone();
  const date = new Date(at);
  const how = { locale: root.locale, timeZone: timeZone ?? own ?? "UTC" };
  const full = formatDateTime(date, how);
  const ownFull = own ? formatDateTime(date, { locale: root.locale, timeZone: own }) : full;
  const shown = {
    date: () => formatDate(date, how),
    time: () => formatTime(date, how),
    datetime: () => full,
    relative: () => formatRelative(date, now ? new Date(now) : new Date(), how.locale),
  }[style]();
  return (
    <time
      dateTime={date.toISOString()}
      title={ownFull === full ? full : `${full} · ${ownFull}`}
      className="tabular-nums"
      suppressHydrationWarning
    >
      {shown}
      {withOwn && ownFull !== full && (
        <>
          {" "}
          <small className="inline-block font-sans text-sm font-normal">({ownFull})</small>
        </>
      )}
    </time>
  );
}
