import { and, eq } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import { clarifications, competitions } from "../../db/schema/index.ts";
import { membersToTell } from "../entries/deliverable-queries.server.ts";
import { sendNotice } from "../notices/send.server.ts";
import { readersLocale, wording } from "../notices/wording.ts";
import { recordAct } from "../people/audit.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { localized } from "../web/format.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { tellSubscribers } from "./tell.server.ts";

const ANSWER_LENGTH = 20_000;

/**
 * Answers a team's question: to the team alone, or to everybody with the question as the organiser words it.
 * The team is told when the answer is new or another; subscribers when it becomes public.
 */
export async function answer(command: {
  viewer: SignedInViewer;
  competitionId: string;
  id: string;
  answer: string;
  isPublic: boolean;
  publicQuestion: string;
  now: Date;
}): Promise<Outcome<null>> {
  const { viewer, competitionId, id, isPublic, now } = command;
  if (!organisesCompetition(viewer, competitionId) || !isUuid(id))
    return refused("not_found", "discussions.refusals.notFound");
  const text = command.answer.replace(/\r\n/g, "\n").trim();
  if (!text) return refused("invalid", "discussions.refusals.noAnswer", { field: "answer" });
  const publicQuestion = command.publicQuestion.replace(/\r\n/g, "\n").trim();
  if (isPublic && !publicQuestion)
    return refused("invalid", "discussions.refusals.noPublicQuestion", { field: "publicQuestion" });
  for (const [field, words] of Object.entries({ answer: text, publicQuestion }))
    if (words.length > ANSWER_LENGTH)
      return refused("invalid", "discussions.refusals.tooLong", { field, values: { max: ANSWER_LENGTH } });
  return db.transaction(async (tx) => {
    const [was] = await tx
      .select({ clarification: clarifications, slug: competitions.slug, title: competitions.title })
      .from(clarifications)
      .innerJoin(competitions, eq(competitions.id, clarifications.competitionId))
      .where(and(eq(clarifications.id, id), eq(clarifications.competitionId, competitionId)))
      .for("update", { of: clarifications });
    if (!was) return refused("not_found", "discussions.refusals.notFound");
    const { clarification, slug, title } = was;
    await tx
      .update(clarifications)
      .set({
        answer: text,
        isPublic,
        publicQuestion: publicQuestion || null,
        answeredBy: viewer.person.id,
        answeredAt: clarification.answer === text ? clarification.answeredAt : now,
      })
      .where(eq(clarifications.id, id));
    if (clarification.answer !== text && clarification.entryId)
      for (const person of await membersToTell([clarification.entryId], tx)) {
        const locale = readersLocale(person.locale, title);
        await sendNotice(tx, {
          kind: "clarification",
          to: person.email,
          locale,
          subject: wording(locale, "discussions.mail.answeredSubject", { title: localized(title, locale) }),
          text: wording(locale, "discussions.mail.answered", {
            question: clarification.question,
            answer: text,
            link: `${webConfig().PUBLIC_URL}/competitions/${slug}/questions`,
          }),
        });
      }
    if (isPublic && !clarification.isPublic) await tellSubscribers(tx, "clarification", id);
    const details = { isPublic };
    await recordAct(tx, {
      viewer,
      act: "clarification.answered",
      competitionId,
      subjectId: id,
      details,
      now,
    });
    return done(null);
  });
}
