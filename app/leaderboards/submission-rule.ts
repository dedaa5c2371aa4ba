import type { SubmissionRule } from "../../db/vocabulary.ts";
import type { BoardShape, Standing } from "./board.ts";
import { rank } from "./rank.ts";

/** Rules under which a participant chooses what stands on the board. */
export const isChosen = (rule: SubmissionRule): boolean => rule.startsWith("Add");
export const mayTakeOff = (rule: SubmissionRule): boolean => rule.startsWith("Add_And_Delete");
export const mayStandSeveral = (rule: SubmissionRule): boolean => rule.endsWith("_Multiple");

/**
 * Which of an entry's scored submissions stand on the board. Under the Force rules the scores decide; under
 * the Add rules those that the participant chose (codabench: leaderboards/strategies.py). "Last" is the last
 * handed in, whichever the judge finished last.
 */
export function standingOf(
  rule: SubmissionRule,
  shape: BoardShape,
  scored: Standing[],
  chosen: ReadonlySet<string>,
): Standing[] {
  switch (rule) {
    case "Force_Best":
      return rank(shape, scored)
        .slice(0, 1)
        .map((row) => row.standing);
    case "Force_Last":
      return [...scored].sort((a, b) => Date.parse(b.submittedAt) - Date.parse(a.submittedAt)).slice(0, 1);
    case "Force_Latest_Multiple":
      return scored;
    default:
      return scored.filter((s) => chosen.has(s.submissionId));
  }
}
