import { eq } from "drizzle-orm";
import { finish } from "../../app/judging/finish.server.ts";
import { rejudge } from "../../app/judging/rejudge.server.ts";
import { Selection } from "../../app/judging/rejudge-selection.ts";
import { putOnBoard } from "../../app/leaderboards/put-on-board.server.ts";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import { db } from "../../db/connect.ts";
import { attempts, runs } from "../../db/schema/index.ts";
import type { Finish } from "../../judge/contract/protocol.ts";
import { aHost, aReport, claimed } from "./submissions.ts";

/** A rejudge begun by the real command. */
export async function aRejudge(
  contest: { slug: string },
  viewer: SignedInViewer,
  now: Date,
  selection: Partial<Selection> = {},
): Promise<string> {
  const begun = await rejudge({
    viewer,
    slug: contest.slug,
    selection: Selection.parse(selection),
    reason: "The scorer was wrong",
    now,
  });
  if (!begun.ok) throw new Error(begun.refusal.reason);
  return begun.value.id;
}

/** Hands the next waiting run to a host; says whose it is and how to end it. */
export async function aClaim(now: Date) {
  const host = await aHost();
  const { attemptId } = await claimed(host, now);
  const [of] = await db
    .select({ run: runs })
    .from(attempts)
    .innerJoin(runs, eq(runs.id, attempts.runId))
    .where(eq(attempts.id, attemptId));
  return {
    run: of!.run,
    host,
    attemptId,
    end: (report: Partial<Finish>, at = now) =>
      finish({
        hostId: host.id,
        attemptId,
        report: aReport(report),
        now: at,
        onScored: (tx, submission, when) => putOnBoard(tx, { submission, now: when }),
      }),
  };
}

/** Judges everything that a rejudge waits for; `report` says how each submission's run ends. */
export async function judgeAll(
  rejudgeId: string,
  now: Date,
  report: (submissionId: string) => Partial<Finish>,
): Promise<void> {
  const waiting = await db.select({ id: runs.id }).from(runs).where(eq(runs.rejudgeId, rejudgeId));
  for (const _ of waiting) {
    const { run, end } = await aClaim(now);
    const ended = await end(report(run.submissionId));
    if (!ended.ok) throw new Error(ended.refusal.reason);
  }
}
