import { Link } from "@remix-run/react";
import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { useRoot } from "../ui/use-root.tsx";

/** One link a day: number and date. */
export function DaySwitch({ days, current }: { days: string[]; current: string }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  // A day is a day wherever one reads it: kept in UTC on the way through Intl.
  const name = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    month: "short",
    day: "numeric",
    timeZone: "UTC",
  });
  return (
    <nav aria-label={t("agenda.title")} className="flex flex-wrap gap-3">
      {days.map((day, i) => (
        <Link
          key={day}
          to={`?day=${day}`}
          preventScrollReset
          aria-current={day === current ? "date" : undefined}
          className={clsx(
            "flex flex-col rounded-xl border px-5 py-3",
            day === current ? "border-accent bg-accent-soft" : "border-line bg-surface hover:border-accent",
          )}
        >
          <span className="text-xs text-muted">{t("agenda.day", { number: i + 1 })}</span>
          <span className="font-display font-semibold tabular-nums">
            {name.format(new Date(`${day}T00:00:00Z`))}
          </span>
        </Link>
      ))}
    </nav>
  );
}
