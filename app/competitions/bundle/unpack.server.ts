import { webConfig } from "../../../config.ts";
import { type ArchiveLimits, unpackArchive } from "../../../judge/contract/archive.ts";
import { Unusable } from "./keeper.server.ts";

/** What this installation takes of an archive. */
export function archiveLimits(): ArchiveLimits {
  const { ARCHIVE_MAX_FILES, ARCHIVE_MAX_BYTES, ARCHIVE_MAX_RATIO } = webConfig();
  return { maxFiles: ARCHIVE_MAX_FILES, maxBytes: ARCHIVE_MAX_BYTES, maxRatio: ARCHIVE_MAX_RATIO };
}

/** Unpacks what somebody uploaded, without junk, and says which files there are. */
export async function unpack(file: string, root: string, limits: ArchiveLimits): Promise<string[]> {
  const facts = await unpackArchive(file, root, limits, { ignoreJunk: true });
  if (!facts.ok)
    throw new Unusable({
      reason: `competitions.archive.${facts.problem}`,
      values: { detail: facts.detail },
    });
  return facts.files;
}
