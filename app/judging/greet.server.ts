import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { judgeHosts } from "../../db/schema/index.ts";
import { type HostFacts, PROTOCOL } from "../../judge/contract/protocol.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { noteDevices } from "./devices.server.ts";
import { type HostProblem, skewOf } from "./host-problem.ts";
import type { JudgeHost } from "./hosts.server.ts";

/** A host of another protocol gets no work; its page says so. */
export async function turnAway(host: JudgeHost, theirs: number, now: Date): Promise<Outcome<never>> {
  const problem: HostProblem = { kind: "protocol", theirs, ours: PROTOCOL };
  await db
    .update(judgeHosts)
    .set({ problem, problemAt: now, lastSeenAt: now })
    .where(eq(judgeHosts.id, host.id));
  return refused("invalid", "judging.refusals.otherProtocol", { values: { theirs, ours: PROTOCOL } });
}

/**
 * Notes what the host said of itself and that it was here. One process at a time judges with a token: the one that
 * began last, so that a restart needs no waiting. An older one that asks again is refused for good.
 */
export async function greet(host: JudgeHost, facts: HostFacts, now: Date): Promise<Outcome<null>> {
  const known = await db.transaction(async (tx) => {
    const [before] = await tx
      .select({ instance: judgeHosts.instance, problem: judgeHosts.problem })
      .from(judgeHosts)
      .where(eq(judgeHosts.id, host.id))
      .for("no key update");
    if (!before) return false;
    if (before.instance && facts.instance !== before.instance && !facts.first) {
      const problem: HostProblem = { kind: "replaced" };
      await tx.update(judgeHosts).set({ problem, problemAt: now }).where(eq(judgeHosts.id, host.id));
      return false;
    }
    await tx
      .update(judgeHosts)
      .set({
        facts,
        labels: facts.labels,
        slots: facts.slots,
        instance: facts.instance || null,
        lastSeenAt: now,
        clockSkewMs: skewOf(facts.clock, now),
        // It speaks our protocol now.
        ...((before.problem as HostProblem | null)?.kind === "protocol" && {
          problem: null,
          problemAt: null,
        }),
      })
      .where(eq(judgeHosts.id, host.id));
    return true;
  });
  if (!known) return refused("invalid", "judging.refusals.otherProcess");
  await noteDevices(host.id, facts.devices, now);
  return done(null);
}
