import { clsx } from "clsx";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { BoardWindow } from "../live/apply-frame.ts";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { formatScore } from "../web/format.ts";
import type { BoardView, ShownColumn } from "./queries.server.ts";
import { useFlip } from "./use-flip.tsx";

type Cell = { id: string; key: string; task: number; column: ShownColumn };

/** One cell a column, or one a column and task where a phase has several tasks. */
const cellsOf = (columns: ShownColumn[]): Cell[] =>
  columns.flatMap((column) =>
    column.valueKeys.map((key, task) => ({ id: `${column.key} ${key}`, key, task: task + 1, column })),
  );

const MEDALS = [
  "bg-gold text-[oklch(0.23_0.025_265)]",
  "bg-silver text-[oklch(0.23_0.025_265)]",
  "bg-bronze text-[oklch(0.23_0.025_265)]",
];

export function Place({ rank }: { rank: number | null }) {
  const { t } = useTranslation();
  if (rank === null)
    return (
      <span title={t("leaderboards.unranked")}>
        <span aria-hidden>–</span>
        <span className="sr-only">{t("leaderboards.unranked")}</span>
      </span>
    );
  return (
    <span
      className={clsx(
        "inline-grid h-8 min-w-8 place-items-center rounded-full px-1.5 font-display font-bold tabular-nums",
        MEDALS[rank - 1],
      )}
    >
      {rank}
    </span>
  );
}

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
  const several = cells.length > view.columns.length;
  const mine = new Set(view.mine.map((m) => m.entryId));
  const oneEach = !view.board.submissionRule.endsWith("_Multiple");
  useFlip(body, live.rows, live.changed);
  return (
    <Table caption={view.board.title}>
      <thead>
        <tr>
          <Th className="w-16">{t("leaderboards.rank")}</Th>
          <Th>{t("leaderboards.team")}</Th>
          {cells.map(({ id, column, task }) => (
            <Th key={id} numeric className={clsx(!column.primary && "max-sm:hidden")}>
              <span title={t(column.sorting === "desc" ? "leaderboards.higher" : "leaderboards.lower")}>
                {several ? t("leaderboards.task", { title: column.title, task }) : column.title}
                <span aria-hidden> {column.sorting === "desc" ? "↑" : "↓"}</span>
              </span>
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
          return (
            <Tr
              key={oneEach ? row.entryId : row.submissionId}
              data-row={oneEach ? row.entryId : row.submissionId}
              data-submission={row.submissionId}
              id={own ? `entry-${row.entryId}` : undefined}
              className={clsx(own && "bg-accent-soft/50 font-semibold")}
            >
              <Td>
                <Place rank={row.ranked ? live.offset + i + 1 : null} />
              </Td>
              <Td className="min-w-32 break-words [overflow-wrap:anywhere]">
                {row.team}
                {own && (
                  <span className="ml-2 inline-block text-sm text-accent">{t("leaderboards.yours")}</span>
                )}
              </Td>
              {cells.map(({ id, key, column }) => (
                <Td
                  key={id}
                  numeric
                  className={clsx(column.primary ? "font-semibold" : "text-muted max-sm:hidden")}
                >
                  {row.values[key] === undefined ? "–" : formatScore(row.values[key], column.precision)}
                </Td>
              ))}
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
