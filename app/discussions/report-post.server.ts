import { and, eq, isNull } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { postReports, posts, threads } from "../../db/schema/index.ts";
import { competitionBySlug } from "../competitions/queries.server.ts";
import { tooMany } from "../people/limit.server.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { REASON_LENGTH } from "./post-rules.ts";
import { tellOrganisers } from "./tell-organisers.server.ts";

/** Tells the organisers that a post is wrong; a second report of the same reader changes nothing. */
export async function reportPost(command: {
  viewer: SignedInViewer;
  slug: string;
  postId: string;
  reason: string;
  now: Date;
}): Promise<Outcome<null>> {
  const { viewer, postId, now } = command;
  const competition = await competitionBySlug(viewer, command.slug, now);
  if (!competition?.discussionsEnabled || !isUuid(postId))
    return refused("not_found", "discussions.refusals.notFound");
  if (!mayTakePart(viewer)) return refused("forbidden", "entries.refusals.unverified");
  const [post] = await db
    .select({ id: posts.id })
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .where(
      and(
        eq(posts.id, postId),
        eq(threads.competitionId, competition.id),
        isNull(posts.hiddenAt),
        isNull(threads.hiddenAt),
      ),
    );
  if (!post) return refused("not_found", "discussions.refusals.notFound");
  const reason = command.reason.trim();
  if (!reason) return refused("invalid", "discussions.refusals.noReason", { field: "reason" });
  if (reason.length > REASON_LENGTH)
    return refused("invalid", "discussions.refusals.tooLong", {
      field: "reason",
      values: { max: REASON_LENGTH },
    });
  const most = webConfig().POSTS_PER_HOUR;
  if (await tooMany(`report:${viewer.person.id}`, most, 3600, now))
    return refused("over_quota", "discussions.refusals.tooOften", { values: { max: most } });
  return db.transaction(async (tx) => {
    const written = await tx
      .insert(postReports)
      .values({ postId, personId: viewer.person.id, reason, createdAt: now })
      .onConflictDoNothing()
      .returning({ postId: postReports.postId });
    if (written.length > 0) await tellOrganisers(tx, competition.id, now);
    return done(null);
  });
}
