import type { SignedInViewer, Viewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** The viewer as a person; operations with a scope other than `read` never see a guest. */
export function signedInHere(viewer: Viewer): Outcome<SignedInViewer> {
  return viewer.person
    ? done({ ...viewer, person: viewer.person })
    : refused("signed_out", "api.refusals.tokenNeeded");
}
