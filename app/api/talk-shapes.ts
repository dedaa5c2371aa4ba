import { z } from "zod";
import { SUBSCRIPTION_TOPICS } from "../../db/vocabulary.ts";
import { THREAD_ACTS } from "../discussions/post-rules.ts";
import { Localized } from "./shapes.ts";

const at = z.iso.datetime({ offset: true });
const pages = { page: z.number().int(), pages: z.number().int() };

export const CreatedHere = z.object({ id: z.string() });

export const AnnouncementBody = z.object({
  title: Localized,
  body: Localized.meta({ description: "Markdown" }),
  publish: z.boolean().default(false),
  mail: z
    .boolean()
    .default(false)
    .meta({ description: "With publish: mail it to everybody who is subscribed, once" }),
});
export const Announcements = z.object({
  announcements: z.array(
    z
      .object({
        id: z.string(),
        title: Localized,
        body: Localized,
        pinned: z.boolean(),
        publishedAt: at,
        updatedAt: at,
      })
      .meta({ id: "Announcement" }),
  ),
  ...pages,
});

export const QuestionBody = z.object({
  question: z.string().min(1),
  task: z.number().int().min(0).optional().meta({ description: "Position of the task it is about" }),
});
export const AnswerBody = z.object({
  answer: z.string().min(1).meta({ description: "Markdown" }),
  public: z.boolean().default(false),
  publicQuestion: z
    .string()
    .optional()
    .meta({ description: "The question as everybody reads it; needed with public" }),
});
const asked = {
  id: z.string(),
  task: Localized.nullable(),
  question: z.string(),
  answer: z.string().nullable(),
  isPublic: z.boolean(),
  askedAt: at,
  answeredAt: at.nullable(),
};
export const Clarifications = z.object({
  public: z
    .array(
      z.object({
        id: z.string(),
        task: Localized.nullable(),
        question: z.string(),
        answer: z.string(),
        answeredAt: at.nullable(),
      }),
    )
    .meta({ description: "What was answered for everybody; never who asked" }),
  own: z.array(z.object(asked)).meta({ description: "What your team asked" }),
  queue: z
    .array(z.object({ ...asked, publicQuestion: z.string().nullable(), teamName: z.string().nullable() }))
    .meta({ description: "For organisers: every question, open ones first" }),
  ...pages,
});

export const Threads = z.object({
  threads: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      author: z.string().nullable(),
      task: Localized.nullable(),
      pinned: z.boolean(),
      locked: z.boolean(),
      posts: z.number().int(),
      lastPostAt: at,
    }),
  ),
  ...pages,
});
export const Thread = z.object({
  id: z.string(),
  title: z.string(),
  locked: z.boolean(),
  posts: z.array(
    z.object({
      id: z.string(),
      author: z.string().nullable(),
      body: z.string().meta({ description: "Markdown" }),
      createdAt: at,
      editedAt: at.nullable(),
      hidden: z.boolean().meta({ description: "Only its author and organisers see it" }),
    }),
  ),
  ...pages,
});

const text = z.string().max(20_000).meta({ description: "Markdown" });
export const ThreadBody = z.object({
  title: z.string(),
  body: text,
  task: z.number().int().min(0).optional().meta({ description: "Position of the task it is about" }),
});
export const PostBody = z.object({ body: text });
export const ReasonBody = z.object({ reason: z.string().max(2000) });
export const HideBody = z.object({
  hidden: z.boolean(),
  reason: z.string().max(2000).default("").meta({ description: "Its author reads it; needed to hide" }),
});
export const ThreadActBody = z.object({
  act: z.enum(THREAD_ACTS),
  confirmed: z.boolean().default(false).meta({ description: "Deleting takes effect only with true" }),
});
export const SubscribeBody = z.object({
  topic: z.enum(SUBSCRIPTION_TOPICS),
  thread: z.uuid().optional().meta({ description: "With the topic `thread`: which" }),
  wanted: z.boolean(),
});
export const Reports = z.object({
  reports: z.array(
    z.object({
      postId: z.string(),
      threadId: z.string(),
      thread: z.string(),
      body: z.string(),
      author: z.string().nullable(),
      createdAt: at,
      reasons: z.array(z.object({ reason: z.string(), person: z.string() })),
    }),
  ),
  ...pages,
});

export const OwnNotices = z.object({
  unread: z.number().int().meta({ description: "On all pages; 100 is as many or more" }),
  notices: z.array(
    z
      .object({
        id: z.string(),
        kind: z.string(),
        locale: z.string(),
        subject: z.string(),
        text: z.string(),
        path: z
          .string()
          .nullable()
          .meta({ description: "Where it leads, below this installation's address" }),
        createdAt: at,
        readAt: at.nullable(),
      })
      .meta({ id: "Notice" }),
  ),
  ...pages,
});
export const ReadBody = z.object({ id: z.string().optional() });
export const ReadNotices = z.object({ read: z.number().int() });
