import { Readable } from "node:stream";
import { stringify } from "csv-stringify";
import writeExcelFile from "write-excel-file/node";
import type { Locale } from "../../db/vocabulary.ts";
import { wording } from "../notices/wording.ts";
import type { Viewer } from "../people/viewer.ts";
import { csvCell } from "../web/csv-cell.ts";
import { medalOf } from "./medal.ts";
import { type Asked, boardAsked } from "./queries.server.ts";
import { shownColumns } from "./shown-columns.ts";
import { visibleStanding } from "./visibility.ts";

export const EXPORT_FORMATS = ["csv", "xlsx"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** No table is longer, so that no spreadsheet and no process breaks on it. */
const MOST_ROWS = 100_000;

const TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** A board as a table with all digits that the viewer may see, or null where they see no board. */
export async function exportBoard(
  viewer: Viewer,
  slug: string,
  given: Pick<Asked, "track" | "asPublic"> & { phase?: number | undefined; format: ExportFormat },
  { locale, now }: { locale: Locale; now: Date },
): Promise<{ fileName: string; type: string; content: Readable } | null> {
  const found = await boardAsked(viewer, slug, given.phase, now, given);
  if (!found) return null;
  const { held, audience, board, tracks } = found;
  const columns = shownColumns(held.ranking.shape, audience).flatMap((column) =>
    column.valueKeys.map((key, task) => ({
      key,
      title: column.valueKeys.length > 1 ? `${column.title} (${task + 1})` : column.title,
    })),
  );
  const say = (key: Parameters<typeof wording>[1]) => wording(locale, key);
  const header = [
    say("leaderboards.rank"),
    say("leaderboards.export.medal"),
    say("leaderboards.team"),
    say("leaderboards.export.kind"),
    say("leaderboards.export.track"),
    ...columns.map((c) => c.title),
    say("leaderboards.scored"),
    say("leaderboards.lastChange"),
  ];
  const { ranking, teams } = held;
  const rows = ranking.window(0, MOST_ROWS).map(({ standing, rank }) => {
    const team = teams.get(standing.entryId);
    const { values } = visibleStanding(ranking.shape, audience, standing);
    const medal = medalOf(rank, ranking.ranked, board.medals);
    return [
      rank,
      medal && say(`leaderboards.medals.${medal}`),
      team?.name ?? "",
      say(`leaderboards.kinds.${team?.kind ?? "team"}`),
      tracks.find((t) => t.id === team?.trackId)?.code ?? "",
      ...columns.map(({ key }) => values[key] ?? ""),
      team?.scored ?? 0,
      standing.submittedAt,
    ];
  });
  const phase = `${slug}-${found.phase.position + 1}`;
  const fileName = `${phase}${found.track ? `-${found.track.code}` : ""}.${given.format}`;
  const content = given.format === "csv" ? csv(header, rows) : await excel(header, rows);
  return { fileName, type: TYPES[given.format], content };
}

type Cell = string | number | null;

// Excel reads UTF-8 only with the mark; and no cell may begin a formula.
const csv = (header: string[], rows: Cell[][]): Readable =>
  Readable.from(
    [header, ...rows].map((row) => row.map((cell) => (typeof cell === "string" ? csvCell(cell) : cell))),
  ).pipe(stringify({ bom: true }));

/** Scores stay text: a spreadsheet's numbers would lose digits. Text never becomes a formula there. */
async function excel(header: string[], rows: Cell[][]): Promise<Readable> {
  const cell = (value: Cell) =>
    typeof value === "number" ? { type: Number, value } : { type: String, value: value ?? "" };
  const sheet = [
    header.map((value) => ({ type: String, value, fontWeight: "bold" as const })),
    ...rows.map((row) => row.map(cell)),
  ];
  return Readable.from([await writeExcelFile(sheet).toBuffer()]);
}
