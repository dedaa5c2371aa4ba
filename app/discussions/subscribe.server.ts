import { eq, sql } from "drizzle-orm";
import { db, type Executor } from "../../db/connect.ts";
import { competitions, people, subscriptions } from "../../db/schema/index.ts";
import { competitionBySlug } from "../competitions/queries.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { threadById } from "./queries.server.ts";
import { readUnsubscribeToken, type Subscription } from "./unsubscribe-link.server.ts";

/** Notes what somebody wants to be told of; the newest word counts. */
export async function subscribe(
  executor: Executor,
  { wanted, now, ...subscription }: Subscription & { wanted: boolean; now: Date },
): Promise<void> {
  await executor
    .insert(subscriptions)
    .values({ ...subscription, wanted, updatedAt: now })
    .onConflictDoUpdate({
      target: [
        subscriptions.personId,
        subscriptions.competitionId,
        subscriptions.topic,
        subscriptions.threadId,
      ],
      set: { wanted, updatedAt: now },
    });
}

/** Begins to tell somebody of a thread they write in, unless they once said no. */
export async function followQuietly(
  executor: Executor,
  subscription: Subscription,
  now: Date,
): Promise<void> {
  await executor
    .insert(subscriptions)
    .values({ ...subscription, wanted: true, updatedAt: now })
    .onConflictDoNothing();
}

/** What an unsubscribe link is about, in words for its page; null for a link that was not made here. */
export async function unsubscribeLink(token: string) {
  const subject = readUnsubscribeToken(token);
  if (!subject) return null;
  const [found] = await db
    .select({
      title: competitions.title,
      slug: competitions.slug,
      wanted: sql<boolean | null>`(select s.wanted from subscriptions s where s.person_id = ${people.id}
        and s.competition_id = ${competitions.id} and s.topic = ${subject.topic}
        and s.thread_id is not distinct from ${subject.threadId}::uuid)`,
    })
    .from(competitions)
    .innerJoin(people, eq(people.id, subject.personId))
    .where(eq(competitions.id, subject.competitionId));
  return found ? { ...found, topic: subject.topic, wanted: found.wanted ?? true } : null;
}

/** Ends, or begins again, what an unsubscribe link is about. Whoever has the link may: it came by mail. */
export async function subscribeByLink(command: {
  token: string;
  wanted: boolean;
  now: Date;
}): Promise<Outcome<null>> {
  const subject = readUnsubscribeToken(command.token);
  if (!subject || !(await unsubscribeLink(command.token)))
    return refused("not_found", "discussions.refusals.noSuchLink");
  await subscribe(db, { ...subject, wanted: command.wanted, now: command.now });
  return done(null);
}

/** The viewer says whether they want mails of a topic of a competition, or of one thread of it. */
export async function subscribeHere(command: {
  viewer: SignedInViewer;
  slug: string;
  topic: Subscription["topic"];
  threadId?: string;
  wanted: boolean;
  now: Date;
}): Promise<Outcome<null>> {
  const { viewer, topic, wanted, now } = command;
  const competition = await competitionBySlug(viewer, command.slug, now);
  if (!competition) return refused("not_found", "discussions.refusals.notFound");
  const threadId = command.threadId ?? null;
  if (topic === "organising" && !organisesCompetition(viewer, competition.id))
    return refused("not_found", "discussions.refusals.notFound");
  if ((topic === "thread") !== (threadId !== null))
    return refused("not_found", "discussions.refusals.notFound");
  if (threadId && !(await threadById(viewer, competition, threadId, 1)))
    return refused("not_found", "discussions.refusals.notFound");
  const subscription = { personId: viewer.person.id, competitionId: competition.id, topic, threadId };
  await subscribe(db, { ...subscription, wanted, now });
  return done(null);
}
