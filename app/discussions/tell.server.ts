import { eq } from "drizzle-orm";
import { z } from "zod";
import { webConfig } from "../../config.ts";
import { db, type Executor } from "../../db/connect.ts";
import {
  announcements,
  clarifications,
  competitions,
  people,
  posts,
  threads,
} from "../../db/schema/index.ts";
import type { Locale, Localized } from "../../db/vocabulary.ts";
import { sendNotice } from "../notices/send.server.ts";
import { readersLocale, wording } from "../notices/wording.ts";
import { localized } from "../web/format.ts";
import { addJob } from "../web/jobs.server.ts";
import { type Audience, audienceAfter } from "./audience.server.ts";
import { unsubscribeUrl } from "./unsubscribe-link.server.ts";

/** The job that mails a message to its audience, a batch at a time. */
export const TELL_SUBSCRIBERS = "tell_subscribers";
const BATCH = 200;

const Payload = z.object({
  what: z.enum(["announcement", "clarification", "post"]),
  id: z.string(),
  after: z.string().nullable().default(null),
});
type What = z.infer<typeof Payload>["what"];

/** Lets the message be mailed once the transaction commits. */
export const tellSubscribers = (executor: Executor, what: What, id: string) =>
  addJob(executor, TELL_SUBSCRIBERS, { what, id, after: null });

export type Message = {
  audience: Audience;
  /** The text whose language a mail takes when its reader chose none. */
  about: Localized;
  write(locale: Locale): { subject: string; text: string };
};

/** The name that makes a mail about `what` go to a person once, by whichever way it comes. */
export const onceFor = (what: What, id: string, personId: string) => `${what} ${id} ${personId}`;

const excerpt = (text: string) => (text.length > 1500 ? `${text.slice(0, 1500)} …` : text);

/** Writes one mail to one person, with the way out of such mails in its text and its head. */
export async function writeTo(
  executor: Executor,
  message: Message,
  kind: What,
  id: string,
  person: { id: string; email: string; locale: string | null },
): Promise<void> {
  const { competitionId, topic, threadId } = message.audience;
  const locale = readersLocale(person.locale, message.about);
  const link = unsubscribeUrl({ personId: person.id, competitionId, topic, threadId });
  const { subject, text } = message.write(locale);
  await sendNotice(executor, {
    kind,
    to: person.email,
    locale,
    subject,
    text: `${text}\n\n-- \n${wording(locale, "discussions.mail.stop", { link })}`,
    unsubscribeUrl: link,
    once: onceFor(kind, id, person.id),
  });
}

/** Mails the next batch, and leaves a job for the one after; a job that is tried again mails nobody twice. */
export async function tell(payload: unknown): Promise<void> {
  const { what, id, after } = Payload.parse(payload);
  const message = await READ[what](id);
  if (!message) return;
  await db.transaction(async (tx) => {
    const batch = await audienceAfter(tx, message.audience, after, BATCH);
    for (const person of batch) await writeTo(tx, message, what, id, person);
    const last = batch.at(-1);
    if (last && batch.length === BATCH) await addJob(tx, TELL_SUBSCRIBERS, { what, id, after: last.id });
  });
}

// What was withdrawn, hidden or deleted meanwhile is told to nobody.
const READ: Record<What, (id: string) => Promise<Message | null>> = {
  async announcement(id) {
    const [row] = await db
      .select({ announcement: announcements, slug: competitions.slug, title: competitions.title })
      .from(announcements)
      .innerJoin(competitions, eq(competitions.id, announcements.competitionId))
      .where(eq(announcements.id, id));
    if (!row?.announcement.publishedAt) return null;
    const { announcement, slug, title } = row;
    return {
      audience: { competitionId: announcement.competitionId, topic: "announcements", threadId: null },
      about: announcement.title,
      write: (locale) => ({
        subject: `${localized(title, locale)}: ${localized(announcement.title, locale)}`,
        text: wording(locale, "discussions.mail.announcement", {
          title: localized(announcement.title, locale),
          body: localized(announcement.body, locale),
          link: `${webConfig().PUBLIC_URL}/competitions/${slug}/announcements#${announcement.id}`,
        }),
      }),
    };
  },
  async clarification(id) {
    const [row] = await db
      .select({ clarification: clarifications, slug: competitions.slug, title: competitions.title })
      .from(clarifications)
      .innerJoin(competitions, eq(competitions.id, clarifications.competitionId))
      .where(eq(clarifications.id, id));
    if (!row?.clarification.isPublic || row.clarification.answer === null) return null;
    const { clarification, slug, title } = row;
    return {
      audience: {
        competitionId: clarification.competitionId,
        topic: "clarifications",
        threadId: null,
        exceptEntry: clarification.entryId,
      },
      about: title,
      write: (locale) => ({
        subject: wording(locale, "discussions.mail.answeredSubject", { title: localized(title, locale) }),
        text: wording(locale, "discussions.mail.answered", {
          // The asker's own words are theirs: the public hears the organisers' wording alone.
          question: clarification.publicQuestion ?? "",
          answer: clarification.answer ?? "",
          link: `${webConfig().PUBLIC_URL}/competitions/${slug}/questions`,
        }),
      }),
    };
  },
  post: (id) => postMessage(db, id),
};

/** The mail about a post: to whoever follows its thread, or, if it begins one, the discussions. */
export async function postMessage(executor: Executor, id: string): Promise<Message | null> {
  const [row] = await executor
    .select({
      post: posts,
      thread: threads,
      slug: competitions.slug,
      title: competitions.title,
      author: people.name,
    })
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .innerJoin(competitions, eq(competitions.id, threads.competitionId))
    .leftJoin(people, eq(people.id, posts.personId))
    .where(eq(posts.id, id));
  if (!row || row.post.hiddenAt || row.thread.hiddenAt) return null;
  const { post, thread, slug, title, author } = row;
  const first = post.number === 1;
  return {
    audience: {
      competitionId: thread.competitionId,
      topic: first ? "discussions" : "thread",
      threadId: first ? null : thread.id,
      except: post.personId,
    },
    about: title,
    write: (locale) => ({
      subject: `${localized(title, locale)}: ${thread.title}`,
      text: wording(locale, "discussions.mail.post", {
        author: author ?? wording(locale, "discussions.gone"),
        thread: thread.title,
        body: excerpt(post.body),
        link: `${webConfig().PUBLIC_URL}/competitions/${slug}/discussions/${thread.id}`,
      }),
    }),
  };
}
