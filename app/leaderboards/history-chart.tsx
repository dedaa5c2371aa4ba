import { useTranslation } from "react-i18next";
import { lookOf } from "../ui/look-of.ts";
import { Plot } from "../ui/plot.tsx";
import { type Ticks, ticks } from "../web/ticks.ts";

export type Line = { id: string; name: string; points: (number | null)[] };

/**
 * Lines over time as steps: a score holds until the next one. Drawn on the server, so that it needs no
 * script; the table beneath it says the same in numbers.
 */
export function HistoryChart({
  label,
  moments,
  lines,
  upside,
  ranks = false,
  measure,
  sayTime,
}: {
  label: string;
  moments: number[];
  lines: Line[];
  /** Smaller numbers at the top, as ranks are. */
  upside: boolean;
  /** The values are ranks: whole numbers from one. */
  ranks?: boolean;
  measure: string;
  sayTime: (at: number) => string;
}) {
  const { t } = useTranslation();
  const values = lines.flatMap((line) => line.points.filter((p) => p !== null));
  const [first = 0, last = 0] = [moments[0], moments.at(-1)];
  if (values.length === 0) return <p className="text-muted">{t("leaderboards.history.nothing")}</p>;
  const axis = axisOf(values, ranks);
  const [low = 0, high = 1] = [axis.values[0], axis.values.at(-1)];
  const x = (at: number) => (100 * (at - first)) / Math.max(1, last - first);
  const share = (value: number) => {
    const up = (value - low) / (high - low);
    return upside ? 1 - up : up;
  };
  const path = (points: (number | null)[]) => {
    let d = "";
    let before: number | null = null;
    points.forEach((value, i) => {
      if (value !== null) {
        const [px, py] = [x(moments[i]!).toFixed(2), (100 - share(value) * 100).toFixed(2)];
        d += before === null ? `M${px} ${py}` : `H${px}V${py}`;
      }
      before = value;
    });
    return d;
  };
  /** Dots where a score stands with no moment before or after it that it could last to. */
  const alone = (points: (number | null)[]) =>
    points
      .map((value, i) =>
        value === null || (points[i - 1] ?? points[i + 1] ?? null) !== null
          ? ""
          : `M${x(moments[i]!).toFixed(2)} ${(100 - share(value) * 100).toFixed(2)}h0.01`,
      )
      .join("");
  return (
    <figure className="flex flex-col gap-3">
      <figcaption className="font-semibold">{label}</figcaption>
      <Plot
        label={label}
        measure={measure}
        marks={axis.values.map((value) => ({ share: share(value), label: value.toFixed(axis.digits) }))}
        ends={[sayTime(first), sayTime(last)]}
      >
        {/* A lone score has no line to be seen by. */}
        {lines.map((line, i) => (
          <path
            key={`${line.id} alone`}
            d={alone(line.points)}
            strokeWidth="8"
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
            {...lookOf(i)}
          />
        ))}
        {lines.map((line, i) => (
          <path
            key={line.id}
            d={path(line.points)}
            fill="none"
            strokeWidth="2.5"
            vectorEffect="non-scaling-stroke"
            {...lookOf(i)}
          >
            <title>{line.name}</title>
          </path>
        ))}
      </Plot>
    </figure>
  );
}

/** Ranks begin at the first; scores have round numbers around them. */
function axisOf(values: number[], ranks: boolean): Ticks {
  if (!ranks) return ticks(Math.min(...values), Math.max(...values));
  const { values: round, digits } = ticks(0, Math.max(2, ...values), { whole: true });
  return { values: [1, ...round.filter((value) => value > 1)], digits };
}
