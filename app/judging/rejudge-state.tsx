import { useTranslation } from "react-i18next";
import type { REJUDGE_STATES } from "../../db/vocabulary.ts";
import { Badge, type Tone } from "../ui/badge.tsx";

type State = (typeof REJUDGE_STATES)[number];

const TONES: Record<State, Tone> = {
  preparing: "live",
  running: "live",
  ready: "warn",
  approving: "live",
  approved: "good",
  discarded: "neutral",
};

export function RejudgeBadge({ state }: { state: State }) {
  const { t } = useTranslation();
  return <Badge tone={TONES[state]}>{t(`judging.rejudges.states.${state}`)}</Badge>;
}
