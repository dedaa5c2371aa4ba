import { competitionBySlug } from "../competitions/queries.server.ts";
import { entryOf } from "../entries/queries.server.ts";
import { viewerOf } from "../people/viewer.server.ts";
import { notFound } from "../web/respond.server.ts";

/** What every page of talk starts from: the viewer, the competition as they may see it, and its tabs. */
export async function talkOf(request: Request, slug: string | undefined) {
  const viewer = await viewerOf(request);
  const now = new Date();
  const competition = (await competitionBySlug(viewer, slug ?? "", now)) ?? notFound();
  const entry = await entryOf(viewer, competition.id);
  const tabs = {
    slug: competition.slug,
    pages: competition.pages.map((p) => ({ position: p.position, title: p.title })),
    joined: entry !== null,
    deliverables: competition.hasDeliverables,
    discussions: competition.discussionsEnabled,
  };
  const page = Number(new URL(request.url).searchParams.get("page")) || 1;
  return { viewer, now, competition, entry, tabs, page, title: competition.title };
}
