import { and, eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { announcements } from "../../db/schema/index.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { type AnnouncementValues, checkAnnouncement } from "./announcement-form.ts";

/** Writes a draft, or changes an announcement; one that is out stays out. Nobody is mailed. */
export async function saveAnnouncement(command: {
  viewer: SignedInViewer;
  competitionId: string;
  id: string | null;
  values: AnnouncementValues;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, competitionId, values, now } = command;
  if (!organisesCompetition(viewer, competitionId) || (command.id && !isUuid(command.id)))
    return refused("not_found", "discussions.refusals.notFound");
  const checked = checkAnnouncement(values);
  if (!checked.ok) return checked;
  const { title, body } = values;
  return db.transaction(async (tx) => {
    const [row] = command.id
      ? await tx
          .update(announcements)
          .set({ title, body, updatedAt: now })
          .where(and(eq(announcements.id, command.id), eq(announcements.competitionId, competitionId)))
          .returning({ id: announcements.id })
      : await tx
          .insert(announcements)
          .values({ competitionId, title, body, personId: viewer.person.id, updatedAt: now })
          .returning({ id: announcements.id });
    if (!row) return refused("not_found", "discussions.refusals.notFound");
    const details = { title };
    await recordAct(tx, {
      viewer,
      act: "announcement.saved",
      competitionId,
      subjectId: row.id,
      details,
      now,
    });
    return done(row);
  });
}
