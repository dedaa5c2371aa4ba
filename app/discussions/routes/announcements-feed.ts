import type { LoaderFunctionArgs } from "@remix-run/node";
import { competitionBySlug } from "../../competitions/queries.server.ts";
import { GUEST } from "../../people/viewer.ts";
import { detectLocale } from "../../web/detect-locale.ts";
import { notFound } from "../../web/respond.server.ts";
import { announcementFeed } from "../feed.server.ts";

/** The announcements as an Atom feed: what a guest may read, for readers that never sign in. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const competition = (await competitionBySlug(GUEST, params.slug ?? "", new Date())) ?? notFound();
  const feed = (await announcementFeed(competition, detectLocale(request))) ?? notFound();
  return new Response(feed, {
    headers: {
      "content-type": "application/atom+xml; charset=utf-8",
      "cache-control": "public, max-age=300",
      vary: "accept-language, cookie",
    },
  });
}
