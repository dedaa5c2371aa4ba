/**
 * The causes a run can end with. All but `judge_broke` and `image_unavailable` are the submission's own;
 * those two are the platform's, are tried again on another host, and never cost quota.
 */
export const CAUSES = [
  "accepted",
  "exit_nonzero",
  "timed_out",
  "out_of_memory",
  "output_limit",
  "invalid_archive",
  "invalid_output",
  "no_scores",
  "bad_scores",
  "image_unavailable",
  "cancelled",
  "entry_left",
  "judge_broke",
] as const;
export type Cause = (typeof CAUSES)[number];

/** Ended before its end: by the team, or because the team's entry left the competition. */
export const CALLED_OFF: readonly Cause[] = ["cancelled", "entry_left"];

const PLATFORM: readonly Cause[] = ["judge_broke", "image_unavailable"];

/** Whether the platform, not the team, is to blame. */
export const isPlatformFault = (cause: Cause): boolean => PLATFORM.includes(cause);

/** Whether a run that ended so counts against the team's quota. */
export const costsQuota = (cause: Cause): boolean => !isPlatformFault(cause) && !CALLED_OFF.includes(cause);

type State = "held" | "queued" | "running" | "scored" | "failed" | "cancelled";

/** Scored, failed and cancelled are for good; a running one whose lease runs out goes back to the queue. */
export const isFinal = (state: State): boolean =>
  state === "scored" || state === "failed" || state === "cancelled";

/** The state a run is in after it ended with `cause`. */
export function stateAfter(cause: Cause): State {
  if (cause === "accepted") return "scored";
  return CALLED_OFF.includes(cause) ? "cancelled" : "failed";
}
