import { Readable } from "node:stream";
import { stringify } from "csv-stringify";
import { ZipFile } from "yazl";
import { blobStore } from "../../db/blobs/disk.ts";
import type { Locale } from "../../db/vocabulary.ts";
import { wording } from "../notices/wording.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { localized } from "../web/format.ts";
import { log } from "../web/log.server.ts";
import { filesOfSlot, receiptsOf } from "./deliverable-queries.server.ts";

/** Every team's newest file in one slot as a zip that is made while it is sent; null for non-organisers. */
export async function slotArchive(viewer: Viewer, competitionId: string, slotId: string) {
  const found = await filesOfSlot(viewer, competitionId, slotId);
  if (!found) return null;
  const zip = new ZipFile();
  for (const file of found.files) {
    // Opened when it is its turn: a thousand files are not open at once.
    zip.addReadStreamLazy(file.name, { mtime: file.createdAt, compress: false }, (give) => {
      blobStore()
        .open(file.hash)
        .then(
          (content) => give(null, content),
          (error: unknown) => give(error, Readable.from([])),
        );
    });
  }
  zip.end();
  const content = zip.outputStream as Readable;
  zip.on("error", (error) => {
    log.error({ err: error, slotId }, "the files of a slot could not be packed");
    content.destroy(error as Error);
  });
  return { title: found.title, content };
}

/** Every receipt of a competition as CSV, a line each, the older versions too; null for non-organisers. */
export function receiptsCsv(viewer: Viewer, competitionId: string, locale: Locale): Readable | null {
  if (!organisesCompetition(viewer, competitionId)) return null;
  const column = (key: string, name: Parameters<typeof wording>[1]) => ({
    key,
    header: wording(locale, name),
  });
  const table = stringify({
    header: true,
    // Excel reads UTF-8 only with it; and no cell may begin a formula.
    bom: true,
    escape_formulas: true,
    columns: [
      column("code", "deliverables.manage.csv.code"),
      column("team", "deliverables.manage.csv.team"),
      column("track", "deliverables.manage.csv.track"),
      column("slot", "deliverables.manage.csv.slot"),
      column("version", "deliverables.manage.csv.version"),
      column("file", "deliverables.manage.csv.file"),
      column("bytes", "deliverables.manage.csv.bytes"),
      column("hash", "deliverables.manage.csv.hash"),
      column("time", "deliverables.manage.csv.time"),
      column("person", "deliverables.manage.csv.person"),
    ],
  });
  async function* lines() {
    for await (const r of receiptsOf(competitionId))
      yield {
        code: r.code ?? "",
        team: r.teamName,
        track: r.track ?? "",
        slot: localized(r.slotTitle, locale),
        version: r.version,
        file: r.fileName,
        bytes: r.size,
        hash: r.hash,
        time: r.createdAt.toISOString(),
        person: r.person ?? "",
      };
  }
  const rows = Readable.from(lines());
  rows.on("error", (error) => table.destroy(error));
  return rows.pipe(table);
}
