import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { announcements } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/** Takes an announcement away; mails that are not written yet are not written any more. */
export async function deleteAnnouncement(command: {
  viewer: SignedInViewer;
  competitionId: string;
  id: string;
  now: Date;
}): Promise<Outcome<null>> {
  const { viewer, competitionId, id, now } = command;
  if (!organisesCompetition(viewer, competitionId) || !isUuid(id))
    return refused("not_found", "discussions.refusals.notFound");
  return db.transaction(async (tx) => {
    const [gone] = await tx
      .delete(announcements)
      .where(and(eq(announcements.id, id), eq(announcements.competitionId, competitionId)))
      .returning({ title: announcements.title, body: announcements.body });
    if (!gone) return refused("not_found", "discussions.refusals.notFound");
    await recordAct(tx, {
      viewer,
      act: "announcement.deleted",
      competitionId,
      subjectId: id,
      details: gone,
      now,
    });
    return done(null);
  });
}
