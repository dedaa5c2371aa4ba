import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { inspectArchive } from "../../judge/contract/archive.ts";
import { type Refusal, refused } from "../web/outcome.ts";
import { METADATA } from "./bundle/folder-of-program.ts";

/** What keeps a stored file from being a program or data: it must be a zip, a program's with its metadata on top. */
export async function programFault(
  hash: string,
  field: string,
  { program }: { program: boolean },
): Promise<Refusal | null> {
  const { ARCHIVE_MAX_FILES, ARCHIVE_MAX_BYTES, ARCHIVE_MAX_RATIO } = webConfig();
  const facts = await inspectArchive(await blobStore().path(hash), {
    maxFiles: ARCHIVE_MAX_FILES,
    maxBytes: ARCHIVE_MAX_BYTES,
    maxRatio: ARCHIVE_MAX_RATIO,
  });
  if (!facts.ok)
    return refused("invalid", `competitions.archive.${facts.problem}`, {
      field,
      values: { detail: facts.detail },
    }).refusal;
  if (program && !facts.files.some((name) => METADATA.includes(name)))
    return refused("invalid", "editor.refusals.noMetadata", { field }).refusal;
  return null;
}
