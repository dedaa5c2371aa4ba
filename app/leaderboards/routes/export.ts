import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { viewerOf } from "../../people/viewer.server.ts";
import { attachment } from "../../web/attachment.ts";
import { detectLocale } from "../../web/detect-locale.ts";
import { notFound } from "../../web/respond.server.ts";
import { EXPORT_FORMATS, exportBoard } from "../export.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const format = EXPORT_FORMATS.find((f) => f === params.format) ?? notFound();
  const phase = search.get("phase");
  const table =
    (await exportBoard(
      await viewerOf(request),
      params.slug ?? "",
      {
        format,
        phase: phase && /^\d{1,6}$/.test(phase) ? Number(phase) : undefined,
        track: search.get("track") || undefined,
        asPublic: search.get("as") === "public",
      },
      { locale: detectLocale(request), now: new Date() },
    )) ?? notFound();
  return new Response(createReadableStreamFromReadable(table.content), {
    headers: {
      "Content-Type": table.type,
      "Content-Disposition": attachment(table.fileName),
      "Cache-Control": "private, no-store",
    },
  });
}
