import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import type { Localized } from "../../db/vocabulary.ts";
import { Time } from "../ui/time.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { localized } from "../web/format.ts";
import type { PhaseState } from "./phase-at.ts";
import { laidOut } from "./timeline.ts";

type Phase = {
  position: number;
  name: Localized;
  state: PhaseState;
  startsAt: Date;
  endsAt: Date | null;
};

const LOOKS: Record<PhaseState, string> = {
  closed: "bg-sunken text-muted",
  open: "border-accent bg-accent-soft text-ink",
  upcoming: "bg-surface text-muted",
};

/**
 * The phases as a picture, a bar with today's mark, where there is room. It says nothing that the list of phases
 * does not say, so screen readers and phones are spared it.
 */
export function PhaseTimeline({
  phases,
  timeZone,
  now,
}: {
  phases: readonly Phase[];
  timeZone: string;
  now: Date;
}) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const { spans, today } = laidOut(phases, now);
  const name = (at: number) => localized(phases[at]?.name, locale);
  return (
    <div aria-hidden className="hidden sm:block">
      <div className="relative pb-2 pt-8">
        {spans.map((row) => (
          <div key={row[0]?.index} className="relative mb-2 h-11 overflow-hidden rounded-xl bg-sunken/60">
            {row.map(({ index, from, width }) => (
              <span
                key={index}
                title={name(index)}
                style={{ left: `${from}%`, width: `${width}%` }}
                className={clsx(
                  "absolute inset-y-0 flex items-center overflow-hidden rounded-xl border border-line text-sm font-semibold",
                  LOOKS[phases[index]?.state ?? "upcoming"],
                )}
              >
                <span className="truncate px-3">{name(index)}</span>
              </span>
            ))}
          </div>
        ))}
        {today !== null && (
          <span className="absolute inset-y-0 w-0.5 bg-accent" style={{ left: `${today}%` }}>
            <span
              className={clsx(
                "absolute top-0 whitespace-nowrap px-2 text-sm font-semibold text-accent",
                today > 50 ? "right-0" : "left-0",
              )}
            >
              {t("competitions.show.today")} · <Time at={now} style="date" timeZone={timeZone} />
            </span>
          </span>
        )}
      </div>
    </div>
  );
}
