import type { Readable } from "node:stream";
import { blobStore } from "../../db/blobs/disk.ts";
import { ARTIFACT_KINDS } from "../../db/vocabulary.ts";
import type { Viewer } from "../people/viewer.ts";
import { downloadOf } from "./queries.server.ts";

/** The bytes of a submission or of what its run left, where the rules allow it; else null. */
export async function openDownload(
  viewer: Viewer,
  submissionId: string,
  what: string,
  runId?: string,
): Promise<{ content: Readable; fileName: string } | null> {
  const kind = (["submission", ...ARTIFACT_KINDS] as const).find((known) => known === what);
  const file = kind ? await downloadOf(viewer, submissionId, kind, runId) : null;
  return file && { content: await blobStore().open(file.hash), fileName: file.fileName };
}
