import { useTranslation } from "react-i18next";
import type { RunState } from "../../db/vocabulary.ts";
import { Badge, type Tone } from "../ui/badge.tsx";

const TONES: Record<RunState, Tone> = {
  held: "neutral",
  queued: "neutral",
  running: "live",
  scored: "good",
  failed: "bad",
  cancelled: "warn",
};

export function StateBadge({ state }: { state: RunState }) {
  const { t } = useTranslation();
  return <Badge tone={TONES[state]}>{t(`submissions.states.${state}`)}</Badge>;
}
