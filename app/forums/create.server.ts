import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { editions, forums, grants } from "../../db/schema/index.ts";
import { mayCreate, organisesForum } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import type { NewEdition, NewForum } from "./forms.ts";

/** Makes a forum; whoever makes it organises it. Refuses a slug that is taken. */
export async function createForum(command: {
  viewer: SignedInViewer;
  forum: NewForum;
}): Promise<Outcome<{ id: string; slug: string }>> {
  const { viewer, forum } = command;
  if (!mayCreate(viewer)) return refused("forbidden", "forums.refusals.mayNotCreate");
  return db.transaction(async (tx) => {
    const [made] = await tx
      .insert(forums)
      .values({ ...forum, createdBy: viewer.person.id })
      .onConflictDoNothing({ target: forums.slug })
      .returning({ id: forums.id, slug: forums.slug });
    if (!made) return refused("conflict", "forums.refusals.slugTaken", { field: "slug" });
    await tx.insert(grants).values({
      personId: viewer.person.id,
      role: "organiser",
      scope: "forum",
      scopeId: made.id,
      grantedBy: viewer.person.id,
    });
    return done(made);
  });
}

/** Makes an edition of a forum the viewer organises. */
export async function createEdition(command: {
  viewer: SignedInViewer;
  forumSlug: string;
  edition: NewEdition;
}): Promise<Outcome<{ id: string; forumSlug: string; slug: string }>> {
  const { viewer, forumSlug, edition } = command;
  const [forum] = await db.select({ id: forums.id }).from(forums).where(eq(forums.slug, forumSlug));
  if (!forum) return refused("not_found", "forums.refusals.noSuchForum");
  if (!organisesForum(viewer, forum.id)) return refused("forbidden", "forums.refusals.mayNotCreate");
  const [made] = await db
    .insert(editions)
    .values({ ...edition, forumId: forum.id })
    .onConflictDoNothing({ target: [editions.forumId, editions.slug] })
    .returning({ id: editions.id, slug: editions.slug });
  if (!made) return refused("conflict", "forums.refusals.slugTaken", { field: "slug" });
  return done({ ...made, forumSlug });
}

/** An edition that the viewer organises, for the commands that change it. */
export async function editionToOrganise(
  viewer: SignedInViewer,
  forumSlug: string,
  editionSlug: string,
): Promise<Outcome<{ id: string; timeZone: string; dayTurnsAt: number }>> {
  const [found] = await db
    .select({
      id: editions.id,
      timeZone: editions.timeZone,
      dayTurnsAt: editions.dayTurnsAt,
      forumId: forums.id,
      state: editions.state,
    })
    .from(editions)
    .innerJoin(forums, eq(forums.id, editions.forumId))
    .where(and(eq(forums.slug, forumSlug), eq(editions.slug, editionSlug)));
  if (!found) return refused("not_found", "forums.refusals.noSuchEdition");
  if (organisesForum(viewer, found.forumId)) return done(found);
  return found.state === "draft"
    ? refused("not_found", "forums.refusals.noSuchEdition")
    : refused("forbidden", "forums.refusals.mayNotCreate");
}
