import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { webConfig } from "../../config.ts";
import { db, type Transaction } from "../../db/connect.ts";
import { clarifications, competitions, postReports, posts, threads } from "../../db/schema/index.ts";
import type { Locale } from "../../db/vocabulary.ts";
import { sendNotice } from "../notices/send.server.ts";
import { readersLocale, wording } from "../notices/wording.ts";
import { localized } from "../web/format.ts";
import { addJobOnce } from "../web/jobs.server.ts";
import { audienceAfter } from "./audience.server.ts";
import { unsubscribeUrl } from "./unsubscribe-link.server.ts";

/** The job that mails a competition's organisers what waits for them. */
export const TELL_ORGANISERS = "tell_organisers";
/** How many questions and reports one mail quotes, and how much of each. */
const QUOTED = 5;
const EXCERPT = 300;
/** More organisers of one competition are not mailed. */
const MOST_ORGANISERS = 100;

const Payload = z.object({ competitionId: z.string() });

/**
 * Lets the organisers hear of what was asked or reported, once the transaction commits: at once when they were told
 * nothing for ORGANISER_MAIL_MINUTES, else together with all that comes until then.
 */
export async function tellOrganisers(tx: Transaction, competitionId: string, now: Date): Promise<void> {
  const [last] = await tx.execute<{ at: string | null }>(sql`select greatest(
    (select max(organisers_told_at) from clarifications where competition_id = ${competitionId}),
    (select max(r.organisers_told_at) from post_reports r join posts p on p.id = r.post_id
      join threads t on t.id = p.thread_id where t.competition_id = ${competitionId})) as at`);
  const pause = webConfig().ORGANISER_MAIL_MINUTES * 60_000;
  const runAt = new Date(Math.max(now.getTime(), last?.at ? new Date(last.at).getTime() + pause : 0));
  const key = `${TELL_ORGANISERS} ${competitionId}`;
  await addJobOnce(tx, TELL_ORGANISERS, { competitionId }, { key, runAt });
}

/**
 * Writes one mail to each organiser about every question and report that waits and was not told of yet. Marks and
 * mails are one transaction: a job that is tried again tells nobody twice.
 */
export async function mailOrganisers(payload: unknown): Promise<void> {
  const { competitionId } = Payload.parse(payload);
  await db.transaction(async (tx) => {
    const [competition] = await tx
      .select({ slug: competitions.slug, title: competitions.title })
      .from(competitions)
      .where(eq(competitions.id, competitionId))
      .for("no key update");
    if (!competition) return;
    const questions = await newQuestions(tx, competitionId);
    const reports = await newReports(tx, competitionId);
    if (questions.length + reports.length === 0) return;
    const { slug, title } = competition;
    const audience = { competitionId, topic: "organising", threadId: null } as const;
    for (const person of await audienceAfter(tx, audience, null, MOST_ORGANISERS)) {
      const locale = readersLocale(person.locale, title);
      const say = (key: "questions" | "reports", texts: string[]) =>
        texts.length === 0
          ? []
          : [
              wording(locale, `discussions.mail.${key}`, {
                count: texts.length,
                quoted: quoted(texts, locale),
                link: `${webConfig().PUBLIC_URL}/competitions/${slug}/manage/talk/${key}`,
              }),
            ];
      const link = unsubscribeUrl({ personId: person.id, ...audience });
      await sendNotice(tx, {
        kind: "organising",
        to: person.email,
        locale,
        subject: wording(locale, "discussions.mail.waitingSubject", { title: localized(title, locale) }),
        text: [
          ...say("questions", questions),
          ...say("reports", reports),
          `-- \n${wording(locale, "discussions.mail.stop", { link })}`,
        ].join("\n\n"),
        unsubscribeUrl: link,
      });
    }
  });
}

function quoted(texts: string[], locale: Locale): string {
  const some = texts.slice(0, QUOTED).map((text) => {
    const line = text.replace(/\s+/g, " ");
    return `- ${line.length > EXCERPT ? `${line.slice(0, EXCERPT)} …` : line}`;
  });
  const more = texts.length - some.length;
  return [...some, ...(more > 0 ? [wording(locale, "discussions.mail.more", { count: more })] : [])].join(
    "\n",
  );
}

/** The questions that wait and were not told of; from now on they were. Oldest first. */
async function newQuestions(tx: Transaction, competitionId: string): Promise<string[]> {
  const found = await tx
    .update(clarifications)
    .set({ organisersToldAt: sql`now()` })
    .where(
      and(
        eq(clarifications.competitionId, competitionId),
        isNull(clarifications.answer),
        isNull(clarifications.organisersToldAt),
      ),
    )
    .returning({ text: clarifications.question, at: clarifications.createdAt });
  return found.sort((a, b) => a.at.getTime() - b.at.getTime()).map(({ text }) => text);
}

/** The reports that wait and were not told of, as the reader's reason and the post; from now on they were. */
async function newReports(tx: Transaction, competitionId: string): Promise<string[]> {
  const waiting = and(
    eq(threads.competitionId, competitionId),
    isNull(postReports.settledAt),
    isNull(postReports.organisersToldAt),
  );
  const found = await tx
    .select({
      postId: postReports.postId,
      personId: postReports.personId,
      reason: postReports.reason,
      body: posts.body,
    })
    .from(postReports)
    .innerJoin(posts, eq(posts.id, postReports.postId))
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .where(waiting)
    .orderBy(asc(postReports.createdAt))
    .for("no key update", { of: postReports });
  for (const { postId, personId } of found)
    await tx
      .update(postReports)
      .set({ organisersToldAt: sql`now()` })
      .where(and(eq(postReports.postId, postId), eq(postReports.personId, personId)));
  return found.map(({ reason, body }) => `${reason} · ${body}`);
}
