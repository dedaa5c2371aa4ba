import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { GUEST } from "../../people/viewer.ts";
import { Empty } from "../../ui/empty.tsx";
import { Pager } from "../../ui/pager.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { BoardTable } from "../board-table.tsx";
import { LiveDot } from "../live-dot.tsx";
import { boardFor } from "../queries.server.ts";
import { shownOnBoard } from "../shown-on-board.ts";
import { useBoardView } from "../use-board-view.tsx";

export const handle = { bare: true, guests: { by: ["page", "phase", "track"] } };
export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: data ? `${localized(data.competition.title, localeOf(matches))} · Podium` : "Podium" },
];

const whole = (text: string | null) => (text && /^\d{1,6}$/.test(text) ? Number(text) : undefined);

/** The board for other sites' frames: always as a guest sees it, whoever's browser it is. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const asked = { page: whole(search.get("page")), track: search.get("track") || undefined };
  const view = await boardFor(GUEST, params.slug ?? "", whole(search.get("phase")), new Date(), asked);
  if (!view?.board.embeddable) notFound();
  context.shows?.(...shownOnBoard(view));
  return view;
}

export const headers = () => ({ "Cache-Control": "private, no-cache" });

export default function Embed() {
  const { view, live } = useBoardView(useLoaderData<typeof loader>());
  const { t } = useTranslation();
  const { locale } = useRoot();
  return (
    <div className="flex flex-col gap-4 p-4">
      <header className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="font-display text-xl font-bold">
          <a
            href={`/competitions/${view.competition.slug}/leaderboard?phase=${view.phase.position}`}
            target="_blank"
            rel="noopener"
            className="underline-offset-4 hover:underline"
          >
            {localized(view.competition.title, locale)}
          </a>
        </h1>
        <LiveDot connection={live.connection} />
      </header>
      {view.frozen && <p className="text-sm text-warn">{t("leaderboards.frozen.title")}</p>}
      {live.total === 0 ? (
        <Empty title={t("leaderboards.empty.title")}>{t("leaderboards.empty.text")}</Empty>
      ) : (
        <BoardTable view={view} live={live} />
      )}
      <Pager page={view.page} pages={view.pages} />
    </div>
  );
}
