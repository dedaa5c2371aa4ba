/** What of a board's view tells when a page that shows it is no longer right. */
type Shown = {
  board: { id: string };
  competition: { id: string };
  phase: { freezeAt: string | null };
  phases: { startsAt: string; endsAt: string | null }[];
};

/**
 * What a page of a board shows, and the moments at which it looks otherwise without any change: which phase
 * is shown unasked follows the clock, and so does the word that a board is frozen.
 */
export const shownOnBoard = ({
  board,
  competition,
  phase,
  phases,
}: Shown): [topics: string[], moments: (string | null)[]] => [
  [`board:${board.id}`, `competition:${competition.id}`, `entries:${competition.id}`],
  [phase.freezeAt, ...phases.flatMap((p) => [p.startsAt, p.endsAt])],
];
