import type { LoaderFunctionArgs } from "@remix-run/node";
import { managed } from "../../competitions/managed.server.ts";
import { detectLocale } from "../../web/detect-locale.ts";
import { notFound } from "../../web/respond.server.ts";
import { statisticsCsv } from "../csv.server.ts";
import { statisticsOf } from "../queries.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const days = new URL(request.url).searchParams;
  const figures = await statisticsOf(viewer, competition.slug, { days, locale: detectLocale(request), now });
  if (!figures) notFound();
  return new Response(statisticsCsv(figures), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${competition.slug}-statistics.csv"`,
      "cache-control": "no-store",
    },
  });
}
