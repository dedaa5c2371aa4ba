import type { Readable } from "node:stream";
import { blobStore } from "../../db/blobs/disk.ts";
import type { Viewer } from "../people/viewer.ts";
import { documentOf } from "./queries.server.ts";

/** The bytes of a person's proof, for those who verify; null for everybody else. */
export async function openProof(
  viewer: Viewer,
  organisationId: string,
  personId: string,
): Promise<{ content: Readable; fileName: string } | null> {
  const found = await documentOf(viewer, organisationId, personId);
  return found && { content: await blobStore().open(found.hash), fileName: found.name };
}
