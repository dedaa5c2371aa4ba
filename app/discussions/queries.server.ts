import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { webConfig } from "../../config.ts";
import { db } from "../../db/connect.ts";
import {
  announcements,
  clarifications,
  entries,
  people,
  postReports,
  posts,
  subscriptions,
  tasks,
  teams,
  threads,
} from "../../db/schema/index.ts";
import type { SUBSCRIPTION_TOPICS } from "../../db/vocabulary.ts";
import { entryOf } from "../entries/queries.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { isUuid } from "../web/ids.ts";

/** A competition that the viewer was shown: every list here starts from one. */
type Competition = { id: string; organises: boolean; discussionsEnabled: boolean };

/** Which page of so many rows is meant, and where it begins. */
function pageOf(page: number, total: number) {
  const rows = webConfig().PAGE_ROWS;
  const pages = Math.max(1, Math.ceil(total / rows));
  const at = Math.min(Math.max(1, Number.isInteger(page) ? page : 1), pages);
  return { page: at, pages, limit: rows, offset: (at - 1) * rows };
}

const announcement = {
  id: announcements.id,
  title: announcements.title,
  body: announcements.body,
  pinned: announcements.pinned,
  publishedAt: announcements.publishedAt,
  updatedAt: announcements.updatedAt,
  noticedAt: announcements.noticedAt,
};

/** A page of what is published, pinned ones first. */
export async function announcementsOf(competition: { id: string }, page: number) {
  const out = and(eq(announcements.competitionId, competition.id), isNotNull(announcements.publishedAt));
  const [total] = await db.select({ n: count() }).from(announcements).where(out);
  const { limit, offset, ...place } = pageOf(page, total?.n ?? 0);
  const list = await db
    .select(announcement)
    .from(announcements)
    .where(out)
    .orderBy(desc(announcements.pinned), desc(announcements.publishedAt), asc(announcements.id))
    .limit(limit)
    .offset(offset);
  return {
    ...place,
    announcements: list.flatMap(({ publishedAt, noticedAt: _, ...a }) =>
      publishedAt ? [{ ...a, publishedAt }] : [],
    ),
  };
}

/** A page of everything that was written, drafts first. For organisers. */
export async function writtenAnnouncements(viewer: Viewer, competitionId: string, page: number) {
  if (!organisesCompetition(viewer, competitionId)) return { announcements: [], page: 1, pages: 1 };
  const here = eq(announcements.competitionId, competitionId);
  const [total] = await db.select({ n: count() }).from(announcements).where(here);
  const { limit, offset, ...place } = pageOf(page, total?.n ?? 0);
  const list = await db
    .select(announcement)
    .from(announcements)
    .where(here)
    .orderBy(sql`${announcements.publishedAt} desc nulls first`, asc(announcements.id))
    .limit(limit)
    .offset(offset);
  return { announcements: list, ...place };
}

/** One announcement as its organisers see it. */
export async function writtenAnnouncement(viewer: Viewer, competitionId: string, id: string) {
  if (!organisesCompetition(viewer, competitionId) || !isUuid(id)) return null;
  const [row] = await db
    .select(announcement)
    .from(announcements)
    .where(and(eq(announcements.id, id), eq(announcements.competitionId, competitionId)));
  return row ?? null;
}

/** Whether the viewer is mailed of a topic; null for a guest. */
export async function wants(
  viewer: Viewer,
  competitionId: string,
  topic: (typeof SUBSCRIPTION_TOPICS)[number],
  threadId: string | null = null,
): Promise<boolean | null> {
  if (!viewer.person) return null;
  const [row] = await db
    .select({ wanted: subscriptions.wanted })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.personId, viewer.person.id),
        eq(subscriptions.competitionId, competitionId),
        eq(subscriptions.topic, topic),
        threadId ? eq(subscriptions.threadId, threadId) : isNull(subscriptions.threadId),
      ),
    );
  if (row) return row.wanted;
  if (topic === "organising")
    return viewer.grants.some((g) => g.scope === "competition" && g.scopeId === competitionId);
  if (topic !== "announcements") return false;
  const entry = await entryOf(viewer, competitionId);
  return entry?.state === "accepted" || entry?.state === "pending";
}

/** A page of the questions that were answered for everybody: the organisers' wording, never who asked. */
export async function publicClarifications(competition: { id: string }, page: number) {
  const out = and(
    eq(clarifications.competitionId, competition.id),
    clarifications.isPublic,
    isNotNull(clarifications.answer),
  );
  const [total] = await db.select({ n: count() }).from(clarifications).where(out);
  const { limit, offset, ...place } = pageOf(page, total?.n ?? 0);
  const list = await db
    .select({
      id: clarifications.id,
      question: sql<string>`coalesce(${clarifications.publicQuestion}, '')`,
      answer: sql<string>`${clarifications.answer}`,
      answeredAt: clarifications.answeredAt,
      task: tasks.name,
    })
    .from(clarifications)
    .leftJoin(tasks, eq(tasks.id, clarifications.taskId))
    .where(out)
    .orderBy(desc(clarifications.answeredAt), asc(clarifications.id))
    .limit(limit)
    .offset(offset);
  return { clarifications: list, ...place };
}

const OWN_MOST = 100;

/** What the viewer's own team asked, newest first. */
export async function ownClarifications(viewer: Viewer, competitionId: string) {
  const entry = await entryOf(viewer, competitionId);
  if (!entry) return [];
  return db
    .select({
      id: clarifications.id,
      question: clarifications.question,
      answer: clarifications.answer,
      isPublic: clarifications.isPublic,
      createdAt: clarifications.createdAt,
      answeredAt: clarifications.answeredAt,
      person: people.name,
      task: tasks.name,
    })
    .from(clarifications)
    .leftJoin(people, eq(people.id, clarifications.personId))
    .leftJoin(tasks, eq(tasks.id, clarifications.taskId))
    .where(and(eq(clarifications.competitionId, competitionId), eq(clarifications.entryId, entry.id)))
    .orderBy(desc(clarifications.createdAt))
    .limit(OWN_MOST);
}

/** A page of all questions for organisers, the open ones first and the oldest of them on top. */
export async function clarificationQueue(viewer: Viewer, competitionId: string, page: number) {
  if (!organisesCompetition(viewer, competitionId)) return { clarifications: [], page: 1, pages: 1, open: 0 };
  const here = eq(clarifications.competitionId, competitionId);
  const [total] = await db
    .select({ n: count(), open: sql<number>`count(*) filter (where ${clarifications.answer} is null)::int` })
    .from(clarifications)
    .where(here);
  const { limit, offset, ...place } = pageOf(page, total?.n ?? 0);
  const list = await db
    .select({
      id: clarifications.id,
      question: clarifications.question,
      publicQuestion: clarifications.publicQuestion,
      answer: clarifications.answer,
      isPublic: clarifications.isPublic,
      createdAt: clarifications.createdAt,
      answeredAt: clarifications.answeredAt,
      person: people.name,
      teamName: teams.name,
      task: tasks.name,
    })
    .from(clarifications)
    .leftJoin(people, eq(people.id, clarifications.personId))
    .leftJoin(entries, eq(entries.id, clarifications.entryId))
    .leftJoin(teams, eq(teams.id, entries.teamId))
    .leftJoin(tasks, eq(tasks.id, clarifications.taskId))
    .where(here)
    .orderBy(
      sql`${clarifications.answer} is not null`,
      sql`case when ${clarifications.answer} is null then ${clarifications.createdAt} end asc`,
      desc(clarifications.answeredAt),
      asc(clarifications.id),
    )
    .limit(limit)
    .offset(offset);
  return { clarifications: list, open: total?.open ?? 0, ...place };
}

/** A page of the threads that the viewer may see, of one task or all; null where there are no discussions. */
export async function threadsOf(competition: Competition, taskId: string | null, page: number) {
  if (!competition.discussionsEnabled) return null;
  const here = and(
    eq(threads.competitionId, competition.id),
    taskId ? eq(threads.taskId, taskId) : undefined,
    competition.organises ? undefined : isNull(threads.hiddenAt),
  );
  const [total] = await db.select({ n: count() }).from(threads).where(here);
  const { limit, offset, ...place } = pageOf(page, total?.n ?? 0);
  const list = await db
    .select({
      id: threads.id,
      title: threads.title,
      author: people.name,
      task: tasks.name,
      pinned: threads.pinned,
      locked: threads.locked,
      hidden: sql<boolean>`${threads.hiddenAt} is not null`,
      posts: threads.posts,
      createdAt: threads.createdAt,
      lastPostAt: threads.lastPostAt,
    })
    .from(threads)
    .leftJoin(people, eq(people.id, threads.personId))
    .leftJoin(tasks, eq(tasks.id, threads.taskId))
    .where(here)
    .orderBy(desc(threads.pinned), desc(threads.lastPostAt), asc(threads.id))
    .limit(limit)
    .offset(offset);
  return { threads: list, ...place };
}

/** Posts the viewer may see: hidden ones are there for their authors and organisers alone. */
const seen = (viewer: Viewer, organises: boolean): SQL | undefined =>
  organises
    ? undefined
    : or(isNull(posts.hiddenAt), viewer.person ? eq(posts.personId, viewer.person.id) : undefined);

/** One thread with a page of its posts; null for whom it does not exist. */
export async function threadById(viewer: Viewer, competition: Competition, id: string, page: number) {
  if (!competition.discussionsEnabled || !isUuid(id)) return null;
  const { organises } = competition;
  const [thread] = await db
    .select({
      id: threads.id,
      title: threads.title,
      task: tasks.name,
      pinned: threads.pinned,
      locked: threads.locked,
      hiddenAt: threads.hiddenAt,
    })
    .from(threads)
    .leftJoin(tasks, eq(tasks.id, threads.taskId))
    .where(and(eq(threads.id, id), eq(threads.competitionId, competition.id)));
  if (!thread || (thread.hiddenAt && !organises)) return null;
  const here = and(eq(posts.threadId, id), seen(viewer, organises));
  const [total] = await db.select({ n: count() }).from(posts).where(here);
  const { limit, offset, ...place } = pageOf(page, total?.n ?? 0);
  const list = await db
    .select({
      id: posts.id,
      author: people.name,
      personId: posts.personId,
      body: posts.body,
      createdAt: posts.createdAt,
      editedAt: posts.editedAt,
      hiddenAt: posts.hiddenAt,
      hiddenReason: posts.hiddenReason,
      byOrganiser: sql<boolean>`exists (select 1 from grants g where g.person_id = ${posts.personId}
        and g.role in ('owner', 'organiser')
        and (g.scope = 'installation' or (g.scope = 'competition' and g.scope_id = ${competition.id})))`,
      reported: sql<boolean>`exists (select 1 from post_reports r where r.post_id = ${posts.id}
        and r.person_id = ${viewer.person?.id ?? null}::uuid)`,
    })
    .from(posts)
    .leftJoin(people, eq(people.id, posts.personId))
    .where(here)
    .orderBy(asc(posts.number))
    .limit(limit)
    .offset(offset);
  return {
    ...thread,
    ...place,
    posts: list.map(({ personId, ...post }) => ({
      ...post,
      mine: personId !== null && personId === viewer.person?.id,
    })),
  };
}

/** On which page of its thread, as the viewer sees it, a post stands. */
export async function pageOfPost(viewer: Viewer, competition: Competition, threadId: string, postId: string) {
  const target = alias(posts, "target");
  const [row] = await db
    .select({ n: count() })
    .from(posts)
    .innerJoin(target, and(eq(target.id, postId), eq(target.threadId, posts.threadId)))
    .where(
      and(
        eq(posts.threadId, threadId),
        lte(posts.number, target.number),
        seen(viewer, competition.organises),
      ),
    );
  return Math.max(1, Math.ceil((row?.n ?? 1) / webConfig().PAGE_ROWS));
}

/** A page of reported posts that no organiser has looked at yet, with the reasons given. */
export async function reportsOf(viewer: Viewer, competitionId: string, page: number) {
  if (!organisesCompetition(viewer, competitionId)) return { reports: [], page: 1, pages: 1 };
  const open = and(eq(threads.competitionId, competitionId), isNull(postReports.settledAt));
  const [total] = await db
    .select({ n: sql<number>`count(distinct ${postReports.postId})::int` })
    .from(postReports)
    .innerJoin(posts, eq(posts.id, postReports.postId))
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .where(open);
  const { limit, offset, ...place } = pageOf(page, total?.n ?? 0);
  const list = await db
    .select({
      postId: posts.id,
      threadId: threads.id,
      thread: threads.title,
      body: posts.body,
      author: people.name,
      createdAt: posts.createdAt,
      first: sql<Date>`min(${postReports.createdAt})`.mapWith(postReports.createdAt),
    })
    .from(postReports)
    .innerJoin(posts, eq(posts.id, postReports.postId))
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .leftJoin(people, eq(people.id, posts.personId))
    .where(open)
    .groupBy(posts.id, threads.id, people.name)
    .orderBy(sql`min(${postReports.createdAt})`, asc(posts.id))
    .limit(limit)
    .offset(offset);
  const ids = list.map((r) => r.postId);
  const reasons = ids.length
    ? await db
        .select({ postId: postReports.postId, reason: postReports.reason, person: people.name })
        .from(postReports)
        .innerJoin(people, eq(people.id, postReports.personId))
        .where(and(inArray(postReports.postId, ids), isNull(postReports.settledAt)))
        .orderBy(asc(postReports.createdAt))
        .limit(20 * ids.length)
    : [];
  return {
    reports: list.map((r) => ({ ...r, reasons: reasons.filter((x) => x.postId === r.postId) })),
    ...place,
  };
}
