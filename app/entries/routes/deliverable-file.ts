import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { viewerOf } from "../../people/viewer.server.ts";
import { attachment } from "../../web/attachment.ts";
import { notFound } from "../../web/respond.server.ts";
import { openDeliverable } from "../deliverable-queries.server.ts";

/** What a team handed in, for its members and the organisers. It is somebody's file: saved, never shown. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const file = (await openDeliverable(await viewerOf(request), params.id ?? "")) ?? notFound();
  return new Response(createReadableStreamFromReadable(file.content), {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": attachment(file.fileName),
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
