import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { blobStore } from "../../../db/blobs/disk.ts";
import { notFound } from "../../web/respond.server.ts";
import { versionsOf } from "../change-tasks.server.ts";
import { managed } from "../managed.server.ts";
import { TASK_FILES } from "../task-files.ts";

/** A program or data file of one version of a task, for the organisers. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { competition } = await managed(request, params.slug);
  const task = competition.tasks.find((one) => one.id === params.id) ?? notFound();
  const what = TASK_FILES.find((name) => name === params.what) ?? notFound();
  const version = new URL(request.url).searchParams.get("version");
  const found = (await versionsOf(task.id)).find((one) => String(one.version) === version) ?? notFound();
  const content = await blobStore().open(found[what] ?? notFound());
  return new Response(createReadableStreamFromReadable(content), {
    headers: {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="${competition.slug}-task-${task.position + 1}-${what}-v${found.version}.zip"`,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "private, no-cache",
    },
  });
}
