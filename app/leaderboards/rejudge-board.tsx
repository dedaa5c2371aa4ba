import { clsx } from "clsx";
import { ArrowDown, ArrowRight, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Alert } from "../ui/alert.tsx";
import { Section } from "../ui/page.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { formatScore } from "../web/format.ts";
import type { BoardPreview } from "./rejudge-preview.server.ts";

type Row = BoardPreview["rows"][number];
type Column = BoardPreview["columns"][number];

/** What approving does to one board: every row that changes, with what it shows before and after. */
export function RejudgeBoard({ board, title }: { board: BoardPreview; title: string }) {
  const { t } = useTranslation();
  const cells = board.columns.flatMap((column) =>
    column.valueKeys.map((key, task) => ({
      key,
      column,
      title:
        column.valueKeys.length > 1
          ? t("leaderboards.task", { title: column.title, task: task + 1 })
          : column.title,
    })),
  );
  const heading = t(board.changed === 0 ? "judging.rejudges.boardSame" : "judging.rejudges.boardTitle", {
    title,
    count: board.changed,
  });
  return (
    <Section title={heading}>
      {board.frozen && <Alert tone="info">{t("judging.rejudges.frozen")}</Alert>}
      {board.rows.length > 0 && (
        <Table stacked caption={heading}>
          <thead>
            <tr>
              <Th className="w-40">{t("judging.rejudges.rank")}</Th>
              <Th>{t("judging.rejudges.team")}</Th>
              {cells.map(({ key, title: name }) => (
                <Th key={key} numeric>
                  {name}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {board.rows.map((row) => (
              <Tr key={row.key}>
                <Td label={t("judging.rejudges.rank")} className="whitespace-nowrap">
                  <RankChange row={row} />
                </Td>
                <Td className="min-w-32 font-semibold [overflow-wrap:anywhere]">{row.team}</Td>
                {cells.map(({ key, column, title: name }) => (
                  <Td key={key} numeric label={name}>
                    <ValueChange
                      column={column}
                      before={row.before?.values[key]}
                      after={row.after?.values[key]}
                    />
                  </Td>
                ))}
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {board.unchanged > 0 && (
        <p className="text-muted">{t("judging.rejudges.unchanged", { count: board.unchanged })}</p>
      )}
    </Section>
  );
}

function RankChange({ row: { before, after } }: { row: Row }) {
  const { t } = useTranslation();
  const was = before?.rank ?? null;
  const is = after?.rank ?? null;
  const shown = (rank: number | null) => rank ?? "–";
  const said =
    !before || !after
      ? t(after ? "judging.rejudges.comes" : "judging.rejudges.leaves")
      : was === null || is === null
        ? t("judging.rejudges.noRank")
        : is < was
          ? t("judging.rejudges.up", { count: was - is })
          : is > was && t("judging.rejudges.down", { count: is - was });
  const better = is !== null && (was === null || is < was);
  const worse = was !== null && (is === null || is > was);
  const Arrow = better ? ArrowUp : worse ? ArrowDown : ArrowRight;
  if (was !== null && was === is) return <span className="tabular-nums text-muted">{shown(is)}</span>;
  return (
    <span className="inline-flex items-center gap-2 tabular-nums">
      <span className="text-muted">{shown(was)}</span>
      <Arrow
        aria-hidden
        className={clsx("size-4", better ? "text-good" : worse ? "text-bad" : "text-muted")}
      />
      <span className="font-display font-bold">{shown(is)}</span>
      {said && (
        <span className={clsx("text-sm", better ? "text-good" : worse ? "text-bad" : "text-muted")}>
          {said}
        </span>
      )}
    </span>
  );
}

function ValueChange({
  column,
  before,
  after,
}: {
  column: Column;
  before: string | undefined;
  after: string | undefined;
}) {
  const { t } = useTranslation();
  const shown = (value: string | undefined, precision = column.precision) =>
    value === undefined ? "–" : formatScore(value, precision);
  if (before === after) return <span className="text-muted">{shown(after)}</span>;
  // What differs only in digits that are not shown is shown with all of them.
  const precision = shown(before) === shown(after) ? 10 : column.precision;
  return (
    <span className="inline-flex flex-col items-end leading-tight">
      <span className="font-semibold">{shown(after, precision)}</span>
      <span className="text-sm text-muted">
        <span className="sr-only">{t("judging.rejudges.before", { value: shown(before, precision) })}</span>
        <s aria-hidden>{shown(before, precision)}</s>
      </span>
    </span>
  );
}
