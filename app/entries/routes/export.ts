import type { LoaderFunctionArgs } from "@remix-run/node";
import { managed } from "../../competitions/managed.server.ts";
import { detectLocale } from "../../web/detect-locale.ts";
import { notFound } from "../../web/respond.server.ts";
import { filterOf } from "../entry-filter.ts";
import { asCsv, asXlsx, exportTable } from "../export.server.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The entries that the list shows, all pages of them, as a file. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const { searchParams } = new URL(request.url);
  const table = await exportTable(viewer, competition.id, filterOf(searchParams), detectLocale(request));
  if (!table) notFound();
  const xlsx = searchParams.get("format") === "xlsx";
  return new Response(xlsx ? new Uint8Array(await asXlsx(table)) : asCsv(table), {
    headers: {
      "content-type": xlsx ? XLSX : "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${competition.slug}-entries.${xlsx ? "xlsx" : "csv"}"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
