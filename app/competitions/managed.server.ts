import { signedIn } from "../people/viewer.server.ts";
import { notFound } from "../web/respond.server.ts";
import { competitionBySlug } from "./queries.server.ts";

/**
 * What an organiser's page starts from: who asks and the competition they run. A guest is sent to sign in;
 * for anybody else who does not organise it, the page does not exist.
 */
export async function managed(request: Request, slug: string | undefined) {
  const viewer = await signedIn(request);
  const now = new Date();
  const competition = await competitionBySlug(viewer, slug ?? "", now);
  if (!competition?.organises) notFound();
  return { viewer, competition, now };
}
