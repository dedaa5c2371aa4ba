/** The steps that a submission goes through, in their order on its page. */
export const STEPS = ["queued", "preparing", "predicting", "scoring", "done"] as const;

/** How long each step took, as far as it is known; milliseconds. */
export type StepTimes = Partial<Record<(typeof STEPS)[number], number | null>>;

type Moment = string | Date | null;
/** What the times follow from: moments of the submission, and milliseconds that the judge measured. */
type Steps = {
  submittedAt: Moment;
  startedAt: Moment;
  finishedAt: Moment;
  ended: boolean;
  runs: {
    attempt: { facts: Partial<Record<"prediction" | "scoring", { wallMs: number } | null>> | null } | null;
  }[];
};

/** How long each step took: what the judge measured, and what the clock says of those that go on. */
export function stepTimes({ submittedAt, startedAt, finishedAt, runs, ended }: Steps, now: Date): StepTimes {
  const at = (moment: Moment) => (moment ? new Date(moment).getTime() : null);
  const began = at(startedAt);
  const from = at(submittedAt) ?? now.getTime();
  const until = at(finishedAt) ?? now.getTime();
  const wall = (step: "prediction" | "scoring") => {
    const its = runs.flatMap((run) => run.attempt?.facts?.[step]?.wallMs ?? []);
    return its.length === 0 ? null : its.reduce((all, ms) => all + ms, 0);
  };
  return {
    queued: Math.max(0, (began ?? until) - from),
    predicting: wall("prediction") ?? (ended || began === null ? null : Math.max(0, until - began)),
    scoring: wall("scoring"),
    done: ended && began !== null ? Math.max(0, until - began) : null,
  };
}
