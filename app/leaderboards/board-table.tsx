import { clsx } from "clsx";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { EntryKind } from "../../db/vocabulary.ts";
import { type BoardWindow, ranksOf } from "../live/apply-frame.ts";
import type { LiveRow } from "../live/messages.ts";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { formatScore } from "../web/format.ts";
import { type Medal, medalOf } from "./medal.ts";
import type { BoardView } from "./queries.server.ts";
import type { ShownColumn } from "./shown-columns.ts";
import { type Tie, tieBetween, totalOf } from "./tie.ts";
import { useFlip } from "./use-flip.tsx";

type Cell = { id: string; key: string | null; task: number; column: ShownColumn };

/**
 * One cell a column; where a phase has several tasks, one a column and task, and for the column that ranks
 * their sum before them (key null), so that the rank follows from what is shown.
 */
const cellsOf = (columns: ShownColumn[]): Cell[] =>
  columns.flatMap((column) => {
    const each = column.valueKeys.map((key, task) => ({
      id: `${column.key} ${key}`,
      key,
      task: task + 1,
      column,
    }));
    const sums = column.primary && each.length > 1;
    return sums ? [{ id: `${column.key} sum`, key: null, task: 0, column }, ...each] : each;
  });

const textOf = ({ key, column }: Cell, row: LiveRow): string =>
  shown(key === null ? totalOf(column, row) : row.values[key], column);

const shown = (value: string | null | undefined, { precision }: ShownColumn): string =>
  value === undefined || value === null ? "–" : formatScore(value, precision);

const MEDAL_LOOK: Record<Medal, string> = {
  gold: "bg-gold text-[oklch(0.23_0.025_265)]",
  silver: "bg-silver text-[oklch(0.23_0.025_265)]",
  bronze: "bg-bronze text-[oklch(0.23_0.025_265)]",
};

export function Place({ rank, medal, kind }: { rank: number | null; medal: Medal | null; kind: EntryKind }) {
  const { t } = useTranslation();
  if (rank === null) {
    const why = t(kind === "team" ? "leaderboards.unranked" : "leaderboards.kinds.noRank");
    return (
      <span title={why}>
        <span aria-hidden>–</span>
        <span className="sr-only">{why}</span>
      </span>
    );
  }
  return (
    <span
      title={medal ? t(`leaderboards.medals.${medal}`) : undefined}
      className={clsx(
        "inline-grid h-8 min-w-8 place-items-center rounded-full px-1.5 font-display font-bold tabular-nums",
        medal && MEDAL_LOOK[medal],
      )}
    >
      {rank}
      {medal && <span className="sr-only">{t(`leaderboards.medals.${medal}`)}</span>}
    </span>
  );
}

/** Says what decided between a row and the one above it where their digits do not. */
export function TieMark({ tie }: { tie: Tie | null }) {
  const { t } = useTranslation();
  if (!tie) return null;
  return (
    <span className="block text-xs font-normal text-muted">
      {tie.by === "column"
        ? t("leaderboards.tie.column", { title: tie.title })
        : t(tie.by === "digits" ? "leaderboards.tie.digits" : "leaderboards.tie.earlier")}
    </span>
  );
}

const isFirstOfEntry = (rows: LiveRow[], i: number): boolean =>
  rows.findIndex((row) => row.entryId === rows[i]?.entryId) === i;

/** The rows of a board's page, moving to their new places as scores come in. */
export function BoardTable({
  view,
  live,
}: {
  view: BoardView;
  live: BoardWindow & { changed: ReadonlySet<string> };
}) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  const cells = cellsOf(view.columns);
  const ranks = ranksOf(live);
  const tracks = new Map(view.tracks.map((track) => [track.id, track.code]));
  const mine = new Set(view.mine.map((m) => m.entryId));
  const oneEach = !view.board.submissionRule.endsWith("_Multiple");
  useFlip(body, live.rows, live.changed);
  return (
    <Table caption={t("leaderboards.title")}>
      <thead>
        <tr>
          <Th className="w-16">{t("leaderboards.rank")}</Th>
          <Th>{t("leaderboards.team")}</Th>
          {cells.map(({ id, column, task }) => (
            <Th key={id} numeric className={clsx((!column.primary || task > 1) && "max-sm:hidden")}>
              <span title={t(column.sorting === "desc" ? "leaderboards.higher" : "leaderboards.lower")}>
                {column.valueKeys.length === 1
                  ? column.title
                  : task === 0
                    ? t("leaderboards.sum", { title: column.title })
                    : t("leaderboards.task", { title: column.title, task })}
                <span aria-hidden> {column.sorting === "desc" ? "↑" : "↓"}</span>
              </span>
              {(column.secret || column.hidden) && (
                <span className="block text-xs font-normal">
                  {t(column.secret ? "leaderboards.secret" : "leaderboards.hiddenColumn")}
                </span>
              )}
            </Th>
          ))}
          <Th numeric className="max-sm:hidden">
            <span title={t("leaderboards.scoredHint")}>{t("leaderboards.scored")}</span>
          </Th>
          <Th numeric className="max-md:hidden">
            {t("leaderboards.lastChange")}
          </Th>
        </tr>
      </thead>
      <tbody ref={body}>
        {live.rows.map((row, i) => {
          const own = mine.has(row.entryId);
          const rank = ranks[i] ?? null;
          const tie = tieBetween(view.columns, live.rows[i - 1] ?? live.above, row);
          const track = view.track === null && row.trackId ? tracks.get(row.trackId) : undefined;
          return (
            <Tr
              key={oneEach ? row.entryId : row.submissionId}
              data-row={oneEach ? row.entryId : row.submissionId}
              data-submission={row.submissionId}
              id={isFirstOfEntry(live.rows, i) ? `entry-${row.entryId}` : undefined}
              className={clsx(
                "target:bg-accent-soft",
                own && "bg-accent-soft/50 font-semibold",
                row.kind !== "team" && "bg-sunken italic",
              )}
            >
              <Td>
                <Place rank={rank} medal={medalOf(rank, live.ranked, view.board.medals)} kind={row.kind} />
              </Td>
              <Td className="[overflow-wrap:anywhere] sm:min-w-32">
                {row.team}
                {track && <span className="ml-2 text-sm font-normal text-muted">{track}</span>}
                {row.kind !== "team" && (
                  <span className="ml-2 inline-block rounded-full bg-surface px-2 text-sm not-italic text-muted">
                    {t(`leaderboards.kinds.${row.kind}`)}
                  </span>
                )}
                {own && (
                  <span className="ml-2 inline-block text-sm text-accent">{t("leaderboards.yours")}</span>
                )}
              </Td>
              {cells.map((cell) => {
                const { id, column, task } = cell;
                const first = column.primary && task < 2;
                return (
                  <Td
                    key={id}
                    numeric
                    className={clsx(
                      column.primary && (task === 0 || column.valueKeys.length === 1)
                        ? "font-semibold"
                        : "text-muted",
                      !first && "max-sm:hidden",
                    )}
                  >
                    {textOf(cell, row)}
                    {column.primary && (task === 0 || column.valueKeys.length === 1) && <TieMark tie={tie} />}
                  </Td>
                );
              })}
              <Td numeric className="text-muted max-sm:hidden">
                {row.scored}
              </Td>
              <Td numeric className="text-sm text-muted max-md:hidden">
                <Time at={row.submittedAt} timeZone={view.competition.timeZone} />
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}
