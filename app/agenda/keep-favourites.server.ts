import { and, eq, inArray } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { favourites } from "../../db/schema/index.ts";
import { editionBySlug } from "../forums/queries.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { releasedAgenda } from "./queries.server.ts";

/**
 * Marks sessions of a released agenda as the viewer's favourites and takes marks away; what is marked already, or is
 * no session (a guest's old mark), is left alone. Answers all that they have marked at this edition.
 */
export async function keepFavourites(command: {
  viewer: SignedInViewer;
  forumSlug: string;
  editionSlug: string;
  add: readonly string[];
  remove: readonly string[];
}): Promise<Outcome<{ favourites: string[] }>> {
  const { viewer, forumSlug, editionSlug, add, remove } = command;
  const edition = await editionBySlug(viewer, forumSlug, editionSlug);
  if (!edition) return refused("not_found", "forums.refusals.noSuchEdition");
  const mine = { personId: viewer.person.id, editionId: edition.id };
  const known = new Set((await releasedAgenda(edition.id))?.sessions.map((session) => session.uid));
  const rows = [...new Set(add)]
    .filter((uid) => known.has(uid))
    .map((sessionUid) => ({ ...mine, sessionUid }));
  if (rows.length) await db.insert(favourites).values(rows).onConflictDoNothing();
  if (remove.length)
    await db
      .delete(favourites)
      .where(
        and(
          eq(favourites.personId, mine.personId),
          eq(favourites.editionId, edition.id),
          inArray(favourites.sessionUid, [...remove]),
        ),
      );
  return done({ favourites: await favouritesOf(viewer.person.id, edition.id) });
}

/** The uids of the sessions that a person marked at an edition. */
export async function favouritesOf(personId: string, editionId: string): Promise<string[]> {
  const rows = await db
    .select({ uid: favourites.sessionUid })
    .from(favourites)
    .where(and(eq(favourites.personId, personId), eq(favourites.editionId, editionId)));
  return rows.map((row) => row.uid);
}
