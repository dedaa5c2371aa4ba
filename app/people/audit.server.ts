import type { Executor } from "../../db/connect.ts";
import { auditEvents } from "../../db/schema/index.ts";
import type { SignedInViewer } from "./viewer.ts";

/**
 * Notes a privileged act in the transaction that does it. `act` is "noun.verb", e.g. "entry.disqualified";
 * `details` hold what changed and why, never a secret.
 */
export async function recordAct(
  executor: Executor,
  act: {
    viewer: SignedInViewer;
    act: string;
    competitionId?: string | undefined;
    subjectId?: string | undefined;
    details?: Record<string, unknown>;
    now: Date;
  },
): Promise<void> {
  await executor.insert(auditEvents).values({
    at: act.now,
    personId: act.viewer.person.id,
    act: act.act,
    competitionId: act.competitionId,
    subjectId: act.subjectId,
    details: act.details ?? {},
  });
}
