import { and, eq, max, sql } from "drizzle-orm";
import { webConfig } from "../../config.ts";
import { db, type Transaction } from "../../db/connect.ts";
import { grants, people, posts, threads } from "../../db/schema/index.ts";
import { competitionBySlug } from "../competitions/queries.server.ts";
import { tooMany } from "../people/limit.server.ts";
import { mayTakePart } from "../people/permissions.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { mentionsIn } from "./mentions.ts";
import { readPost, readThreadTitle } from "./post-rules.ts";
import { followQuietly } from "./subscribe.server.ts";
import { postMessage, tellSubscribers, writeTo } from "./tell.server.ts";

/** Where the viewer may write now: not in drafts or archives, nor too often. */
async function place(viewer: SignedInViewer, slug: string, now: Date) {
  const competition = await competitionBySlug(viewer, slug, now);
  if (!competition?.discussionsEnabled) return refused("not_found", "discussions.refusals.notFound");
  if (!mayTakePart(viewer)) return refused("forbidden", "entries.refusals.unverified");
  if (competition.state === "draft" || competition.state === "archived")
    return refused("closed", "discussions.refusals.closed");
  return done(competition);
}

async function often(viewer: SignedInViewer, now: Date) {
  const most = webConfig().POSTS_PER_HOUR;
  return (await tooMany(`post:${viewer.person.id}`, most, 3600, now))
    ? refused("over_quota", "discussions.refusals.tooOften", { values: { max: most } })
    : null;
}

/** Begins a thread about the competition or one of its tasks. */
export async function startThread(command: {
  viewer: SignedInViewer;
  slug: string;
  task: number | null;
  title: string;
  body: string;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, now } = command;
  const at = await place(viewer, command.slug, now);
  if (!at.ok) return at;
  const competition = at.value;
  const title = readThreadTitle(command.title);
  if (!title.ok) return title;
  const body = readPost(command.body);
  if (!body.ok) return body;
  const task = command.task === null ? null : competition.tasks.find((t) => t.position === command.task);
  if (task === undefined) return refused("invalid", "discussions.refusals.noSuchTask", { field: "task" });
  const stop = await often(viewer, now);
  if (stop) return stop;
  return db.transaction(async (tx) => {
    const [thread] = await tx
      .insert(threads)
      .values({
        competitionId: competition.id,
        taskId: task?.id ?? null,
        title: title.value,
        personId: viewer.person.id,
        createdAt: now,
        lastPostAt: now,
      })
      .returning({ id: threads.id });
    if (!thread) throw new Error("a thread was not written");
    await addPost(tx, { viewer, competitionId: competition.id, threadId: thread.id, body: body.value, now });
    return done(thread);
  });
}

/** Writes into a thread. Once it is locked, only organisers do. */
export async function reply(command: {
  viewer: SignedInViewer;
  slug: string;
  threadId: string;
  body: string;
  now: Date;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, threadId, now } = command;
  const at = await place(viewer, command.slug, now);
  if (!at.ok) return at;
  const competition = at.value;
  const body = readPost(command.body);
  if (!body.ok) return body;
  if (!isUuid(threadId)) return refused("not_found", "discussions.refusals.notFound");
  const stop = await often(viewer, now);
  if (stop) return stop;
  return db.transaction(async (tx) => {
    // The thread's row is the lock under which its posts are numbered.
    const [thread] = await tx
      .select({ id: threads.id, locked: threads.locked, hiddenAt: threads.hiddenAt })
      .from(threads)
      .where(and(eq(threads.id, threadId), eq(threads.competitionId, competition.id)))
      .for("no key update");
    if (!thread || (thread.hiddenAt && !competition.organises))
      return refused("not_found", "discussions.refusals.notFound");
    if (thread.locked && !competition.organises) return refused("closed", "discussions.refusals.locked");
    const added = { viewer, competitionId: competition.id, threadId, body: body.value, now };
    return done(await addPost(tx, added));
  });
}

async function addPost(
  tx: Transaction,
  post: { viewer: SignedInViewer; competitionId: string; threadId: string; body: string; now: Date },
): Promise<{ id: string }> {
  const { viewer, competitionId, threadId, body, now } = post;
  const [last] = await tx
    .select({ number: max(posts.number) })
    .from(posts)
    .where(eq(posts.threadId, threadId));
  const [row] = await tx
    .insert(posts)
    .values({ threadId, number: (last?.number ?? 0) + 1, personId: viewer.person.id, body, createdAt: now })
    .returning({ id: posts.id });
  if (!row) throw new Error("a post was not written");
  await tx
    .update(threads)
    .set({ posts: sql`${threads.posts} + 1`, lastPostAt: now })
    .where(eq(threads.id, threadId));
  const subscription = { personId: viewer.person.id, competitionId, topic: "thread", threadId } as const;
  await followQuietly(tx, subscription, now);
  if (body.includes("@")) await callMentioned(tx, post, row.id);
  await tellSubscribers(tx, "post", row.id);
  return row;
}

/**
 * Mails those whom a post calls by name: authors of its thread, organisers and everybody in a team of the
 * competition, unless they muted the thread. The writer never hears who was found: a name tells nobody who is here.
 */
async function callMentioned(
  tx: Transaction,
  {
    viewer,
    competitionId,
    threadId,
    body,
  }: { viewer: SignedInViewer; competitionId: string; threadId: string; body: string },
  postId: string,
): Promise<void> {
  const candidates = await tx
    .select({ id: people.id, name: people.name, email: people.email, locale: people.locale })
    .from(people)
    .where(
      and(
        eq(people.emailVerified, true),
        sql`${people.id} <> ${viewer.person.id}`,
        sql`strpos(${body}, '@' || ${people.name}) > 0`,
        sql`${people.id} in (
          select p.person_id from posts p where p.thread_id = ${threadId} and p.hidden_at is null
          union select g.person_id from ${grants} g
            where g.scope = 'competition' and g.scope_id = ${competitionId} and g.role in ('owner', 'organiser')
          union select m.person_id from team_members m join entries e on e.team_id = m.team_id
            where e.competition_id = ${competitionId} and e.state in ('accepted', 'pending'))`,
        sql`not exists (select 1 from subscriptions s where s.person_id = ${people.id}
          and s.thread_id = ${threadId} and not s.wanted)`,
      ),
    )
    .limit(100);
  const called = mentionsIn(body, candidates);
  const message = called.length > 0 ? await postMessage(tx, postId) : null;
  if (!message) return;
  // Whoever is called may end mails of this thread, whatever the post began.
  const audience = { ...message.audience, topic: "thread", threadId } as const;
  for (const person of called) await writeTo(tx, { ...message, audience }, "post", postId, person);
}
