import { editPost } from "../discussions/edit-post.server.ts";
import { dismissReports, hidePost, moderateThread } from "../discussions/moderate.server.ts";
import { reportsOf } from "../discussions/queries.server.ts";
import { reportPost } from "../discussions/report-post.server.ts";
import { subscribeHere } from "../discussions/subscribe.server.ts";
import { reply, startThread } from "../discussions/write-post.server.ts";
import { cancelReport } from "../similarity/cancel-report.server.ts";
import { pairById } from "../similarity/queries.server.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { SidesOfPair } from "./insight-shapes.ts";
import { operation } from "./operation.ts";
import { organisedHere } from "./organised-here.server.ts";
import { PageQuery } from "./shapes.ts";
import {
  CreatedHere,
  HideBody,
  PostBody,
  ReasonBody,
  Reports,
  SubscribeBody,
  ThreadActBody,
  ThreadBody,
} from "./talk-shapes.ts";

const tag = "Talk";
const withId = (outcome: Outcome<null>, id: string) => (outcome.ok ? done({ id }) : outcome);

/** Writing in discussions, keeping them in order, and saying what one is mailed of. */
export const discussOperations = [
  operation({
    method: "POST",
    path: "/competitions/{slug}/discussions",
    id: "startThread",
    tag,
    summary: "Begin a thread about the competition or one of its tasks",
    scope: "take_part",
    body: ThreadBody,
    answer: CreatedHere,
    status: 201,
    handle: ({ viewer, params, body, now }) =>
      startThread({ viewer, slug: params.slug, ...body, task: body.task ?? null, now }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/discussions/{id}/posts",
    id: "reply",
    tag,
    summary: "Write into a thread",
    scope: "take_part",
    body: PostBody,
    answer: CreatedHere,
    status: 201,
    handle: ({ viewer, params, body, now }) =>
      reply({ viewer, slug: params.slug, threadId: params.id, ...body, now }),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/posts/{id}",
    id: "editPost",
    tag,
    summary: "Change your own post, for a while after you wrote it",
    scope: "take_part",
    body: PostBody,
    answer: CreatedHere,
    handle: ({ viewer, params, body, now }) =>
      editPost({ viewer, slug: params.slug, postId: params.id, ...body, now }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/posts/{id}/report",
    id: "reportPost",
    tag,
    summary: "Tell the organisers that a post is wrong",
    scope: "take_part",
    body: ReasonBody,
    answer: CreatedHere,
    status: 201,
    handle: async ({ viewer, params, body, now }) =>
      withId(await reportPost({ viewer, slug: params.slug, postId: params.id, ...body, now }), params.id),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/subscription",
    id: "subscribe",
    tag,
    summary: "Say whether you are mailed of a topic, or of one thread",
    scope: "take_part",
    body: SubscribeBody,
    answer: SubscribeBody,
    handle: async ({ viewer, params, body, now }) => {
      const { topic, wanted, thread } = body;
      const said = await subscribeHere({
        viewer,
        slug: params.slug,
        topic,
        wanted,
        now,
        ...(thread && { threadId: thread }),
      });
      return said.ok ? done(body) : said;
    },
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/discussions/{id}/moderation",
    id: "moderateThread",
    tag,
    summary: "Lock, pin, hide or delete a thread, or take that back; for organisers",
    scope: "organise",
    body: ThreadActBody,
    answer: CreatedHere,
    handle: (call) =>
      organisedHere(call, async ({ id }, { viewer, now }) => {
        const { act, confirmed } = call.body;
        const threadId = call.params.id;
        if (act === "delete" && !confirmed)
          return refused("invalid", "entries.refusals.confirm", { field: "confirmed" });
        return withId(await moderateThread({ viewer, competitionId: id, threadId, act, now }), threadId);
      }),
  }),
  operation({
    method: "PUT",
    path: "/competitions/{slug}/posts/{id}/hidden",
    id: "hidePost",
    tag,
    summary: "Hide a post with a reason that its author reads, or show it again; for organisers",
    scope: "organise",
    body: HideBody,
    answer: CreatedHere,
    handle: (call) =>
      organisedHere(call, async ({ id }, { viewer, now }) => {
        const postId = call.params.id;
        return withId(await hidePost({ viewer, competitionId: id, postId, ...call.body, now }), postId);
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/post-reports",
    id: "listPostReports",
    tag,
    summary: "The posts that readers found wrong, with their reasons; for organisers",
    scope: "organise",
    query: PageQuery,
    answer: Reports,
    handle: (call) =>
      organisedHere(call, async ({ id }, { viewer }) => {
        const { reports, page, pages } = await reportsOf(viewer, id, call.query.page);
        return done({
          reports: reports.map(({ createdAt, first: _, ...report }) => ({
            ...report,
            createdAt: createdAt.toISOString(),
            reasons: report.reasons.map(({ reason, person }) => ({ reason, person })),
          })),
          page,
          pages,
        });
      }),
  }),
  operation({
    method: "DELETE",
    path: "/competitions/{slug}/post-reports/{post}",
    id: "dismissPostReports",
    tag,
    summary: "Find nothing wrong with a reported post; for organisers",
    scope: "organise",
    answer: CreatedHere,
    handle: (call) =>
      organisedHere(call, async ({ id }, { viewer, now }) => {
        const postId = call.params.post;
        return withId(await dismissReports({ viewer, competitionId: id, postId, now }), postId);
      }),
  }),
  operation({
    method: "GET",
    path: "/competitions/{slug}/similarity/{pair}",
    id: "showPair",
    tag: "Similarity",
    summary: "Two submissions side by side; a piece in common has the same number on both sides",
    scope: "organise",
    answer: SidesOfPair,
    handle: (call) =>
      organisedHere(call, async (_, { viewer, slug }) => {
        const found = await pairById(viewer, slug, call.params.pair);
        if (!found) return refused("not_found", "similarity.refusals.noPair");
        return done({ ...found, reviewedAt: found.reviewedAt?.toISOString() ?? null });
      }),
  }),
  operation({
    method: "POST",
    path: "/competitions/{slug}/similarity/{report}/cancel",
    id: "cancelSimilarity",
    tag: "Similarity",
    summary: "Give up a report that is under way",
    scope: "organise",
    answer: CreatedHere,
    handle: (call) =>
      organisedHere(call, async (_, command) => {
        const reportId = call.params.report;
        return withId(await cancelReport({ ...command, reportId }), reportId);
      }),
  }),
];
