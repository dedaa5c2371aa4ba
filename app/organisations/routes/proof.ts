import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { signedIn } from "../../people/viewer.server.ts";
import { notFound } from "../../web/respond.server.ts";
import { openProof } from "../open-proof.server.ts";

/** A proof somebody uploaded: always a download, never a page of this site. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const file = (await openProof(viewer, params.organisation ?? "", params.person ?? "")) ?? notFound();
  const name = encodeURIComponent(file.fileName).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
  return new Response(createReadableStreamFromReadable(file.content), {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${name}`,
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
