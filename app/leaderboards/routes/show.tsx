import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { ranksOf } from "../../live/apply-frame.ts";
import { viewerOf } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Field } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { formatDateTime, localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { boardPath } from "../board-path.ts";
import { BoardTable } from "../board-table.tsx";
import { Hall } from "../hall.tsx";
import { LiveDot } from "../live-dot.tsx";
import { type BoardView, boardFor } from "../queries.server.ts";
import { shownOnBoard } from "../shown-on-board.ts";
import { useBoardView } from "../use-board-view.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: data ? `${localized(data.competition.title, localeOf(matches))} · Podium` : "Podium" },
];

const whole = (text: string | null) => (text && /^\d{1,6}$/.test(text) ? Number(text) : undefined);

export const handle = { guests: { by: ["page", "phase", "track", "screen"], not: ["team"] } };

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const viewer = await viewerOf(request);
  const asked = {
    page: whole(search.get("page")),
    track: search.get("track") || undefined,
    find: search.get("team")?.trim().slice(0, 80) || undefined,
    asPublic: search.get("as") === "public",
  };
  const phase = whole(search.get("phase"));
  const view = (await boardFor(viewer, params.slug ?? "", phase, new Date(), asked)) ?? notFound();
  context.shows?.(...shownOnBoard(view));
  return view;
}

/** What a browser may keep: nothing of what is a viewer's own, and always asking whether it is current. */
export const headers = () => ({ "Cache-Control": "private, no-cache" });

export default function Leaderboard() {
  const { view, live } = useBoardView(useLoaderData<typeof loader>());
  const [search] = useSearchParams();
  const isHall = search.get("screen") === "hall";
  if (isHall) return <Hall view={view} live={live} leave={boardPath(view, {})} />;
  return <Board view={view} live={live} />;
}

function Board({ view, live }: { view: BoardView; live: ReturnType<typeof useBoardView>["live"] }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
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
          {view.runs && (
            <LinkButton
              to={boardPath(view, { as: view.audience === "staff" ? "public" : undefined })}
              variant="quiet"
            >
              {t(view.audience === "staff" ? "leaderboards.asPublic" : "leaderboards.asStaff")}
            </LinkButton>
          )}
          {view.organises && (
            <LinkButton
              to={`/competitions/${view.competition.slug}/manage/board?phase=${view.phase.position}`}
              variant="quiet"
            >
              {t("leaderboards.manage")}
            </LinkButton>
          )}
          <LinkButton to={boardPath(view, {}, "/history")} variant="quiet">
            {t("leaderboards.history.title")}
          </LinkButton>
          <LinkButton to={boardPath(view, { screen: "hall" })} variant="quiet">
            {t("leaderboards.hall")}
          </LinkButton>
        </>
      }
    >
      {view.phases.length > 1 && <PhaseLinks view={view} />}
      {view.tracks.length > 0 && <TrackLinks view={view} />}
      {view.frozen && view.phase.freezeAt && (
        <Alert tone="info" title={t("leaderboards.frozen.title")}>
          {t("leaderboards.frozen.text", {
            at: formatDateTime(new Date(view.phase.freezeAt), { locale, timeZone }),
          })}
        </Alert>
      )}
      {view.audience === "staff" && <StaffNote view={view} />}
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <OwnPlace view={view} live={live} />
        {live.total > 0 && <FindTeam view={view} />}
      </div>
      {view.found && <FoundTeams view={view} found={view.found} />}
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
        <p className="flex flex-wrap gap-x-4 gap-y-1 pt-1">
          {(["csv", "xlsx"] as const).map((format) => (
            <a
              key={format}
              href={boardPath(view, {}, `/export/${format}`)}
              download
              className="text-accent underline-offset-4 hover:underline"
            >
              {t(`leaderboards.export.${format}`)}
            </a>
          ))}
        </p>
        {!view.rankShown && <p>{t("leaderboards.rankHidden")}</p>}
        {live.rows.some((row) => row.kind !== "team") && <p>{t("leaderboards.kinds.hint")}</p>}
      </footer>
    </Page>
  );
}

/** What organisers see and the public does not, in words. */
function StaffNote({ view }: { view: BoardView }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const { freezeAt } = view.phase;
  const secret = view.columns.filter((c) => c.secret).map((c) => c.title);
  return (
    <Alert tone="info" title={t("leaderboards.staff")}>
      {freezeAt && (
        <p>
          {t("leaderboards.staffFreeze", {
            at: formatDateTime(new Date(freezeAt), { locale, timeZone: view.competition.timeZone }),
          })}
        </p>
      )}
      {secret.length > 0 && (
        <p>
          {t("leaderboards.staffSecret", {
            columns: new Intl.ListFormat(locale).format(secret),
          })}
        </p>
      )}
    </Alert>
  );
}

function OwnPlace({ view, live }: { view: BoardView; live: ReturnType<typeof useBoardView>["live"] }) {
  const { t } = useTranslation();
  const own = view.mine.find((m) => m.place !== null);
  if (!own || own.place === null) return <span />;
  const shown = live.rows.findIndex((r) => r.entryId === own.entryId);
  const rank = shown === -1 ? own.rank : ranksOf(live)[shown];
  const page = Math.floor(own.place / view.limit) + 1;
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-2 text-lg font-semibold">
      {rank
        ? t("leaderboards.yourPlace", { place: rank, total: live.ranked })
        : t("leaderboards.yourPlaceUnranked")}
      <LinkButton
        size="small"
        variant="plain"
        to={`${boardPath(view, { page: page > 1 ? String(page) : undefined })}#entry-${own.entryId}`}
      >
        {t("leaderboards.goToYours")}
      </LinkButton>
    </p>
  );
}

/** Links that change one thing about what is looked at, in a row that scrolls sideways on a phone. */
function Choice({
  label,
  items,
}: {
  label: string;
  items: { key: string; to: string; name: string; shown: boolean }[];
}) {
  return (
    <nav aria-label={label} className="overflow-x-auto border-b border-line">
      <ul className="flex gap-7">
        {items.map(({ key, to, name, shown }) => (
          <li key={key}>
            <Link
              to={to}
              aria-current={shown ? "page" : undefined}
              className={clsx(
                "-mb-px block whitespace-nowrap border-b-[3px] py-3 font-semibold",
                shown ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
              )}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function PhaseLinks({ view }: { view: BoardView }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const items = view.phases.map(({ position, name }) => ({
    key: String(position),
    to: boardPath(view, { phase: String(position) }),
    name: localized(name, locale),
    shown: position === view.phase.position,
  }));
  return <Choice label={t("leaderboards.phases")} items={items} />;
}

function TrackLinks({ view }: { view: BoardView }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const all = {
    key: "all",
    to: boardPath(view, { track: undefined }),
    name: t("leaderboards.allTracks"),
    shown: view.track === null,
  };
  const items = view.tracks.map(({ id, code, name }) => ({
    key: id,
    to: boardPath(view, { track: code }),
    name: `${code} · ${localized(name, locale)}`,
    shown: view.track?.id === id,
  }));
  return <Choice label={t("leaderboards.tracks")} items={[all, ...items]} />;
}

function FindTeam({ view }: { view: BoardView }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const kept = new URL(boardPath(view, {}), "http://board.invalid").searchParams;
  return (
    <Form method="get" role="search" className="flex items-end gap-3">
      {[...kept].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Field
        label={t("leaderboards.find")}
        name="team"
        type="search"
        maxLength={80}
        defaultValue={search.get("team") ?? ""}
      />
      <Button type="submit" variant="quiet">
        {t("leaderboards.findDo")}
      </Button>
    </Form>
  );
}

function FoundTeams({ view, found }: { view: BoardView; found: NonNullable<BoardView["found"]> }) {
  const { t } = useTranslation();
  return (
    <section aria-live="polite" className="flex flex-col gap-3 rounded-2xl bg-sunken px-5 py-4">
      <h2 className="font-semibold">
        {found.total === 0 ? t("leaderboards.foundNone") : t("leaderboards.found", { count: found.total })}
      </h2>
      {found.rows.length > 0 && (
        <ol className="flex flex-col gap-1">
          {found.rows.map((row) => (
            <li key={`${row.entryId} ${row.rank} ${row.page}`}>
              <Link
                className="text-accent underline-offset-4 hover:underline"
                to={`${boardPath(view, { page: row.page > 1 ? String(row.page) : undefined })}#entry-${row.entryId}`}
              >
                {row.rank === null
                  ? row.team
                  : t("leaderboards.foundRow", { rank: row.rank, team: row.team })}
              </Link>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
