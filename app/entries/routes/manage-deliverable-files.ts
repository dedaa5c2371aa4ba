import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { managed } from "../../competitions/managed.server.ts";
import { attachment } from "../../web/attachment.ts";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { asFileName } from "../deliverable-name.ts";
import { receiptsCsv, slotArchive } from "../export-deliverables.server.ts";

/** For organisers: all files of one slot as a zip, or, without a slot, every receipt as CSV. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const locale = detectLocale(request);
  const head = { "cache-control": "private, no-store", "x-content-type-options": "nosniff" };
  if (params.slotId === undefined) {
    const csv = receiptsCsv(viewer, competition.id, locale) ?? notFound();
    return new Response(createReadableStreamFromReadable(csv), {
      headers: {
        ...head,
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": attachment(`${competition.slug}-receipts.csv`),
      },
    });
  }
  const archive = (await slotArchive(viewer, competition.id, params.slotId)) ?? notFound();
  return new Response(createReadableStreamFromReadable(archive.content), {
    headers: {
      ...head,
      "content-type": "application/zip",
      "content-disposition": attachment(
        `${competition.slug}-${asFileName(localized(archive.title, locale))}.zip`,
      ),
    },
  });
}
