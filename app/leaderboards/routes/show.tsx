import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { clsx } from "clsx";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useBoard } from "../../live/use-live.tsx";
import { viewerOf } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { formatDateTime, localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { BoardTable } from "../board-table.tsx";
import { Hall } from "../hall.tsx";
import { LiveDot } from "../live-dot.tsx";
import { type BoardView, boardFor } from "../queries.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.board.title ?? ""} · Podium` },
];

const whole = (text: string | null) => (text && /^\d{1,6}$/.test(text) ? Number(text) : undefined);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const viewer = await viewerOf(request);
  const phase = whole(search.get("phase"));
  return (
    (await boardFor(viewer, params.slug ?? "", phase, new Date(), whole(search.get("page")))) ?? notFound()
  );
}

/** What a browser may keep: nothing of what is a viewer's own, and always asking whether it is current. */
export const headers = () => ({ "Cache-Control": "private, no-cache" });

export default function Leaderboard() {
  const view = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const initial = useMemo(
    () => ({ rows: view.rows, offset: view.offset, limit: view.limit, total: view.total, seq: view.seq }),
    [view],
  );
  const live = useBoard(view.board.id, initial);
  const isHall = search.get("screen") === "hall";
  const leave = `/competitions/${view.competition.slug}/leaderboard?phase=${view.phase.position}`;
  if (isHall) return <Hall view={view} live={live} leave={leave} />;
  return <Board view={view} live={live} />;
}

function Board({ view, live }: { view: BoardView; live: ReturnType<typeof useBoard> }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const own = view.mine.find((m) => m.place !== null);
  const ownRow = live.rows.findIndex((r) => r.entryId === own?.entryId);
  const ownPlace = ownRow === -1 ? own?.place : live.offset + ownRow;
  const { timeZone } = view.competition;
  return (
    <Page
      width="wide"
      eyebrow={
        <Link to={`/competitions/${view.competition.slug}`}>{localized(view.competition.title, locale)}</Link>
      }
      title={t("leaderboards.title")}
      actions={
        <>
          <LiveDot connection={live.connection} />
          <LinkButton to={`?phase=${view.phase.position}&screen=hall`} variant="quiet">
            {t("leaderboards.hall")}
          </LinkButton>
        </>
      }
    >
      {view.phases.length > 1 && <PhaseLinks view={view} />}
      {view.frozen && view.phase.freezeAt && (
        <Alert tone="info" title={t("leaderboards.frozen.title")}>
          {t("leaderboards.frozen.text", {
            at: formatDateTime(new Date(view.phase.freezeAt), { locale, timeZone }),
          })}
        </Alert>
      )}
      {ownPlace !== undefined && ownPlace !== null && (
        <p className="text-lg font-semibold">
          {t("leaderboards.yourPlace", { place: ownPlace + 1, total: live.total })}
        </p>
      )}
      {live.total === 0 ? (
        <Empty title={t("leaderboards.empty.title")}>{t("leaderboards.empty.text")}</Empty>
      ) : (
        <BoardTable view={view} live={live} />
      )}
      <Pager page={view.page} pages={view.pages} />
      <footer className="flex flex-col gap-1 text-sm text-muted">
        <p>
          {t("leaderboards.rows", { count: live.total })} · {t("leaderboards.ties")}
        </p>
        {view.audience === "staff" && <p>{t("leaderboards.staff")}</p>}
      </footer>
    </Page>
  );
}

function PhaseLinks({ view }: { view: BoardView }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  return (
    <nav aria-label={t("leaderboards.phases")} className="overflow-x-auto border-b border-line">
      <ul className="flex gap-7">
        {view.phases.map((phase) => {
          const isShown = phase.position === view.phase.position;
          return (
            <li key={phase.position}>
              <Link
                to={`?phase=${phase.position}`}
                aria-current={isShown ? "page" : undefined}
                className={clsx(
                  "-mb-px block whitespace-nowrap border-b-[3px] py-3 font-semibold",
                  isShown ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
                )}
              >
                {localized(phase.name, locale)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
