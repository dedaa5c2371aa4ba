import { useTranslation } from "react-i18next";
import { Section } from "../ui/page.tsx";
import { Plot } from "../ui/plot.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { ticks } from "../web/ticks.ts";

type Point = { label: string; value: number; shown: string };

/** A drawing of figures, and the same figures as a table for whoever reads rather than sees. */
function Chart({
  title,
  what,
  measure,
  points,
  note,
  children,
}: {
  title: string;
  what: string;
  measure: string;
  points: readonly Point[];
  note?: string | undefined;
  children: React.ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Section title={title}>
      {points.length === 0 ? (
        <p className="text-muted">{t("statistics.nothing")}</p>
      ) : (
        <>
          <figure>{children}</figure>
          {note && <p className="text-muted">{note}</p>}
          <details>
            <summary className="cursor-pointer py-2 text-sm font-semibold text-accent">
              {t("statistics.table")}
            </summary>
            <div className="pt-3">
              <Table caption={title}>
                <thead>
                  <tr>
                    <Th>{what}</Th>
                    <Th numeric>{measure}</Th>
                  </tr>
                </thead>
                <tbody>
                  {points.map((point) => (
                    <Tr key={point.label}>
                      <Td className="[overflow-wrap:anywhere]">{point.label}</Td>
                      <Td numeric>{point.shown}</Td>
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

const endsOf = (points: readonly Point[]) => [points[0]?.label ?? "", points.at(-1)?.label ?? ""] as const;

/** Counts over days, one column each. */
export function Columns(chart: Drawn) {
  const { points } = chart;
  const { values } = ticks(0, Math.max(1, ...points.map((p) => p.value)), { whole: true });
  const top = values.at(-1) ?? 1;
  const step = 100 / Math.max(1, points.length);
  return (
    <Chart {...chart}>
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
    <Chart {...chart}>
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
    <Chart {...chart}>
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
