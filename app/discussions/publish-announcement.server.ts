import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { announcements, competitions } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { tellSubscribers } from "./tell.server.ts";

/** Puts an announcement on the competition's page and, if asked, mails it to subscribers: once, ever. */
export async function publishAnnouncement(command: {
  viewer: SignedInViewer;
  competitionId: string;
  id: string;
  mail: boolean;
  now: Date;
}): Promise<Outcome<{ mailed: boolean }>> {
  const { viewer, competitionId, id, now } = command;
  if (!organisesCompetition(viewer, competitionId) || !isUuid(id))
    return refused("not_found", "discussions.refusals.notFound");
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select({ announcement: announcements, state: competitions.state })
      .from(announcements)
      .innerJoin(competitions, eq(competitions.id, announcements.competitionId))
      .where(and(eq(announcements.id, id), eq(announcements.competitionId, competitionId)))
      .for("update", { of: announcements });
    if (!row) return refused("not_found", "discussions.refusals.notFound");
    if (row.state === "draft") return refused("closed", "discussions.refusals.draftCompetition");
    const { publishedAt, noticedAt } = row.announcement;
    const mailed = command.mail && noticedAt === null;
    await tx
      .update(announcements)
      .set({ publishedAt: publishedAt ?? now, ...(mailed && { noticedAt: now }) })
      .where(eq(announcements.id, id));
    if (mailed) await tellSubscribers(tx, "announcement", id);
    const details = { mailed };
    await recordAct(tx, {
      viewer,
      act: "announcement.published",
      competitionId,
      subjectId: id,
      details,
      now,
    });
    return done({ mailed });
  });
}
