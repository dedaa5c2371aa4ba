import { markRead } from "../notices/mark-read.server.ts";
import { ownNotices, unreadNotices } from "../notices/own-queries.server.ts";
import { done } from "../web/outcome.ts";
import { operation } from "./operation.ts";
import { PageQuery } from "./shapes.ts";
import { signedInHere } from "./signed-in.ts";
import { OwnNotices, ReadBody, ReadNotices } from "./talk-shapes.ts";

const tag = "People";

/** What a person was told, beside the mail. */
export const noticeOperations = [
  operation({
    method: "GET",
    path: "/me/notices",
    id: "listOwnNotices",
    tag,
    summary: "What Podium wrote to you, newest first, and how much of it you have not read",
    scope: "read",
    query: PageQuery,
    answer: OwnNotices,
    handle: async ({ viewer, query }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      const [unread, found] = await Promise.all([
        unreadNotices(me.value.person.id),
        ownNotices(me.value.person.id, query.page),
      ]);
      return done({
        unread,
        notices: found.notices.map(({ body, createdAt, readAt, ...notice }) => ({
          ...notice,
          text: body.map(({ text }) => text).join(""),
          createdAt: createdAt.toISOString(),
          readAt: readAt?.toISOString() ?? null,
        })),
        page: found.page,
        pages: found.pages,
      });
    },
  }),
  operation({
    method: "POST",
    path: "/me/notices/read",
    id: "readNotices",
    tag,
    summary: "Mark one of your notices as read, or without an id all of them",
    scope: "take_part",
    body: ReadBody,
    answer: ReadNotices,
    handle: ({ viewer, body, now }) => markRead({ personId: viewer.person.id, id: body.id ?? null, now }),
  }),
];
