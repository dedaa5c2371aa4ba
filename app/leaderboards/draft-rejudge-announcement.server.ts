import { eq, sql } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { competitions } from "../../db/schema/index.ts";
import { LOCALES, type Localized } from "../../db/vocabulary.ts";
import { BODY_LENGTH } from "../discussions/announcement-form.ts";
import { saveAnnouncement } from "../discussions/save-announcement.server.ts";
import { rejudgeById } from "../judging/rejudge-queries.server.ts";
import { wording } from "../notices/wording.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { localized } from "../web/format.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";

/**
 * Writes a draft that tells the teams of an approved rejudge, in the languages of the competition's title: what was
 * judged again, on which version of which task, why, and how many results changed. Nobody hears of it before an
 * organiser publishes it.
 */
export async function draftRejudgeAnnouncement({
  viewer,
  rejudgeId,
  now,
}: {
  viewer: SignedInViewer;
  rejudgeId: string;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  const rejudge = await rejudgeById(viewer, rejudgeId);
  if (!rejudge) return refused("not_found", "judging.refusals.noRejudge");
  if (rejudge.state !== "approved") return refused("conflict", "judging.refusals.rejudgeRunning");
  const [competition] = await db
    .select({ title: competitions.title })
    .from(competitions)
    .where(eq(competitions.id, rejudge.competitionId));
  const [counted] = await db.execute<{ submissions: string }>(sql`
    select count(distinct submission_id) as submissions from runs where rejudge_id = ${rejudgeId} and official`);
  const versions = await db.execute<{ name: Localized; version: number }>(sql`
    select t.name, r.version from tasks t join (
      select task_id, max(task_version) as version from runs
      where rejudge_id = ${rejudgeId} and official group by task_id) r on r.task_id = t.id
    order by t.position`);
  const { score = 0, repaired = 0, broken = 0, cause = 0 } = rejudge.fates ?? {};
  const title: Localized = {};
  const body: Localized = {};
  for (const locale of LOCALES.filter((each) => competition?.title[each])) {
    const say = (word: "Version" | "Title" | "Body" | "Join", values = {}) =>
      wording(locale, `judging.rejudges.announce${word}`, values);
    title[locale] = say("Title");
    body[locale] = say("Body", {
      count: Number(counted?.submissions ?? 0),
      versions: versions
        .map(({ name, version }) => say("Version", { task: localized(name, locale), version }))
        .join(say("Join")),
      reason: rejudge.reason,
      changed: score + repaired + broken + cause,
    }).slice(0, BODY_LENGTH);
  }
  const saved = await saveAnnouncement({
    viewer,
    competitionId: rejudge.competitionId,
    id: null,
    values: { title, body },
    now,
  });
  return saved.ok ? done({ id: saved.value.id }) : saved;
}
