import { useTranslation } from "react-i18next";
import { Lines } from "../ui/chart.tsx";
import { useOwnZone } from "../ui/use-own-zone.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatTime } from "../web/format.ts";
import type { DeviceUse } from "./add-look.ts";

const SPAN_MS = 600_000;
const SPANS = 144;

/** What each card of a host did in the last day, in spans of ten minutes: how much it computed, and its memory. */
export function DeviceCharts({
  devices,
  history,
  now,
}: {
  devices: readonly { uuid: string; name: string; index: number }[];
  history: readonly { at: Date; devices: Record<string, DeviceUse> | null }[];
  now: Date;
}) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const timeZone = useOwnZone() ?? "UTC";
  const last = Math.floor(now.getTime() / SPAN_MS) * SPAN_MS;
  const spans = Array.from({ length: SPANS }, (_, i) => last - (SPANS - 1 - i) * SPAN_MS);
  const seen = new Map(history.map((row) => [row.at.getTime(), row.devices]));
  const percent = (share: number) =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);
  const drawn = (read: (use: DeviceUse) => number | null) => ({
    what: t("operations.when"),
    labels: spans.map((at) => formatTime(at, { locale, timeZone })),
    series: devices.map(({ uuid, name, index }) => ({
      name: `${index} · ${name}`,
      values: spans.map((at) => {
        const use = seen.get(at)?.[uuid];
        return use ? read(use) : null;
      }),
    })),
    show: percent,
    tick: percent,
    top: 1,
  });
  return (
    <div className="grid gap-8 lg:grid-cols-2 [&>*]:min-w-0">
      <Lines
        title={t("operations.devices.computed")}
        measure={t("operations.devices.computed")}
        {...drawn((use) => use.utilisation)}
      />
      <Lines
        title={t("operations.devices.memory")}
        measure={t("operations.devices.memory")}
        {...drawn((use) => use.memory)}
      />
    </div>
  );
}
