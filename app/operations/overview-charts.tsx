import { useTranslation } from "react-i18next";
import { CAUSES, type Cause } from "../../judge/contract/verdict.ts";
import { Lines, Stacks, Strips } from "../ui/chart.tsx";
import { useOwnZone } from "../ui/use-own-zone.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatDuration, formatTime } from "../web/format.ts";
import type { Overview } from "./overview.server.ts";

const HOUR_MS = 3_600_000;
/** More causes than are told apart at a glance are drawn together. */
const MOST_CAUSES = 5;
/** Ended well, or by the team itself: no failure. */
const NO_FAILURE: readonly string[] = ["accepted", "cancelled", "entry_left"];

/** The last hours in drawings: waiting, what ended, what failed, how long the queue was, how busy hosts were. */
export function OverviewCharts({ overview, now }: { overview: Overview; now: Date }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const { hours, days, labels } = useHours(overview, now);
  const what = t("operations.hour");
  const number = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
  const percent = (value: number) =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(value);
  const of = (read: (hour: Overview["hours"][number]) => number | null) =>
    hours.map(({ known }) => (known ? read(known) : null));
  const waits = [of((hour) => hour.waitP50), of((hour) => hour.waitP90)] as const;
  const unit = unitFor(Math.max(0, ...waits[1].map((value) => value ?? 0)), locale);
  const scaled = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null ? null : value / unit.seconds));
  const sumOf = (causes: Record<string, number>) => Object.values(causes).reduce((sum, n) => sum + n, 0);
  return (
    <div key={days} className="grid gap-10 lg:grid-cols-2 [&>*]:min-w-0">
      <Lines
        title={t("operations.waits")}
        what={what}
        measure={t("operations.waitsMeasure")}
        labels={labels}
        series={[
          { name: t("operations.half"), values: scaled(waits[0]) },
          { name: t("operations.most"), values: scaled(waits[1]) },
        ]}
        show={(value) => formatDuration(value * unit.seconds * 1000, locale)}
        tick={unit.tick}
      />
      <Stacks
        title={t("operations.length")}
        what={what}
        measure={t("operations.lengthMeasure")}
        labels={labels}
        series={[{ name: t("operations.lengthMeasure"), values: of((hour) => hour.waiting) }]}
        show={number}
      />
      <Stacks
        title={t("operations.ended")}
        what={what}
        measure={t("operations.endedMeasure")}
        labels={labels}
        series={[{ name: t("operations.endedMeasure"), values: of((hour) => sumOf(hour.causes)) }]}
        show={number}
      />
      <Stacks
        title={t("operations.failures")}
        what={what}
        measure={t("operations.failuresMeasure")}
        labels={labels}
        series={useFailures(hours.map(({ known }) => known?.causes ?? {}))}
        show={number}
      />
      {overview.hosts.length > 0 && (
        <div className="lg:col-span-2">
          <Strips
            title={t("operations.use")}
            what={t("operations.host")}
            measure={t("operations.useMeasure")}
            labels={labels}
            series={overview.hosts.map((host) => ({
              name: host.name,
              to: `/operate/hosts/${host.id}`,
              values: hours.map(
                ({ at }) => host.use.find(({ hour }) => hour.getTime() === at)?.share ?? null,
              ),
            }))}
            show={percent}
          />
        </div>
      )}
    </div>
  );
}

/** Every hour of the span, with what is known of it, and its name on the reader's clock. */
function useHours(overview: Overview, now: Date) {
  const { locale } = useRoot();
  const timeZone = useOwnZone() ?? "UTC";
  const first = Math.ceil(overview.since.getTime() / HOUR_MS) * HOUR_MS;
  const known = new Map(overview.hours.map((hour) => [hour.hour.getTime(), hour]));
  const hours = [];
  for (let at = first; at <= now.getTime(); at += HOUR_MS) hours.push({ at, known: known.get(at) ?? null });
  const days = hours.length > 48 ? 7 : 1;
  const date = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone });
  const labels = hours.map(({ at }) => {
    const time = formatTime(at, { locale, timeZone });
    // A day and an hour of the same clock come back after 24 of them.
    return days === 1 && at > now.getTime() - 23 * HOUR_MS ? time : `${date.format(at)} ${time}`;
  });
  return { hours, days, labels };
}

/** The unit in which so many seconds make a short number. */
function unitFor(seconds: number, locale: string) {
  const [unit, size] =
    seconds <= 120
      ? (["second", 1] as const)
      : seconds <= 7200
        ? (["minute", 60] as const)
        : (["hour", 3600] as const);
  const tick = (value: number, digits: number) =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit,
      unitDisplay: "short",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  return { seconds: size, tick };
}

/** The causes that failed most runs, each with its figures and where those runs are listed. */
function useFailures(hours: readonly Record<string, number>[]) {
  const { t } = useTranslation();
  const sum = (cause: Cause) => hours.reduce((all, causes) => all + (causes[cause] ?? 0), 0);
  const causes = CAUSES.filter((cause) => !NO_FAILURE.includes(cause) && sum(cause) > 0).sort(
    (a, b) => sum(b) - sum(a),
  );
  const drawn = causes.length > MOST_CAUSES + 1 ? causes.slice(0, MOST_CAUSES) : causes;
  const rest = causes.slice(drawn.length);
  return [
    ...drawn.map((cause) => ({
      name: t(`judging.endings.${cause}`),
      to: `/operate/failures?cause=${cause}`,
      values: hours.map((counted) => counted[cause] ?? 0),
    })),
    ...(rest.length === 0
      ? []
      : [
          {
            name: t("operations.otherCauses"),
            values: hours.map((counted) => rest.reduce((all, cause) => all + (counted[cause] ?? 0), 0)),
          },
        ]),
  ];
}
