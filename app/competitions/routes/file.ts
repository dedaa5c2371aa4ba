import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { blobStore } from "../../../db/blobs/disk.ts";
import { viewerOf } from "../../people/viewer.server.ts";
import { notFound } from "../../web/respond.server.ts";
import { fileOf } from "../queries.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request);
  const position = Number(new URL(request.url).searchParams.get("n") ?? 0);
  const file =
    (await fileOf(viewer, params.slug ?? "", params.kind ?? "", position, new Date())) ?? notFound();
  const content = await blobStore().open(file.hash);
  return new Response(createReadableStreamFromReadable(content), {
    headers: {
      // A logo too: <img> recognises pictures by their bytes, and nobody's SVG opens as a page.
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="${file.name}"`,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "private, no-cache",
    },
  });
}
