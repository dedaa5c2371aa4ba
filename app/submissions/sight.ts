import type { METRIC_SPLITS } from "../../db/vocabulary.ts";

/** Who looks at a submission: those who run the competition, its team, or anybody once the team opened it. */
export type Sight = "organiser" | "team" | "public";

type Metric = { hidden: boolean; split: (typeof METRIC_SPLITS)[number] };

/** Whether a score is told: hidden columns never, private ones from the board's reveal on. */
export const seesScore = (metric: Metric, sight: Sight, revealedAt: Date | null): boolean =>
  sight === "organiser" || (!metric.hidden && (metric.split === "public" || revealedAt !== null));

/**
 * Whether what the scoring program wrote is kept back: its files and lines may tell private scores as well as
 * the board would.
 */
export const keepsScoringBack = (hasPrivate: boolean, sight: Sight, revealedAt: Date | null): boolean =>
  sight !== "organiser" && hasPrivate && revealedAt === null;

/** Whether the freeze hides a submission's end from everybody but its team: it came after, and nothing was revealed. */
export const isFrozen = (
  { freezeAt, revealedAt }: { freezeAt: Date | null; revealedAt: Date | null },
  finishedAt: Date | null,
  sight: Sight,
): boolean =>
  sight === "public" &&
  freezeAt !== null &&
  revealedAt === null &&
  (finishedAt === null || finishedAt >= freezeAt);
