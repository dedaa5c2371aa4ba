import { stringify } from "csv-stringify/sync";
import writeXlsxFile from "write-excel-file/node";
import type { Locale } from "../../db/vocabulary.ts";
import type { Reason } from "../locales/reason.ts";
import { wording } from "../notices/wording.ts";
import type { Viewer } from "../people/viewer.ts";
import { csvCell } from "../web/csv-cell.ts";
import { localized } from "../web/format.ts";
import type { EntryFilter } from "./entry-filter.ts";
import { exportEntries } from "./manage-queries.server.ts";

const COLUMNS = [
  "code",
  "team",
  "kind",
  "state",
  "track",
  "organisation",
  "person",
  "role",
  "email",
  "degree",
  "department",
  "number",
  "membership",
  "joined",
  "reason",
] as const;

/** The entries that match as a table, one row a person; null for whoever does not organise the competition. */
export async function exportTable(
  viewer: Viewer,
  competitionId: string,
  filter: EntryFilter,
  locale: Locale,
): Promise<string[][] | null> {
  const found = await exportEntries(viewer, competitionId, filter);
  if (!found) return null;
  const say = (key: Reason) => wording(locale, key);
  const rows = found.flatMap((entry) => {
    const team = [
      entry.code ?? "",
      entry.teamName,
      say(`entries.kind.${entry.kind}`),
      say(`entries.state.${entry.state}`),
      entry.track ?? "",
      localized(entry.organisation, locale),
    ];
    const end = [entry.createdAt.toISOString(), entry.stateReason ?? ""];
    const people = entry.people.map((p) => [
      ...team,
      p.name,
      say(`teams.show.${p.role}`),
      p.email,
      p.degreeLevel ? say(`organisations.level.${p.degreeLevel}`) : "",
      p.department ?? "",
      p.memberNumber ?? "",
      p.membership ? say(`organisations.state.${p.membership}`) : "",
      ...end,
    ]);
    return people.length > 0 ? people : [[...team, "", "", "", "", "", "", "", ...end]];
  });
  return [COLUMNS.map((name) => say(`entries.export.${name}`)), ...rows];
}

/** As CSV, with the mark by which spreadsheets know that it is UTF-8. */
export const asCsv = (table: string[][]): string =>
  stringify(
    table.map((row) => row.map(csvCell)),
    { bom: true, record_delimiter: "windows" },
  );

/** As XLSX, where every cell is text and nothing is a formula. */
export async function asXlsx(table: string[][]): Promise<Buffer> {
  const [head = [], ...rows] = table;
  return writeXlsxFile([
    head.map((value) => ({ value, fontWeight: "bold" as const })),
    ...rows.map((row) => row.map((value) => (value === "" ? null : { value, type: String }))),
  ]).toBuffer();
}
