import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { viewerOf } from "../../people/viewer.server.ts";
import { Empty } from "../../ui/empty.tsx";
import { lookOf } from "../../ui/look-of.ts";
import { Page } from "../../ui/page.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { formatDateTime, formatScore, localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { boardPath } from "../board-path.ts";
import { boardHistory } from "../history.server.ts";
import { HistoryChart } from "../history-chart.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: data ? `${localized(data.competition.title, localeOf(matches))} · Podium` : "Podium" },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const viewer = await viewerOf(request);
  const slug = params.slug ?? "";
  const phase = search.get("phase");
  const found =
    (await boardHistory(
      viewer,
      slug,
      {
        phase: phase && /^\d{1,6}$/.test(phase) ? Number(phase) : undefined,
        track: search.get("track") || undefined,
        asPublic: search.get("as") === "public",
        entries: search.getAll("entry").slice(0, 5),
      },
      new Date(),
    )) ?? notFound();
  const { competition, phase: shown, track, audience, own, column, history, mine } = found;
  return {
    competition: { slug, title: competition.title, timeZone: competition.timeZone },
    phase: { position: shown.position, name: shown.name },
    track: track && { code: track.code },
    audience,
    runs: own === "staff",
    column,
    history,
    mine,
  };
}

export const headers = () => ({ "Cache-Control": "private, no-cache" });

export default function BoardHistory() {
  const view = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const { history, column, competition } = view;
  const { timeZone } = competition;
  const moments = history.moments.map((at) => Date.parse(at));
  const say = (value: string | null) =>
    value === null || !column ? "–" : formatScore(value, column.precision);
  const lines = (of: (p: (typeof history.entries)[number]["points"][number]) => number | null) =>
    history.entries.map(({ entryId, team, points }) => ({ id: entryId, name: team, points: points.map(of) }));
  const chart = { moments, sayTime: (at: number) => formatDateTime(at, { locale, timeZone }) };
  return (
    <Page
      width="wide"
      eyebrow={<Link to={boardPath(view, {})}>{t("leaderboards.title")}</Link>}
      title={t("leaderboards.history.title")}
      lead={`${localized(competition.title, locale)} · ${localized(view.phase.name, locale)}`}
    >
      {moments.length === 0 ? (
        <Empty title={t("leaderboards.empty.title")}>{t("leaderboards.empty.text")}</Empty>
      ) : (
        <>
          <HistoryChart
            {...chart}
            label={t("leaderboards.history.ranks")}
            lines={lines((p) => p.rank)}
            upside
            ranks
            measure={t("leaderboards.rank")}
          />
          {column && (
            <HistoryChart
              {...chart}
              label={t("leaderboards.history.scores", { title: column.title })}
              lines={lines((p) => (p.value === null ? null : Number(p.value)))}
              upside={column.sorting === "asc"}
              measure={column.title}
            />
          )}
          <Table stacked caption={t("leaderboards.history.table")}>
            <thead>
              <Tr>
                <Th>{t("leaderboards.team")}</Th>
                <Th numeric>{t("leaderboards.history.first")}</Th>
                <Th numeric>{t("leaderboards.history.best")}</Th>
                <Th numeric>{t("leaderboards.history.now")}</Th>
                {column && <Th numeric>{column.title}</Th>}
              </Tr>
            </thead>
            <tbody>
              {history.entries.map(({ entryId, team, points }, i) => {
                const ranks = points.flatMap((p) => p.rank ?? []);
                const last = points.at(-1);
                return (
                  <Tr
                    key={entryId}
                    className={view.mine.includes(entryId) ? "bg-accent-soft/50 font-semibold" : ""}
                  >
                    <Td className="items-center [overflow-wrap:anywhere]">
                      <svg
                        aria-hidden="true"
                        viewBox="0 0 28 8"
                        className="mr-3 inline-block h-2 w-7 shrink-0"
                      >
                        <line x1="0" x2="28" y1="4" y2="4" strokeWidth="3" {...lookOf(i)} />
                      </svg>
                      {team}
                    </Td>
                    <Td numeric label={t("leaderboards.history.first")}>
                      {ranks[0] ?? "–"}
                    </Td>
                    <Td numeric label={t("leaderboards.history.best")}>
                      {ranks.length > 0 ? Math.min(...ranks) : "–"}
                    </Td>
                    <Td numeric label={t("leaderboards.history.now")}>
                      {last?.rank ?? "–"}
                    </Td>
                    {column && (
                      <Td numeric label={column.title}>
                        {say(last?.value ?? null)}
                      </Td>
                    )}
                  </Tr>
                );
              })}
            </tbody>
          </Table>
        </>
      )}
    </Page>
  );
}
