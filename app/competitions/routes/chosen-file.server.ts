import type { SignedInViewer } from "../../people/viewer.ts";
import { finishedUpload } from "../../submissions/uploads.server.ts";
import { done, type Outcome, refused } from "../../web/outcome.ts";
import type { KnownFile } from "../files.server.ts";

/** What a form or a call says of a file. */
export type FileWish = { uploadId: string; choice: string };

export const wishOf = (body: FormData, name: string): FileWish => ({
  uploadId: String(body.get(`${name}Upload`) ?? ""),
  choice: String(body.get(name) ?? ""),
});

/**
 * The file that was chosen: an upload of the viewer's, one that the competition has, none (null), or to leave it
 * as it is (undefined).
 */
export async function chosenFile(
  viewer: SignedInViewer,
  { uploadId, choice }: FileWish,
  name: string,
  known: readonly KnownFile[],
): Promise<Outcome<string | null | undefined>> {
  if (uploadId) {
    const upload = await finishedUpload(viewer, uploadId);
    return upload
      ? done(upload.blob.hash)
      : refused("invalid", "submissions.refusals.uploadUnfinished", { field: name });
  }
  if (choice === "") return done(undefined);
  if (choice === "none") return done(null);
  return known.some((file) => file.hash === choice)
    ? done(choice)
    : refused("invalid", "editor.refusals.noSuchFile", { field: name });
}
