import { clsx } from "clsx";
import { Check, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { RunState } from "../../db/vocabulary.ts";
import { useRoot } from "../ui/use-root.tsx";
import { formatDuration } from "../web/format.ts";
import { STEPS, type StepTimes } from "./step-times.ts";

/** Where a submission is on its way, as steps with their durations. A failed one stops where it failed. */
export function Timeline({ state, step, times }: { state: RunState; step: string | null; times: StepTimes }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const ended = state === "scored" || state === "failed" || state === "cancelled";
  const bad = state === "failed" || state === "cancelled";
  const working = step === "reporting" ? "scoring" : (step ?? "preparing");
  const at =
    state === "queued" || state === "held"
      ? 0
      : ended && !bad
        ? 4
        : step
          ? Math.max(1, STEPS.indexOf(working as "scoring"))
          : 0;
  return (
    <ol aria-label={t("submissions.show.timeline")} className="grid grid-cols-5 gap-1 sm:gap-3">
      {STEPS.map((name, i) => {
        const past = i < at || (ended && !bad);
        const here = i === at && !past;
        const took = past || here ? times[name] : null;
        return (
          <li key={name} aria-current={here && !ended ? "step" : undefined} className="flex flex-col gap-2">
            <span
              aria-hidden
              className={clsx(
                "h-2 rounded-full",
                past && "bg-good",
                here && (bad ? "bg-bad" : "bg-accent motion-safe:animate-pulse"),
                !past && !here && "bg-sunken",
              )}
            />
            <span
              className={clsx(
                "flex items-center gap-1 text-xs sm:text-sm",
                here ? "font-semibold text-ink" : "text-muted",
              )}
            >
              {past && <Check aria-hidden className="hidden size-3.5 shrink-0 text-good sm:block" />}
              {here && bad && <X aria-hidden className="size-3.5 shrink-0 text-bad" />}
              {t(`submissions.show.${name}`)}
            </span>
            {took !== null && took !== undefined && (
              <span className="text-xs text-muted tabular-nums sm:text-sm" suppressHydrationWarning>
                {formatDuration(took, locale)}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
