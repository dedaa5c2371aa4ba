import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Progress } from "../ui/progress.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatPercent } from "../web/format.ts";

type State = "wanted" | "fetching" | "here" | "failed";
const TONES: Record<State, Tone> = { wanted: "neutral", fetching: "live", here: "good", failed: "bad" };

/** By which name exactly an image can be had again. */
export const ExactImage = ({ children }: { children: ReactNode }) => (
  <code className="break-all text-sm text-muted">{children}</code>
);

/** How far a host is with an image: waiting, fetching so much of it, ready, or failed and why. */
export function ImageState({
  state,
  progress,
  detail,
  own,
}: {
  state: State;
  progress: number | null;
  detail: string | null;
  own: boolean;
}) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const fetched = t("judging.image.fetched", { percent: formatPercent(progress ?? 0, locale) });
  return (
    <div className="flex min-w-48 flex-col items-start gap-2">
      <Badge tone={TONES[state]}>{t(`judging.image.states.${state}`)}</Badge>
      {state === "fetching" && (
        <div className="flex w-full flex-col gap-1">
          <Progress value={100 * (progress ?? 0)} label={fetched} />
          <span className="text-sm text-muted tabular-nums">{fetched}</span>
        </div>
      )}
      {state === "failed" && (
        <p className="max-w-prose text-sm [overflow-wrap:anywhere]">
          {detail} <span className="text-muted">{t("judging.image.again")}</span>
        </p>
      )}
      {own && <p className="max-w-prose text-sm text-muted">{t("judging.image.own")}</p>}
    </div>
  );
}
