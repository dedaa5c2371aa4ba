import type { RunState } from "../../db/vocabulary.ts";
import { type Cause, costsQuota, isFinal } from "../../judge/contract/verdict.ts";

type Run = { state: RunState; cause: Cause | null };

/** What a submission is, given its official runs: scored only when each of them is. */
export function submissionAfter(runs: readonly Run[]): {
  state: RunState;
  cause: Cause | null;
  counts: boolean;
} {
  if (!runs.every((run) => isFinal(run.state))) {
    const begun = runs.some((run) => run.state !== "queued" && run.state !== "held");
    return { state: begun ? "running" : "queued", cause: null, counts: true };
  }
  const failed = runs.filter((run) => run.state === "failed");
  // Its own fault outweighs the platform's: a team that failed one task has used its turn.
  const blame = failed.find((run) => run.cause && costsQuota(run.cause)) ?? failed[0];
  if (blame) {
    const cause = blame.cause ?? "judge_broke";
    return { state: "failed", cause, counts: costsQuota(cause) };
  }
  if (runs.some((run) => run.state === "cancelled"))
    return { state: "cancelled", cause: "cancelled", counts: false };
  return { state: "scored", cause: "accepted", counts: true };
}
