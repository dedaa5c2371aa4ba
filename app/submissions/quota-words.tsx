import { useTranslation } from "react-i18next";
import { Stat } from "../ui/stat.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatRelative } from "../web/format.ts";
import type { Granted, Left, Quota, Used } from "./quota.ts";

/** What a team may still hand in to a phase: two figures, and the rules in words. */
export function QuotaWords({
  phase,
  timeZone,
  now,
}: {
  phase: {
    quota: Quota;
    used: Used;
    left: Left;
    granted: Granted;
    dayTurnsAt: string;
    dayEndsAt: Date | string;
  };
  timeZone: string;
  now: Date | string;
}) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const { quota, used, left, granted } = phase;
  const none = t("submissions.submit.unlimited");
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-2 gap-5">
        <Stat
          label={t("submissions.submit.leftToday")}
          value={quota.maxPerDay === 0 ? none : `${left.today} / ${quota.maxPerDay}`}
        />
        <Stat
          label={t("submissions.submit.leftInAll")}
          value={quota.maxTotal === 0 ? none : `${left.total} / ${quota.maxTotal}`}
        />
      </dl>
      <ul className="flex flex-col gap-1 text-sm text-muted">
        {quota.maxPerDay > 0 && (
          <li>
            {t("submissions.submit.quota.turns", {
              at: phase.dayTurnsAt,
              zone: timeZone,
              when: formatRelative(new Date(phase.dayEndsAt), new Date(now), locale),
            })}
          </li>
        )}
        {quota.maxPerMonth > 0 && (
          <li>{t("submissions.submit.quota.month", { left: left.month ?? 0, max: quota.maxPerMonth })}</li>
        )}
        {quota.maxWaiting > 0 && (
          <li>{t("submissions.submit.quota.waiting", { used: used.waiting, max: quota.maxWaiting })}</li>
        )}
        {(granted.morePerDay > 0 || granted.moreTotal > 0) && (
          <li>
            {t("submissions.submit.quota.granted", { perDay: granted.morePerDay, total: granted.moreTotal })}
          </li>
        )}
        <li>{t("submissions.submit.quota.free")}</li>
      </ul>
    </div>
  );
}
