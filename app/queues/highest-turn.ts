/** What decides how far the runs of a competition may go before those of others. */
export type TurnFacts = {
  /** Operators let it go before others on queues that are not its own. */
  goesFirst: boolean;
  createdBy: string | null;
  /** Whose queue judges it; null for the installation's. */
  queueOwner: string | null;
};

/**
 * The highest turn that runs of a competition have, whatever its phases ask for. On their own queue organisers
 * decide alone; on all others, an open one of somebody else included, `shared` (`SHARED_QUEUE_TURN`) is the most.
 * Own is what whoever created the competition owns: naming a queue's owner an organiser gives nobody their turn.
 */
export function highestTurn({ goesFirst, createdBy, queueOwner }: TurnFacts, shared: number): number {
  const own = queueOwner !== null && queueOwner === createdBy;
  return own || goesFirst ? Number.POSITIVE_INFINITY : shared;
}
