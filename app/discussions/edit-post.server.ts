import { and, eq } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { posts, threads } from "../../db/schema/index.ts";
import { competitionBySlug } from "../competitions/queries.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { mayEdit, readPost } from "./post-rules.ts";

/** Changes one's own post, for POST_EDIT_MINUTES after it was written. */
export async function editPost(command: {
  viewer: SignedInViewer;
  slug: string;
  postId: string;
  body: string;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, postId, now } = command;
  const competition = await competitionBySlug(viewer, command.slug, now);
  if (!competition?.discussionsEnabled || !isUuid(postId))
    return refused("not_found", "discussions.refusals.notFound");
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select({ post: posts, locked: threads.locked, threadHidden: threads.hiddenAt })
      .from(posts)
      .innerJoin(threads, eq(threads.id, posts.threadId))
      .where(and(eq(posts.id, postId), eq(threads.competitionId, competition.id)))
      .for("update", { of: posts });
    const mine = row?.post.personId === viewer.person.id;
    const visible = row && (competition.organises || (!row.threadHidden && (!row.post.hiddenAt || mine)));
    if (!visible) return refused("not_found", "discussions.refusals.notFound");
    const may = mayEdit(
      {
        post: { ...row.post, mine },
        thread: row,
        organises: competition.organises,
        minutes: webConfig().POST_EDIT_MINUTES,
      },
      now,
    );
    if (!may.ok) return may;
    const body = readPost(command.body);
    if (!body.ok) return body;
    await tx.update(posts).set({ body: body.value, editedAt: now }).where(eq(posts.id, postId));
    return done({ id: postId });
  });
}
