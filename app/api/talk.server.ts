import type { z } from "zod";
import { competitionBySlug } from "../competitions/queries.server.ts";
import { answer } from "../discussions/answer.server.ts";
import { ask } from "../discussions/ask.server.ts";
import { publishAnnouncement } from "../discussions/publish-announcement.server.ts";
import {
  announcementsOf,
  clarificationQueue,
  ownClarifications,
  publicClarifications,
  threadById,
  threadsOf,
} from "../discussions/queries.server.ts";
import { saveAnnouncement } from "../discussions/save-announcement.server.ts";
import { organisesCompetition } from "../people/permissions.ts";
import type { Viewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { operation } from "./operation.ts";
import { PageQuery } from "./shapes.ts";
import { signedInHere } from "./signed-in.ts";
import {
  AnnouncementBody,
  Announcements,
  AnswerBody,
  Clarifications,
  CreatedHere,
  QuestionBody,
  Thread,
  Threads,
} from "./talk-shapes.ts";

async function competitionHere(viewer: Viewer, slug: string, now: Date) {
  const competition = await competitionBySlug(viewer, slug, now);
  return competition ? done(competition) : refused("not_found", "competitions.refusals.notFound");
}

export const talkOperations = [
  operation({
    method: "GET",
    path: "/competitions/{slug}/announcements",
    id: "listAnnouncements",
    tag: "Talk",
    summary: "What the organisers announced: pinned first, then the newest",
    scope: null,
    query: PageQuery,
    answer: Announcements,
    handle: async ({ viewer, params, query, now }) => {
      const competition = await competitionHere(viewer, params.slug, now);
      if (!competition.ok) return competition;
      const list = await announcementsOf(competition.value, query.page);
      return done({
        ...list,
        announcements: list.announcements.map((a) => ({
          id: a.id,
          title: a.title,
          body: a.body,
          pinned: a.pinned,
          publishedAt: a.publishedAt.toISOString(),
          updatedAt: a.updatedAt.toISOString(),
        })),
      });
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/announcements",
    id: "createAnnouncement",
    tag: "Talk",
    summary: "Write an announcement; publish it and mail it if you say so",
    scope: "organise",
    body: AnnouncementBody,
    answer: CreatedHere,
    status: 201,
    handle: async ({ viewer, params, body, now }): Promise<Outcome<z.input<typeof CreatedHere>>> => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const competition = await competitionHere(viewer, params.slug, now);
      if (!competition.ok) return competition;
      const common = { viewer: me.value, competitionId: competition.value.id, now };
      const values = { title: body.title, body: body.body };
      const saved = await saveAnnouncement({ ...common, id: null, values });
      if (!saved.ok || !body.publish) return saved;
      const { id } = saved.value;
      const published = await publishAnnouncement({ ...common, id, mail: body.mail });
      return published.ok ? done({ id }) : published;
    },
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/clarifications",
    id: "listClarifications",
    tag: "Talk",
    summary: "Public answers and what your own team asked; for organisers, every question",
    scope: "read",
    query: PageQuery,
    answer: Clarifications,
    handle: async ({ viewer, params, query, now }) => {
      const found = await competitionHere(viewer, params.slug, now);
      if (!found.ok) return found;
      const competition = found.value;
      const time = (at: Date | null) => at?.toISOString() ?? null;
      if (organisesCompetition(viewer, competition.id)) {
        const queue = await clarificationQueue(viewer, competition.id, query.page);
        return done({
          public: [],
          own: [],
          queue: queue.clarifications.map((c) => ({
            id: c.id,
            task: c.task,
            question: c.question,
            publicQuestion: c.publicQuestion,
            answer: c.answer,
            isPublic: c.isPublic,
            askedAt: c.createdAt.toISOString(),
            answeredAt: time(c.answeredAt),
            teamName: c.teamName,
          })),
          page: queue.page,
          pages: queue.pages,
        });
      }
      const [open, own] = await Promise.all([
        publicClarifications(competition, query.page),
        ownClarifications(viewer, competition.id),
      ]);
      return done({
        public: open.clarifications.map((c) => ({
          id: c.id,
          task: c.task,
          question: c.question,
          answer: c.answer,
          answeredAt: time(c.answeredAt),
        })),
        own: own.map((c) => ({
          id: c.id,
          task: c.task,
          question: c.question,
          answer: c.answer,
          isPublic: c.isPublic,
          askedAt: c.createdAt.toISOString(),
          answeredAt: time(c.answeredAt),
        })),
        queue: [],
        page: open.page,
        pages: open.pages,
      });
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/clarifications",
    id: "askClarification",
    tag: "Talk",
    summary: "Ask the organisers in private, for your team",
    scope: "take_part",
    body: QuestionBody,
    answer: CreatedHere,
    status: 201,
    handle: async ({ viewer, params, body, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const { question, task } = body;
      return ask({ viewer: me.value, slug: params.slug, question, task: task ?? null, now });
    },
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/clarifications/{id}/answer",
    id: "answerClarification",
    tag: "Talk",
    summary: "Answer a question: to the team, or to everybody in your own wording of it",
    scope: "organise",
    body: AnswerBody,
    answer: CreatedHere,
    handle: async ({ viewer, params, body, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const competition = await competitionHere(viewer, params.slug, now);
      if (!competition.ok) return competition;
      const answered = await answer({
        viewer: me.value,
        competitionId: competition.value.id,
        id: params.id,
        answer: body.answer,
        isPublic: body.public,
        publicQuestion: body.publicQuestion ?? "",
        now,
      });
      return answered.ok ? done({ id: params.id }) : answered;
    },
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/discussions",
    id: "listThreads",
    tag: "Talk",
    summary: "The threads of a competition: pinned first, then those last written in",
    scope: null,
    query: PageQuery,
    answer: Threads,
    handle: async ({ viewer, params, query, now }) => {
      const competition = await competitionHere(viewer, params.slug, now);
      if (!competition.ok) return competition;
      const list = await threadsOf(competition.value, null, query.page);
      if (!list) return refused("not_found", "discussions.refusals.notFound");
      return done({
        ...list,
        threads: list.threads.map((t) => ({
          id: t.id,
          title: t.title,
          author: t.author,
          task: t.task,
          pinned: t.pinned,
          locked: t.locked,
          posts: t.posts,
          lastPostAt: t.lastPostAt.toISOString(),
        })),
      });
    },
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/discussions/{id}",
    id: "showThread",
    tag: "Talk",
    summary: "One thread with a page of its posts",
    scope: null,
    query: PageQuery,
    answer: Thread,
    handle: async ({ viewer, params, query, now }) => {
      const competition = await competitionHere(viewer, params.slug, now);
      if (!competition.ok) return competition;
      const thread = await threadById(viewer, competition.value, params.id, query.page);
      if (!thread) return refused("not_found", "discussions.refusals.notFound");
      return done({
        id: thread.id,
        title: thread.title,
        locked: thread.locked,
        posts: thread.posts.map((p) => ({
          id: p.id,
          author: p.author,
          body: p.body,
          createdAt: p.createdAt.toISOString(),
          editedAt: p.editedAt?.toISOString() ?? null,
          hidden: p.hiddenAt !== null,
        })),
        page: thread.page,
        pages: thread.pages,
      });
    },
  }),
];
