import type { LoaderFunctionArgs } from "@remix-run/node";
import { viewerOf } from "../../people/viewer.server.ts";
import { notFound } from "../../web/respond.server.ts";
import { usageNow } from "../queries.server.ts";

/** What a submission uses now, asked again and again by its page while it runs. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const runs = (await usageNow(await viewerOf(request), params.id ?? "")) ?? notFound();
  return Response.json({ runs }, { headers: { "cache-control": "private, no-store" } });
}
