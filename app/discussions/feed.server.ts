import { webConfig } from "../../config.ts";
import type { Locale } from "../../db/vocabulary.ts";
import type { CompetitionDetail } from "../competitions/queries.server.ts";
import { localized } from "../web/format.ts";
import { renderMarkdown } from "../web/markdown.server.ts";
import { atomFeed } from "./atom.ts";
import { announcementsOf } from "./queries.server.ts";

/** The newest announcements as Atom; null for a draft, whose announcements are nobody's business yet. */
export async function announcementFeed(
  competition: CompetitionDetail,
  locale: Locale,
): Promise<string | null> {
  if (competition.state === "draft") return null;
  const { announcements } = await announcementsOf(competition, 1);
  const url = `${webConfig().PUBLIC_URL}/competitions/${competition.slug}/announcements`;
  const newest = Math.max(
    competition.createdAt.getTime(),
    ...announcements.flatMap((a) => [a.updatedAt.getTime(), a.publishedAt.getTime()]),
  );
  return atomFeed({
    id: `urn:uuid:${competition.id}`,
    title: localized(competition.title, locale),
    language: locale,
    url,
    selfUrl: `${url}.atom`,
    updated: new Date(newest),
    entries: announcements.map((a) => ({
      id: `urn:uuid:${a.id}`,
      title: localized(a.title, locale),
      html: renderMarkdown(localized(a.body, locale)),
      url: `${url}#${a.id}`,
      published: a.publishedAt,
      updated: new Date(Math.max(a.updatedAt.getTime(), a.publishedAt.getTime())),
    })),
  });
}
