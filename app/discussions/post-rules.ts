import { done, type Outcome, refused } from "../web/outcome.ts";

export const THREAD_TITLE_LENGTH = 160;
export const POST_LENGTH = 20_000;
export const REASON_LENGTH = 500;

/** What an organiser does with a thread. */
export const THREAD_ACTS = ["lock", "unlock", "pin", "unpin", "hide", "show", "delete"] as const;
export type ThreadAct = (typeof THREAD_ACTS)[number];

/** A post's text as it is kept, or what is wrong with it. */
export function readPost(text: string): Outcome<string> {
  const body = text.replace(/\r\n/g, "\n").trim();
  if (!body) return refused("invalid", "discussions.refusals.emptyPost", { field: "body" });
  if (body.length > POST_LENGTH)
    return refused("invalid", "discussions.refusals.tooLong", {
      field: "body",
      values: { max: POST_LENGTH },
    });
  return done(body);
}

/** A thread's title as it is kept, or what is wrong with it. */
export function readThreadTitle(text: string): Outcome<string> {
  const title = text.replace(/\s+/g, " ").trim();
  if (!title) return refused("invalid", "discussions.refusals.noThreadTitle", { field: "title" });
  if (title.length > THREAD_TITLE_LENGTH)
    return refused("invalid", "discussions.refusals.tooLong", {
      field: "title",
      values: { max: THREAD_TITLE_LENGTH },
    });
  return done(title);
}

/** Whether somebody may still change what they wrote. */
export function mayEdit(
  {
    post,
    thread,
    organises,
    minutes,
  }: {
    post: { createdAt: Date; hiddenAt: Date | null; mine: boolean };
    thread: { locked: boolean };
    organises: boolean;
    minutes: number;
  },
  now: Date,
): Outcome<null> {
  if (!post.mine) return refused("forbidden", "discussions.refusals.notYours");
  if (post.hiddenAt) return refused("forbidden", "discussions.refusals.postHidden");
  if (thread.locked && !organises) return refused("closed", "discussions.refusals.locked");
  if (now.getTime() - post.createdAt.getTime() > minutes * 60_000)
    return refused("closed", "discussions.refusals.editOver", { values: { minutes } });
  return done(null);
}
