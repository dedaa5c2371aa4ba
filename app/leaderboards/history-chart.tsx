import { useTranslation } from "react-i18next";

const WIDTH = 960;
const HEIGHT = 320;
const LEFT = 56;
const RIGHT = 16;
const TOP = 14;
const BOTTOM = 28;

/** Told apart by colour and by dash, so that nobody has to see colours. */
const COLOURS = [
  "var(--accent)",
  "oklch(0.62 0.17 25)",
  "oklch(0.62 0.14 150)",
  "oklch(0.65 0.14 75)",
  "oklch(0.6 0.16 320)",
  "oklch(0.62 0.12 210)",
];
const DASHES = ["", "7 4", "2 4"];

export type Line = { id: string; name: string; points: (number | null)[] };

/** The look of a line, shared with its legend. */
export const lookOf = (i: number) => ({
  stroke: COLOURS[i % COLOURS.length],
  strokeDasharray: DASHES[Math.floor(i / COLOURS.length) % DASHES.length],
});

/**
 * Lines over time as steps: a score holds until the next one. Drawn as SVG on the server, so that it needs
 * no script; the table beneath it says the same in numbers.
 */
export function HistoryChart({
  label,
  moments,
  lines,
  upside,
  say,
  sayTime,
}: {
  label: string;
  moments: number[];
  lines: Line[];
  /** Smaller numbers at the top, as ranks are. */
  upside: boolean;
  say: (value: number) => string;
  sayTime: (at: number) => string;
}) {
  const { t } = useTranslation();
  const values = lines.flatMap((line) => line.points.filter((p) => p !== null));
  const [first = 0, last = 0] = [moments[0], moments.at(-1)];
  if (values.length === 0) return <p className="text-muted">{t("leaderboards.history.nothing")}</p>;
  const low = Math.min(...values);
  const high = Math.max(...values);
  const x = (at: number) => LEFT + ((WIDTH - LEFT - RIGHT) * (at - first)) / Math.max(1, last - first);
  const y = (value: number) => {
    const share = high === low ? 0.5 : (value - low) / (high - low);
    return TOP + (HEIGHT - TOP - BOTTOM) * (upside ? share : 1 - share);
  };
  const path = (points: (number | null)[]) => {
    let d = "";
    let before: number | null = null;
    points.forEach((value, i) => {
      if (value !== null) {
        const [px, py] = [x(moments[i]!).toFixed(1), y(value).toFixed(1)];
        d += before === null ? `M${px} ${py}` : `H${px}V${py}`;
      }
      before = value;
    });
    return d;
  };
  const ticks = [...new Set([low, (low + high) / 2, high].map((v) => (upside ? Math.round(v) : v)))];
  return (
    <figure className="flex flex-col gap-3">
      <figcaption className="font-semibold">{label}</figcaption>
      <div className="overflow-x-auto rounded-2xl border border-line bg-surface p-3">
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={label}
          className="h-auto w-full min-w-[36rem] text-muted"
        >
          {ticks.map((value) => (
            <g key={value}>
              <line
                x1={LEFT}
                x2={WIDTH - RIGHT}
                y1={y(value)}
                y2={y(value)}
                stroke="currentColor"
                opacity="0.25"
              />
              <text x={LEFT - 8} y={y(value) + 4} textAnchor="end" fontSize="12" fill="currentColor">
                {say(value)}
              </text>
            </g>
          ))}
          <text x={LEFT} y={HEIGHT - 8} fontSize="12" fill="currentColor">
            {sayTime(first)}
          </text>
          <text x={WIDTH - RIGHT} y={HEIGHT - 8} fontSize="12" textAnchor="end" fill="currentColor">
            {sayTime(last)}
          </text>
          {lines.map((line, i) => (
            <path key={line.id} d={path(line.points)} fill="none" strokeWidth="2.5" {...lookOf(i)}>
              <title>{line.name}</title>
            </path>
          ))}
        </svg>
      </div>
    </figure>
  );
}
