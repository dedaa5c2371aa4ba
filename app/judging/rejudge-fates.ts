/** What became of a submission's run for a task when it was judged again. */
export const FATES = ["same", "score", "repaired", "broken", "cause", "noResult"] as const;
export type Fate = (typeof FATES)[number];
