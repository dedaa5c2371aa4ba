import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { announcements } from "../../db/schema/index.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** Keeps an announcement above the others, or no longer. */
export async function pinAnnouncement(command: {
  viewer: SignedInViewer;
  competitionId: string;
  id: string;
  pinned: boolean;
}): Promise<Outcome<null>> {
  const { viewer, competitionId, id, pinned } = command;
  if (!organisesCompetition(viewer, competitionId) || !isUuid(id))
    return refused("not_found", "discussions.refusals.notFound");
  const changed = await db
    .update(announcements)
    .set({ pinned })
    .where(and(eq(announcements.id, id), eq(announcements.competitionId, competitionId)))
    .returning({ id: announcements.id });
  return changed.length > 0 ? done(null) : refused("not_found", "discussions.refusals.notFound");
}
