import type { ActionFunctionArgs } from "@remix-run/node";
import { signedIn } from "../../people/viewer.server.ts";
import { statusOf } from "../../web/respond.server.ts";
import { receiveBundle } from "../receive-bundle.server.ts";

/** PUT the raw bundle; answers with the new draft's slug or with a refusal. */
export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const outcome = await receiveBundle({
    viewer,
    body: request.body,
    fileName: (new URL(request.url).searchParams.get("name") ?? "bundle.zip").slice(0, 200),
    now: new Date(),
  });
  return outcome.ok
    ? Response.json({ slug: outcome.value.slug }, { status: 201 })
    : Response.json({ refusal: outcome.refusal }, { status: statusOf(outcome.refusal.code) });
}
