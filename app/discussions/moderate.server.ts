import { and, eq, isNull, sql } from "drizzle-orm";
import { db, type Transaction } from "../../db/connect.ts";
import { postReports, posts, threads } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { REASON_LENGTH, type ThreadAct } from "./post-rules.ts";

type Command = { viewer: SignedInViewer; competitionId: string; now: Date };
const notFound = () => refused("not_found", "discussions.refusals.notFound");

/** An organiser locks, pins, hides or deletes a thread, or takes that back. */
export async function moderateThread(
  command: Command & { threadId: string; act: ThreadAct },
): Promise<Outcome<null>> {
  const { viewer, competitionId, threadId, act, now } = command;
  if (!organisesCompetition(viewer, competitionId) || !isUuid(threadId)) return notFound();
  return db.transaction(async (tx) => {
    const here = and(eq(threads.id, threadId), eq(threads.competitionId, competitionId));
    const [thread] = await tx.select({ title: threads.title }).from(threads).where(here).for("update");
    if (!thread) return notFound();
    if (act === "delete") await tx.delete(threads).where(here);
    else
      await tx
        .update(threads)
        .set({
          ...(act === "lock" || act === "unlock" ? { locked: act === "lock" } : {}),
          ...(act === "pin" || act === "unpin" ? { pinned: act === "pin" } : {}),
          ...(act === "hide" || act === "show" ? { hiddenAt: act === "hide" ? now : null } : {}),
        })
        .where(here);
    const details = { act, title: thread.title };
    await recordAct(tx, {
      viewer,
      act: "thread.moderated",
      competitionId,
      subjectId: threadId,
      details,
      now,
    });
    return done(null);
  });
}

/** How many posts of a thread everybody sees, and when the last was written: hidden ones do not count. */
async function recount(tx: Transaction, threadId: string): Promise<void> {
  await tx
    .update(threads)
    .set({
      posts: sql`(select count(*) from posts p where p.thread_id = ${threadId} and p.hidden_at is null)`,
      lastPostAt: sql`coalesce((select max(p.created_at) from posts p where p.thread_id = ${threadId} and p.hidden_at is null), ${threads.createdAt})`,
    })
    .where(eq(threads.id, threadId));
}

/** An organiser hides a post with a reason that its author reads, or shows it again. Its reports are settled. */
export async function hidePost(
  command: Command & { postId: string; hidden: boolean; reason: string },
): Promise<Outcome<null>> {
  const { viewer, competitionId, postId, hidden, now } = command;
  if (!organisesCompetition(viewer, competitionId) || !isUuid(postId)) return notFound();
  const reason = command.reason.trim();
  if (hidden && !reason) return refused("invalid", "discussions.refusals.noReason", { field: "reason" });
  if (reason.length > REASON_LENGTH)
    return refused("invalid", "discussions.refusals.tooLong", {
      field: "reason",
      values: { max: REASON_LENGTH },
    });
  return db.transaction(async (tx) => {
    const [post] = await tx
      .select({ threadId: posts.threadId, body: posts.body })
      .from(posts)
      .innerJoin(threads, eq(threads.id, posts.threadId))
      .where(and(eq(posts.id, postId), eq(threads.competitionId, competitionId)))
      .for("update");
    if (!post) return notFound();
    await tx
      .update(posts)
      .set(
        hidden
          ? { hiddenAt: now, hiddenBy: viewer.person.id, hiddenReason: reason }
          : { hiddenAt: null, hiddenBy: null, hiddenReason: null },
      )
      .where(eq(posts.id, postId));
    await recount(tx, post.threadId);
    await settle(tx, postId, now);
    const act = hidden ? "post.hidden" : "post.shown";
    await recordAct(tx, { viewer, act, competitionId, subjectId: postId, details: { reason }, now });
    return done(null);
  });
}

const settle = (tx: Transaction, postId: string, now: Date) =>
  tx
    .update(postReports)
    .set({ settledAt: now })
    .where(and(eq(postReports.postId, postId), isNull(postReports.settledAt)));

/** An organiser finds nothing wrong with a reported post. */
export async function dismissReports(command: Command & { postId: string }): Promise<Outcome<null>> {
  const { viewer, competitionId, postId, now } = command;
  if (!organisesCompetition(viewer, competitionId) || !isUuid(postId)) return notFound();
  return db.transaction(async (tx) => {
    const [post] = await tx
      .select({ id: posts.id })
      .from(posts)
      .innerJoin(threads, eq(threads.id, posts.threadId))
      .where(and(eq(posts.id, postId), eq(threads.competitionId, competitionId)));
    if (!post) return notFound();
    await settle(tx, postId, now);
    await recordAct(tx, { viewer, act: "post.reports_dismissed", competitionId, subjectId: postId, now });
    return done(null);
  });
}
