import { stringify } from "csv-stringify/sync";
import { csvCell } from "../web/csv-cell.ts";
import type { Statistics } from "./queries.server.ts";
import { SPANS_S } from "./shapes.ts";

/** All figures in one table: which chart, which of its points, the value. Opens in a spreadsheet as it is. */
export function statisticsCsv(figures: Statistics): string {
  const spans = (counts: readonly number[]) =>
    counts.map((count, i) => ({ key: SPANS_S[i] === undefined ? "more" : `<${SPANS_S[i]}s`, count }));
  const parts = {
    submissions_per_day: figures.perDay,
    funnel: figures.funnel,
    failures: figures.failures,
    queue_time: spans(figures.waits.spans),
    run_time: spans(figures.takes.spans),
    tracks: figures.tracks,
    organisations: figures.organisations,
    best_so_far: figures.progress?.days.map(({ day, best }) => ({ key: day, count: best })) ?? [],
  };
  const rows = Object.entries(parts).flatMap(([chart, points]) =>
    points.map(({ key, count }) => [chart, csvCell(key), count]),
  );
  return stringify([["chart", "key", "value"], ...rows], { bom: true });
}
