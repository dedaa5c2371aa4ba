import { Link } from "@remix-run/react";
import { clsx } from "clsx";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type BoardWindow, ranksOf } from "../live/apply-frame.ts";
import type { Connection } from "../live/use-live.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatScore, localized } from "../web/format.ts";
import { TieMark } from "./board-table.tsx";
import { LiveDot } from "./live-dot.tsx";
import { type Medal, medalOf } from "./medal.ts";
import type { BoardView } from "./queries.server.ts";
import { tieBetween, totalOf } from "./tie.ts";
import { useFlip } from "./use-flip.tsx";

const MEDAL_LOOK: Record<Medal, string> = {
  gold: "text-gold",
  silver: "text-silver",
  bronze: "text-bronze",
};
const SHOWN = 12;

/** The board for the screen of a hall: dark, large, nothing to press. */
export function Hall({
  view,
  live,
  leave,
}: {
  view: BoardView;
  live: BoardWindow & { connection: Connection; changed: ReadonlySet<string> };
  leave: string;
}) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const body = useRef<HTMLOListElement>(null);
  useFlip(body, live.rows, live.changed);
  const primary = view.columns.find((c) => c.primary);
  const ranks = ranksOf(live);
  return (
    <div
      data-theme="dark"
      className="fixed inset-0 z-40 flex flex-col gap-[2vh] overflow-auto bg-paper p-[3vw] text-ink"
    >
      <header className="flex flex-wrap items-end justify-between gap-6">
        <div className="min-w-0">
          <p className="flex items-center gap-4 text-[clamp(1rem,1.6vw,2rem)] text-muted">
            {localized(view.phase.name, locale)}
            <LiveDot connection={live.connection} />
          </p>
          <h1 className="break-words font-display text-[clamp(1.75rem,3.4vw,4.5rem)] font-bold leading-tight">
            {localized(view.competition.title, locale)}
          </h1>
        </div>
        <Countdown phase={view.phase} />
      </header>
      {view.frozen && (
        <p className="text-[clamp(1rem,1.6vw,2rem)] text-warn">{t("leaderboards.frozen.title")}</p>
      )}
      {live.rows.length === 0 && (
        <p className="m-auto text-[clamp(1.5rem,3vw,4rem)] text-muted">{t("leaderboards.empty.title")}</p>
      )}
      <ol ref={body} className="flex flex-col">
        {live.rows.slice(0, SHOWN).map((row, i) => {
          const rank = ranks[i] ?? null;
          const medal = medalOf(rank, live.ranked, view.board.medals);
          const tie = tieBetween(view.columns, live.rows[i - 1] ?? live.above, row);
          const total = primary ? totalOf(primary, row) : null;
          return (
            <li
              key={view.board.submissionRule.endsWith("_Multiple") ? row.submissionId : row.entryId}
              data-row={view.board.submissionRule.endsWith("_Multiple") ? row.submissionId : row.entryId}
              data-submission={row.submissionId}
              className="flex items-baseline gap-[2vw] border-b border-line px-2 py-[0.7vh] text-[clamp(1.1rem,min(2.6vw,4.2vh),3.5rem)]"
            >
              <span
                className={clsx(
                  "w-[2.5em] shrink-0 font-display font-bold tabular-nums",
                  medal ? MEDAL_LOOK[medal] : "text-muted",
                )}
              >
                {rank ?? "–"}
              </span>
              <span className="min-w-0 flex-1 truncate font-semibold">
                {row.team}
                {row.kind !== "team" && (
                  <span className="ml-[1em] font-normal text-muted">
                    {t(`leaderboards.kinds.${row.kind}`)}
                  </span>
                )}
              </span>
              {tie && (
                <span className="shrink-0 text-[max(0.55em,0.9rem)] text-muted">
                  <TieMark tie={tie} />
                </span>
              )}
              <span className="font-display font-bold tabular-nums">
                {total === null || !primary ? "–" : formatScore(total, primary.precision)}
              </span>
            </li>
          );
        })}
      </ol>
      <Link
        to={leave}
        className="fixed bottom-3 right-3 rounded-full px-4 py-2 text-sm text-muted opacity-0 hover:opacity-100 focus:opacity-100"
      >
        {t("leaderboards.leaveHall")}
      </Link>
    </div>
  );
}

/** Time left until the phase ends or begins; empty on the server, whose clock is not the hall's. */
function Countdown({ phase }: { phase: BoardView["phase"] }) {
  const { t } = useTranslation();
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const every = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(every);
  }, []);
  const starts = Date.parse(phase.startsAt);
  const goal = now !== null && now < starts ? starts : phase.endsAt && Date.parse(phase.endsAt);
  if (now === null || !goal) return null;
  const left = Math.ceil((goal - now) / 1_000);
  if (left <= 0) return <p className="text-[clamp(1rem,1.6vw,2rem)] text-muted">{t("leaderboards.ended")}</p>;
  const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
  const clock = `${two((left % 86_400) / 3_600)}:${two((left % 3_600) / 60)}:${two(left % 60)}`;
  const days = Math.floor(left / 86_400);
  return (
    <p className="sm:text-right" role="timer" aria-live="off">
      <span className="block text-[clamp(1rem,1.4vw,1.75rem)] text-muted">
        {t(goal === starts ? "leaderboards.startsIn" : "leaderboards.endsIn")}
      </span>
      <span className="font-display text-[clamp(1.75rem,3.4vw,4.5rem)] font-bold leading-tight tabular-nums">
        {days > 0 ? t("leaderboards.days", { days, clock }) : clock}
      </span>
    </p>
  );
}
