import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ticks } from "../web/ticks.ts";
import { lookOf } from "./look-of.ts";
import { Section } from "./page.tsx";
import { Plot } from "./plot.tsx";
import { Table, Td, Th, Tr } from "./table.tsx";

type Point = { label: string; value: number; shown: string };

/** A drawing of figures, and the same figures as a table for whoever reads rather than sees. */
function Chart({
  title,
  head,
  rows,
  note,
  children,
}: {
  title: string;
  head: readonly string[];
  rows: readonly { label: string; shown: readonly string[] }[];
  note?: string | undefined;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const [what, ...measures] = head;
  return (
    <Section title={title}>
      {rows.length === 0 ? (
        <p className="text-muted">{t("ui.chart.nothing")}</p>
      ) : (
        <>
          <figure className="flex flex-col gap-3">{children}</figure>
          {note && <p className="text-muted">{note}</p>}
          <details>
            <summary className="cursor-pointer py-2 text-sm font-semibold text-accent">
              {t("ui.chart.table")}
            </summary>
            <div className="pt-3">
              <Table caption={title}>
                <thead>
                  <tr>
                    <Th>{what}</Th>
                    {measures.map((measure) => (
                      <Th key={measure} numeric>
                        {measure}
                      </Th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <Tr key={row.label}>
                      <Td className="[overflow-wrap:anywhere]">{row.label}</Td>
                      {row.shown.map((shown, i) => (
                        <Td key={measures[i]} numeric>
                          {shown}
                        </Td>
                      ))}
                    </Tr>
                  ))}
                </tbody>
              </Table>
            </div>
          </details>
        </>
      )}
    </Section>
  );
}

type Drawn = { title: string; what: string; measure: string; points: readonly Point[]; note?: string };

const tableOf = ({ title, what, measure, points, note }: Drawn) => ({
  title,
  head: [what, measure],
  rows: points.map(({ label, shown }) => ({ label, shown: [shown] })),
  note,
});
const endsOf = (points: readonly Point[]) => [points[0]?.label ?? "", points.at(-1)?.label ?? ""] as const;

/** Counts over days, one column each. */
export function Columns(chart: Drawn) {
  const { points } = chart;
  const { values } = ticks(0, Math.max(1, ...points.map((p) => p.value)), { whole: true });
  const top = values.at(-1) ?? 1;
  const step = 100 / Math.max(1, points.length);
  return (
    <Chart {...tableOf(chart)}>
      <Plot
        measure={chart.measure}
        marks={values.map((value) => ({ share: value / top, label: String(value) }))}
        ends={endsOf(points)}
      >
        {points.map((point, i) => (
          <rect
            key={point.label}
            x={i * step + step * 0.1}
            y={100 - (point.value / top) * 100}
            width={step * 0.8}
            height={(point.value / top) * 100}
            fill="currentColor"
          >
            <title>{`${point.label}: ${point.shown}`}</title>
          </rect>
        ))}
      </Plot>
    </Chart>
  );
}

/** A value that lasts until the next one. */
export function Steps(chart: Drawn) {
  const { points } = chart;
  const numbers = points.map((p) => p.value);
  const { values, digits } = ticks(Math.min(...numbers), Math.max(...numbers));
  const [low = 0, high = 1] = [values[0], values.at(-1)];
  const share = (value: number) => (value - low) / (high - low);
  const step = 100 / Math.max(1, points.length);
  const path = points
    .map(({ value }, i) => `${i === 0 ? "M0 " : `H${i * step}V`}${100 - share(value) * 100}`)
    .join("");
  return (
    <Chart {...tableOf(chart)}>
      <Plot
        measure={chart.measure}
        marks={values.map((value) => ({ share: share(value), label: value.toFixed(digits) }))}
        ends={endsOf(points)}
      >
        <path
          d={`${path}H100`}
          fill="none"
          stroke="currentColor"
          strokeWidth="3"
          vectorEffect="non-scaling-stroke"
        />
      </Plot>
    </Chart>
  );
}

/** Things beside each other, each with its name and figure written out. */
export function Bars(chart: Drawn) {
  const most = Math.max(1, ...chart.points.map((p) => p.value));
  return (
    <Chart {...tableOf(chart)}>
      <ul className="flex flex-col gap-2.5 rounded-2xl border border-line bg-surface p-4" aria-hidden>
        {chart.points.map((point) => (
          <li key={point.label} className="grid grid-cols-[minmax(5rem,2fr)_3fr] items-center gap-3 text-sm">
            <span className="[overflow-wrap:anywhere]">{point.label}</span>
            <span className="flex items-center gap-2">
              <span
                className="h-5 rounded bg-accent"
                style={{ width: `${(point.value / most) * 85}%`, minWidth: point.value > 0 ? 2 : 0 }}
              />
              <span className="font-semibold tabular-nums">{point.shown}</span>
            </span>
          </li>
        ))}
      </ul>
    </Chart>
  );
}

/** A row of figures under the labels of the axis; null where nothing is known. `to` is where more of it is told. */
export type Series = { name: string; values: readonly (number | null)[]; to?: string };
type Over = {
  title: string;
  /** What a label is. */
  what: string;
  measure: string;
  labels: readonly string[];
  series: readonly Series[];
  /** A figure in words. */
  show: (value: number) => string;
  note?: string;
};

const tableOver = ({ title, what, labels, series, show, note }: Over) => ({
  title,
  head: [what, ...series.map(({ name }) => name)],
  rows: series.every(({ values }) => values.every((value) => value === null || value === 0))
    ? []
    : labels.map((label, i) => ({
        label,
        shown: series.map(({ values }) => (values[i] == null ? "–" : show(values[i]))),
      })),
  note,
});

function Legend({ series, filled = false }: { series: readonly Series[]; filled?: boolean }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-2 text-sm">
      {series.map(({ name, to }, i) => (
        <li key={name} className="flex items-center gap-2">
          <svg aria-hidden viewBox="0 0 24 12" className="h-3 w-6 shrink-0">
            <line x1="0" y1="6" x2="24" y2="6" strokeWidth={filled ? 12 : 3} {...lookOf(i)} />
          </svg>
          {to ? (
            <Link to={to} className="py-1 text-accent hover:underline">
              {name}
            </Link>
          ) : (
            name
          )}
        </li>
      ))}
    </ul>
  );
}

/** Whether nothing is known before and after a figure: no line leads to it, so it is drawn as a dot. */
const isAlone = (figures: Series["values"], at: number): boolean =>
  (figures[at - 1] ?? null) === null && (figures[at + 1] ?? null) === null;

/** Figures that go up and down, side by side in time; a line breaks where nothing is known. */
export function Lines(chart: Over & { tick?: (value: number, digits: number) => string; top?: number }) {
  const { labels, series, show, tick = (value, digits) => value.toFixed(digits) } = chart;
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const { values, digits } = ticks(0, chart.top ?? (Math.max(0, ...known) || 1));
  const top = values.at(-1) ?? 1;
  const step = 100 / Math.max(1, labels.length);
  const path = (figures: Series["values"]) =>
    figures
      .map((value, i) => {
        if (value === null) return "";
        const before = figures[i - 1] ?? null;
        const [x, y] = [((i + 0.5) * step).toFixed(2), (100 - (value / top) * 100).toFixed(2)];
        return before === null ? `M${x} ${y}h0.01` : `L${x} ${y}`;
      })
      .join("");
  return (
    <Chart {...tableOver(chart)}>
      <Plot
        measure={chart.measure}
        marks={values.map((value) => ({ share: value / top, label: tick(value, digits) }))}
        ends={[labels[0] ?? "", labels.at(-1) ?? ""]}
      >
        {series.map(({ name, values: figures }, i) => (
          <path
            key={`${name} alone`}
            d={path(figures.map((value, at) => (isAlone(figures, at) ? value : null)))}
            strokeWidth="8"
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
            {...lookOf(i)}
          />
        ))}
        {series.map(({ name, values: figures }, i) => (
          <path
            key={name}
            d={path(figures)}
            fill="none"
            strokeWidth="2.5"
            strokeLinecap="round"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
            {...lookOf(i)}
          >
            <title>{`${name}: ${show(known.length === 0 ? 0 : (figures.findLast((f) => f !== null) ?? 0))}`}</title>
          </path>
        ))}
      </Plot>
      {series.length > 1 && <Legend series={series} />}
    </Chart>
  );
}

/** Counts in spans of time, one column each, of parts upon each other. */
export function Stacks(chart: Over) {
  const { labels, series, show } = chart;
  const sums = labels.map((_, i) => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0));
  const { values } = ticks(0, Math.max(1, ...sums), { whole: true });
  const top = values.at(-1) ?? 1;
  const step = 100 / Math.max(1, labels.length);
  return (
    <Chart {...tableOver(chart)}>
      <Plot
        measure={chart.measure}
        marks={values.map((value) => ({ share: value / top, label: show(value) }))}
        ends={[labels[0] ?? "", labels.at(-1) ?? ""]}
      >
        {labels.map((label, i) => {
          let below = 0;
          return series.map(({ name, values: figures }, part) => {
            const value = figures[i] ?? 0;
            if (value === 0) return null;
            below += value;
            return (
              <rect
                key={`${label} ${name}`}
                x={i * step + step * 0.1}
                y={100 - (below / top) * 100}
                width={step * 0.8}
                height={(value / top) * 100}
                fill={lookOf(part).stroke}
              >
                <title>{`${label}, ${name}: ${show(value)}`}</title>
              </rect>
            );
          });
        })}
      </Plot>
      {(series.length > 1 || series[0]?.to) && <Legend series={series} filled />}
    </Chart>
  );
}

/** Shares (0 to 1) of many things over the same time: a strip of small columns each, with its mean in words. */
export function Strips(chart: Over) {
  const { labels, series, show } = chart;
  const mean = (values: Series["values"]) => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const step = 100 / Math.max(1, labels.length);
  const rows = series.map((one) => {
    const average = mean(one.values);
    return { ...one, shown: average === null ? "–" : show(average) };
  });
  return (
    <Chart
      title={chart.title}
      head={[chart.what, chart.measure]}
      rows={rows.map(({ name, shown }) => ({ label: name, shown: [shown] }))}
    >
      <div
        className="rounded-2xl border border-line bg-surface p-4 text-xs text-muted tabular-nums sm:p-5"
        aria-hidden
      >
        <p className="pb-4">{chart.measure}</p>
        <ul className="flex flex-col gap-3">
          {rows.map(({ name, values, shown, to }) => (
            <li key={name} className="flex flex-col gap-1">
              <span className="flex justify-between gap-4 text-sm text-ink">
                <span className="[overflow-wrap:anywhere]">
                  {to ? (
                    <Link to={to} tabIndex={-1} className="hover:underline">
                      {name}
                    </Link>
                  ) : (
                    name
                  )}
                </span>
                <span className="font-semibold">{shown}</span>
              </span>
              <svg
                aria-hidden
                viewBox="0 0 100 10"
                preserveAspectRatio="none"
                className="h-5 w-full rounded bg-sunken text-accent"
              >
                {values.map((value, i) =>
                  value === null ? null : (
                    <rect
                      key={i}
                      x={i * step}
                      y={10 - Math.max(0.4, Math.min(1, value) * 10)}
                      width={step * 0.9}
                      height={Math.max(0.4, Math.min(1, value) * 10)}
                      fill="currentColor"
                    >
                      <title>{`${labels[i]}: ${show(value)}`}</title>
                    </rect>
                  ),
                )}
              </svg>
            </li>
          ))}
        </ul>
        <p className="flex flex-wrap justify-between gap-x-4 pt-3">
          <span>{labels[0]}</span>
          <span>{labels.at(-1)}</span>
        </p>
      </div>
    </Chart>
  );
}
