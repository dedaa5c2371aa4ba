/** A run that waits for a judge host. */
export type Waiting = {
  runId: string;
  competitionId: string;
  priority: number;
  /** Submissions that its team had before this one: waiting, at work, or ended lately, when it was queued. */
  turn: number;
  queuedAt: Date;
};

/** How a run's competition has been served so far. To what teams wait for, what is only judged again is nothing. */
export type Served = { working: number; lastStartedAt: Date | null };

const NEVER: Served = { working: 0, lastStartedAt: null };

/**
 * Who goes first of two runs that wait. Higher priority; then the lower turn, so that a team's first submission
 * never waits behind another team's second; then the competition with fewer runs at work, then the one that was
 * served longer ago, so that a rush in one does not hold up another; then who has waited longer.
 * `claim.server.ts` compares the first of every lane by this; within a competition only turn and time count.
 */
export function compareTurns<W extends Waiting>(a: W, b: W, served: (run: W) => Served | undefined) {
  const [ofA, ofB] = [served(a) ?? NEVER, served(b) ?? NEVER];
  return (
    b.priority - a.priority ||
    a.turn - b.turn ||
    ofA.working - ofB.working ||
    (ofA.lastStartedAt?.getTime() ?? 0) - (ofB.lastStartedAt?.getTime() ?? 0) ||
    a.queuedAt.getTime() - b.queuedAt.getTime() ||
    (a.runId < b.runId ? -1 : 1)
  );
}
