import type { SubmissionRule } from "../../db/vocabulary.ts";
import type { BoardShape, Standing } from "./board.ts";
import { rank } from "./rank.ts";

/** Rules under which a participant chooses what stands on the board. */
export const isChosen = (rule: SubmissionRule): boolean => rule.startsWith("Add");
export const mayTakeOff = (rule: SubmissionRule): boolean => rule.startsWith("Add_And_Delete");
export const mayStandSeveral = (rule: SubmissionRule): boolean => rule.endsWith("_Multiple");

/** A scored submission as it would stand; its team may have chosen it as a final one. */
export type Scored = Standing & { isFinal?: boolean };

/**
 * What decides which of an entry's submissions stand: the board's rule and shape. `before` is the shape as it
 * was before the reveal, given once final choices count.
 */
export type BoardRules = { rule: SubmissionRule; shape: BoardShape; before: BoardShape | null };

/**
 * Which of an entry's scored submissions stand on the board. Under the Force rules the scores decide; under
 * the Add rules those that the participant chose (codabench: leaderboards/strategies.py). "Last" is the last
 * handed in, whichever the judge finished last. After the reveal of a board with final choices: the best by
 * the final column of those that the entry chose, or its best public one when it chose none.
 */
export function standingOf(
  { rule, shape, before }: BoardRules,
  scored: Scored[],
  chosen: ReadonlySet<string>,
): Standing[] {
  const all = scored.map(({ isFinal: _, ...standing }) => standing);
  if (before) {
    const finals = all.filter((_, i) => scored[i]?.isFinal);
    return best(shape, finals.length > 0 ? finals : best(before, all));
  }
  switch (rule) {
    case "Force_Best":
      return best(withHidden(shape), all);
    case "Force_Last":
      return all.sort((a, b) => Date.parse(b.submittedAt) - Date.parse(a.submittedAt)).slice(0, 1);
    case "Force_Latest_Multiple":
      return all;
    default:
      return all.filter((s) => chosen.has(s.submissionId));
  }
}

/** Between an entry's own submissions hidden columns decide too (codabench: BestModeStrategy). */
const withHidden = (shape: BoardShape): BoardShape => ({
  ...shape,
  columns: shape.columns.map((column) => ({ ...column, hidden: false })),
});

/** The best of an entry's own; ranks of ranks are those among its own then. */
function best(shape: BoardShape, scored: Standing[]): Standing[] {
  const [first] = rank(shape, scored);
  return scored.filter((s) => s.submissionId === first?.standing.submissionId);
}
