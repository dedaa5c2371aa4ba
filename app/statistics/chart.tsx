import { useTranslation } from "react-i18next";
import { Section } from "../ui/page.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";

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
          {children}
          {note && <p className="text-muted">{note}</p>}
          <details>
            <summary className="cursor-pointer text-sm font-semibold text-accent">
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

const WIDTH = 1000;
const HEIGHT = 220;

/** Counts over days, one column each. */
export function Columns(chart: Drawn) {
  const { points } = chart;
  const most = Math.max(1, ...points.map((p) => p.value));
  const step = WIDTH / Math.max(1, points.length);
  return (
    <Chart {...chart}>
      <figure className="rounded-2xl border border-line bg-surface p-4">
        <svg
          aria-hidden
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-48 w-full text-accent"
        >
          {points.map((point, i) => {
            const height = (point.value / most) * (HEIGHT - 10);
            return (
              <rect
                key={point.label}
                x={i * step + step * 0.1}
                y={HEIGHT - height}
                width={step * 0.8}
                height={height}
                fill="currentColor"
              >
                <title>{`${point.label}: ${point.shown}`}</title>
              </rect>
            );
          })}
        </svg>
        <Ends points={points} most={String(most)} />
      </figure>
    </Chart>
  );
}

/** A value that lasts until the next one. */
export function Steps(chart: Drawn) {
  const { points } = chart;
  const values = points.map((p) => p.value);
  const least = Math.min(...values);
  const range = Math.max(...values) - least || 1;
  const step = WIDTH / Math.max(1, points.length);
  const path = points
    .map((point, i) => {
      // A value that never changes runs through the middle.
      const share = values.every((value) => value === least) ? 0.5 : (point.value - least) / range;
      const y = HEIGHT - 8 - share * (HEIGHT - 20);
      return `${i === 0 ? "M0" : "H"}${i === 0 ? `,${y}` : i * step} ${i === 0 ? "" : `V${y}`}`;
    })
    .join(" ");
  return (
    <Chart {...chart}>
      <figure className="rounded-2xl border border-line bg-surface p-4">
        <svg
          aria-hidden
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-48 w-full text-accent"
        >
          <path
            d={`${path} H${WIDTH}`}
            fill="none"
            stroke="currentColor"
            strokeWidth="3"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <Ends points={points} most={points.at(-1)?.shown ?? ""} />
      </figure>
    </Chart>
  );
}

function Ends({ points, most }: { points: readonly Point[]; most: string }) {
  return (
    <figcaption className="flex justify-between pt-2 text-sm text-muted tabular-nums" aria-hidden>
      <span>{points[0]?.label}</span>
      <span>↑ {most}</span>
      <span>{points.at(-1)?.label}</span>
    </figcaption>
  );
}

/** Things beside each other, each with its name and figure written out. */
export function Bars(chart: Drawn) {
  const most = Math.max(1, ...chart.points.map((p) => p.value));
  return (
    <Chart {...chart}>
      <ul className="flex flex-col gap-2.5 rounded-2xl border border-line bg-surface p-4" aria-hidden>
        {chart.points.map((point) => (
          <li
            key={point.label}
            className="grid grid-cols-[minmax(6rem,14rem)_1fr] items-center gap-3 text-sm"
          >
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
