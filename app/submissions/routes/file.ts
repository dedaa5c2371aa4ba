import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { viewerOf } from "../../people/viewer.server.ts";
import { notFound } from "../../web/respond.server.ts";
import { openDownload } from "../open-download.server.ts";

/** A download. Detailed results are somebody's HTML: they open in a sandbox that reaches nothing. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request);
  const query = new URL(request.url).searchParams;
  const { id = "", what = "" } = params;
  const file = (await openDownload(viewer, id, what, query.get("run") ?? undefined)) ?? notFound();
  const inline = what === "detailed_results" && !query.has("download");
  const name = encodeURIComponent(file.fileName).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
  return new Response(createReadableStreamFromReadable(file.content), {
    headers: {
      "content-type": inline ? "text/html; charset=utf-8" : "application/octet-stream",
      "content-disposition": `${inline ? "inline" : "attachment"}; filename*=UTF-8''${name}`,
      "content-security-policy":
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
