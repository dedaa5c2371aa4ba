import { useEffect, useState } from "react";
import { formatDate, formatDateTime, formatRelative, formatTime } from "../web/format.ts";
import { useRoot } from "./use-root.tsx";

/** An instant in the viewer's language, and in their time zone unless another is given. */
export function Time({
  at,
  timeZone,
  style = "datetime",
}: {
  at: Date | string | number;
  timeZone?: string;
  style?: "date" | "time" | "datetime" | "relative";
}) {
  const root = useRoot();
  const zone = timeZone ?? root.timeZone;
  const [now, setNow] = useState(root.at);
  useEffect(() => {
    if (style !== "relative") return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, [style]);

  const date = new Date(at);
  const options = { locale: root.locale, timeZone: zone };
  const whole = formatDateTime(date, options);
  const text =
    style === "relative"
      ? formatRelative(date, new Date(now), root.locale)
      : style === "date"
        ? formatDate(date, options)
        : style === "time"
          ? formatTime(date, options)
          : whole;
  return (
    <time dateTime={date.toISOString()} title={`${whole} (${zone})`} className="figures">
      {text}
    </time>
  );
}
