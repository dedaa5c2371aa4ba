import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { signedIn } from "../../people/viewer.server.ts";
import { finishedUpload } from "../../submissions/uploads.server.ts";
import { refused } from "../../web/outcome.ts";
import { respond } from "../../web/respond.server.ts";
import { importUpload } from "../import.server.ts";

/** POST the id of a finished upload; leads to the report on the draft that was made of it. */
export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const upload = await finishedUpload(viewer, String(form.get("uploadId") ?? ""));
  if (!upload) return respond(refused("invalid", "submissions.refusals.noFile", { field: "file" }).refusal);
  const outcome = await importUpload({ viewer, ...upload, now: new Date() });
  return outcome.ok ? redirect(`/competitions/${outcome.value.slug}/import`) : respond(outcome.refusal);
}
