import { useTranslation } from "react-i18next";

/** How often an entry may submit to a phase, in words; 0 means no limit. */
export function PhaseQuota({ maxPerDay, maxTotal }: { maxPerDay: number; maxTotal: number }) {
  const { t } = useTranslation();
  const which = maxPerDay ? (maxTotal ? "both" : "day") : maxTotal ? "total" : "none";
  return <>{t(`competitions.show.quota.${which}`, { count: maxPerDay || maxTotal, total: maxTotal })}</>;
}
