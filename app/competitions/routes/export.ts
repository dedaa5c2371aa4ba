import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { signedIn } from "../../people/viewer.server.ts";
import { notFound } from "../../web/respond.server.ts";
import { exportBundle } from "../export.server.ts";

/** The competition as a bundle, for its organisers; for anybody else there is nothing here. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const outcome = await exportBundle({ viewer, slug: params.slug ?? "", now: new Date() });
  if (!outcome.ok) return notFound();
  const { fileName, content } = outcome.value;
  return new Response(createReadableStreamFromReadable(content), {
    headers: {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "Cache-Control": "no-store",
    },
  });
}
