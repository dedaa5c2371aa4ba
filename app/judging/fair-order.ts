/** A run that waits for a judge host. */
export type Waiting = {
  runId: string;
  submissionId: string;
  entryId: string;
  priority: number;
  queuedAt: Date;
};
/** A run that a judge host works on now. */
export type Working = Pick<Waiting, "entryId" | "submissionId">;

/**
 * The order in which waiting runs are handed out: higher priority first; then whoever has fewer
 * submissions before this one (at work, or queued earlier by the same entry), so that a team's first
 * submission never waits behind another team's second; then the one that has waited longest.
 * `claim.server.ts` says the same in SQL; this one tells people how many runs are before theirs.
 */
export function fairOrder<W extends Waiting>(waiting: readonly W[], working: readonly Working[]): W[] {
  const before = new Map(waiting.map((run) => [run.runId, submissionsBefore(run, waiting, working)]));
  const turn = (run: Waiting) => before.get(run.runId) ?? 0;
  return [...waiting].sort(
    (a, b) =>
      b.priority - a.priority ||
      turn(a) - turn(b) ||
      a.queuedAt.getTime() - b.queuedAt.getTime() ||
      (a.runId < b.runId ? -1 : 1),
  );
}

function submissionsBefore(run: Waiting, waiting: readonly Waiting[], working: readonly Working[]): number {
  const others = new Set<string>();
  for (const other of working) if (other.entryId === run.entryId) others.add(other.submissionId);
  for (const other of waiting)
    if (other.entryId === run.entryId && other.priority === run.priority && isEarlier(other, run))
      others.add(other.submissionId);
  others.delete(run.submissionId);
  return others.size;
}

const isEarlier = (a: Waiting, b: Waiting) =>
  a.queuedAt.getTime() < b.queuedAt.getTime() ||
  (a.queuedAt.getTime() === b.queuedAt.getTime() && a.submissionId < b.submissionId);
