import { useTranslation } from "react-i18next";

type Quota = { maxPerDay: number; maxPerMonth: number; maxTotal: number };

/** How often an entry may submit to a phase, in words; 0 means no limit. */
export function PhaseQuota({ maxPerDay, maxPerMonth, maxTotal }: Quota) {
  const { t } = useTranslation();
  const which = maxPerDay ? (maxTotal ? "both" : "day") : maxTotal ? "total" : "none";
  const words = t(`competitions.show.quota.${which}`, { count: maxPerDay || maxTotal, total: maxTotal });
  if (!maxPerMonth) return <>{words}</>;
  const month = t("competitions.show.quota.month", { count: maxPerMonth });
  return <>{which === "none" ? month : `${words} · ${month}`}</>;
}
