import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { type Localized, SUBSCRIPTION_TOPICS } from "../vocabulary.ts";
import { at, id } from "./columns.ts";
import { competitions, tasks } from "./competitions.ts";
import { entries } from "./entries.ts";
import { people } from "./people.ts";

const competitionId = () =>
  uuid("competition_id")
    .notNull()
    .references(() => competitions.id, { onDelete: "cascade" });
const author = () => uuid("person_id").references(() => people.id, { onDelete: "set null" });

/** What the organisers tell everybody. Markdown. */
export const announcements = pgTable(
  "announcements",
  {
    id: id(),
    competitionId: competitionId(),
    title: jsonb("title").$type<Localized>().notNull(),
    body: jsonb("body").$type<Localized>().notNull(),
    pinned: boolean("pinned").notNull().default(false),
    personId: author(),
    /** Null for a draft. */
    publishedAt: at("published_at"),
    updatedAt: at("updated_at").notNull(),
    /** When subscribers were told: once. */
    noticedAt: at("noticed_at"),
  },
  (t) => [
    index("announcements_idx").on(t.competitionId, t.publishedAt.desc().nullsFirst(), t.id),
    index("announcements_out_idx")
      .on(t.competitionId, t.pinned.desc().nullsFirst(), t.publishedAt.desc().nullsFirst(), t.id)
      .where(sql`${t.publishedAt} is not null`),
  ],
);

/** A team's question to the organisers, answered to the team alone or to everybody. */
export const clarifications = pgTable(
  "clarifications",
  {
    id: id(),
    competitionId: competitionId(),
    taskId: uuid("task_id").references(() => tasks.id, { onDelete: "set null" }),
    /** The asking team; null once it is gone. */
    entryId: uuid("entry_id").references(() => entries.id, { onDelete: "set null" }),
    personId: author(),
    question: text("question").notNull(),
    createdAt: at("created_at").notNull(),
    answer: text("answer"),
    /** The answer, with the question as the organisers word it, is for everybody. */
    isPublic: boolean("is_public").notNull().default(false),
    publicQuestion: text("public_question"),
    answeredBy: uuid("answered_by").references(() => people.id, { onDelete: "set null" }),
    answeredAt: at("answered_at"),
    /** When the organisers were told by mail that it waits. */
    organisersToldAt: at("organisers_told_at"),
  },
  (t) => [
    // The order of the organisers' list: what waits first, the oldest of it on top.
    index("clarifications_queue_idx").on(
      t.competitionId,
      sql`(${t.answer} is not null)`,
      sql`(case when ${t.answer} is null then ${t.createdAt} end)`,
      t.answeredAt.desc().nullsFirst(),
      t.id,
    ),
    index("clarifications_entry_idx").on(t.entryId, t.createdAt),
    index("clarifications_public_idx")
      .on(t.competitionId, t.answeredAt.desc().nullsFirst(), t.id)
      .where(sql`${t.isPublic} and ${t.answer} is not null`),
    index("clarifications_open_idx").on(t.competitionId, t.createdAt).where(sql`${t.answer} is null`),
  ],
);

/** A conversation about a competition or one of its tasks. */
export const threads = pgTable(
  "threads",
  {
    id: id(),
    competitionId: competitionId(),
    taskId: uuid("task_id").references(() => tasks.id, { onDelete: "set null" }),
    title: text("title").notNull(),
    personId: author(),
    pinned: boolean("pinned").notNull().default(false),
    /** Nobody but organisers writes in it any more. */
    locked: boolean("locked").notNull().default(false),
    hiddenAt: at("hidden_at"),
    posts: integer("posts").notNull().default(0),
    createdAt: at("created_at").notNull(),
    lastPostAt: at("last_post_at").notNull(),
  },
  (t) => [
    index("threads_idx").on(
      t.competitionId,
      t.pinned.desc().nullsFirst(),
      t.lastPostAt.desc().nullsFirst(),
      t.id,
    ),
    index("threads_task_idx").on(
      t.taskId,
      t.pinned.desc().nullsFirst(),
      t.lastPostAt.desc().nullsFirst(),
      t.id,
    ),
  ],
);

/** One message of a thread. Markdown. A hidden one stays, for organisers and its author. */
export const posts = pgTable(
  "posts",
  {
    id: id(),
    threadId: uuid("thread_id")
      .notNull()
      .references(() => threads.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    personId: author(),
    body: text("body").notNull(),
    createdAt: at("created_at").notNull(),
    editedAt: at("edited_at"),
    hiddenAt: at("hidden_at"),
    hiddenBy: uuid("hidden_by").references(() => people.id, { onDelete: "set null" }),
    hiddenReason: text("hidden_reason"),
  },
  (t) => [unique("posts_number").on(t.threadId, t.number)],
);

/** A reader found a post wrong. */
export const postReports = pgTable(
  "post_reports",
  {
    postId: uuid("post_id")
      .notNull()
      .references(() => posts.id, { onDelete: "cascade" }),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    reason: text("reason").notNull(),
    createdAt: at("created_at").notNull(),
    settledAt: at("settled_at"),
    organisersToldAt: at("organisers_told_at"),
  },
  (t) => [
    primaryKey({ columns: [t.postId, t.personId] }),
    index("post_reports_person_idx").on(t.personId),
    index("post_reports_open_idx").on(t.postId).where(sql`${t.settledAt} is null`),
  ],
);

/** Who is told of what by mail. A row says yes or no against the topic's default. */
export const subscriptions = pgTable(
  "subscriptions",
  {
    id: id(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    competitionId: competitionId(),
    topic: text("topic", { enum: SUBSCRIPTION_TOPICS }).notNull(),
    threadId: uuid("thread_id").references(() => threads.id, { onDelete: "cascade" }),
    wanted: boolean("wanted").notNull(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    unique("subscriptions_once").on(t.personId, t.competitionId, t.topic, t.threadId).nullsNotDistinct(),
    index("subscriptions_idx").on(t.competitionId, t.topic),
  ],
);
