import { and, eq, inArray, notInArray } from "drizzle-orm";
import { db, notify } from "../../db/connect.ts";
import { judgeDevices, judgeHosts } from "../../db/schema/index.ts";
import type { HostOrders, HostReport, SelfTest } from "../../judge/contract/protocol.ts";
import { done, type Outcome } from "../web/outcome.ts";
import { greet } from "./greet.server.ts";
import { tendImages } from "./host-images.server.ts";
import type { JudgeHost } from "./hosts.server.ts";

/**
 * Notes what a host says of itself, of its images, and of its self-test if it made one; the answer says whether one
 * is wanted, and which images are.
 */
export async function hostReport(
  host: JudgeHost,
  report: HostReport,
  now: Date,
): Promise<Outcome<HostOrders>> {
  const greeted = await greet(host, report.host, now);
  if (!greeted.ok) return greeted;
  if (report.selfTest) await noteSelfTest(host.id, report.selfTest, now);
  const [found] = await db
    .select({ wanted: judgeHosts.selfTestWanted })
    .from(judgeHosts)
    .where(eq(judgeHosts.id, host.id));
  return done({ selfTest: found?.wanted ?? false, ...(await tendImages(host, report, now)) });
}

/**
 * Keeps the result. A device that failed goes into quarantine; one that passed, and that an operator wants back,
 * comes out of it.
 */
async function noteSelfTest(hostId: string, selfTest: SelfTest, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(judgeHosts)
      .set({ selfTest, selfTestAt: now, selfTestWanted: false })
      .where(eq(judgeHosts.id, hostId));
    // What is not tested is busy: it stays where it is, and the wish is over.
    const mentioned = selfTest.checks.flatMap((check) => check.device ?? []);
    await tx
      .update(judgeDevices)
      .set({ releaseWanted: false })
      .where(
        and(
          eq(judgeDevices.hostId, hostId),
          eq(judgeDevices.releaseWanted, true),
          mentioned.length > 0 ? notInArray(judgeDevices.uuid, mentioned) : undefined,
        ),
      );
    const tested = (ok: boolean) =>
      selfTest.checks.flatMap((check) => (check.device !== null && check.ok === ok ? [check.device] : []));
    const of = (uuids: string[]) => and(eq(judgeDevices.hostId, hostId), inArray(judgeDevices.uuid, uuids));
    const failed = tested(false);
    const passed = tested(true).filter((uuid) => !failed.includes(uuid));
    if (failed.length > 0)
      await tx
        .update(judgeDevices)
        .set({ state: "quarantined", reason: "self_test", stateAt: now, releaseWanted: false })
        .where(and(of(failed), inArray(judgeDevices.state, ["active", "quarantined"])));
    if (passed.length > 0) {
      await tx
        .update(judgeDevices)
        .set({ state: "active", reason: null, stateAt: now, releaseWanted: false })
        .where(and(of(passed), eq(judgeDevices.state, "quarantined"), eq(judgeDevices.releaseWanted, true)));
      await notify(tx, "run_queued", { runId: hostId });
    }
  });
}
