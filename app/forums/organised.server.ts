import { organisesForum } from "../people/permissions.ts";
import { signedIn } from "../people/viewer.server.ts";
import { notFound } from "../web/respond.server.ts";
import { editionBySlug } from "./queries.server.ts";

/**
 * What an organiser's page of an edition starts from: who asks, the edition and the time. A guest is sent to sign in;
 * for anybody else who does not organise the forum, the page does not exist.
 */
export async function organised(request: Request, params: { forum?: string; edition?: string }) {
  const viewer = await signedIn(request);
  const edition = await editionBySlug(viewer, params.forum ?? "", params.edition ?? "");
  if (!edition || !organisesForum(viewer, edition.forumId)) notFound();
  return { viewer, edition, now: new Date() };
}
