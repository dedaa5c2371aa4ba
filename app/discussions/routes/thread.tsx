import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { webConfig } from "../../../config.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Field, FormError, TextArea } from "../../ui/field.tsx";
import { Html } from "../../ui/html.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { renderPost } from "../../web/markdown.server.ts";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { talkOf } from "../competition-talk.server.ts";
import { editPost } from "../edit-post.server.ts";
import { hidePost, moderateThread } from "../moderate.server.ts";
import { mayEdit, POST_LENGTH, REASON_LENGTH, THREAD_ACTS } from "../post-rules.ts";
import { pageOfPost, threadById, wants } from "../queries.server.ts";
import { reportPost } from "../report-post.server.ts";
import { subscribeHere } from "../subscribe.server.ts";
import { SubscribeForm } from "../subscribe-form.tsx";
import { reply } from "../write-post.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${data?.thread.title ?? ""} · ${localized(data?.title, localeOf(matches))} · Podium` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition, page, title, now, tabs } = await talkOf(request, params.slug);
  const found = (await threadById(viewer, competition, params.threadId ?? "", page)) ?? notFound();
  const wanted = await wants(viewer, competition.id, "thread", found.id);
  const { organises } = competition;
  const minutes = webConfig().POST_EDIT_MINUTES;
  const { posts, hiddenAt, page: at, pages, ...thread } = found;
  return {
    slug: tabs.slug,
    title,
    timeZone: competition.timeZone,
    organises,
    wanted,
    thread: { ...thread, hidden: hiddenAt !== null },
    mayWrite:
      viewer.person !== null &&
      (!thread.locked || organises) &&
      (competition.state === "published" || competition.state === "closed"),
    page: at,
    pages,
    posts: posts.map(({ hiddenAt, ...post }) => ({
      ...post,
      hidden: hiddenAt !== null,
      html: renderPost(post.body),
      mayEdit: mayEdit({ post: { ...post, hiddenAt }, thread, organises, minutes }, now).ok,
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const signed = await signedIn(request);
  const { competition, now, viewer } = await talkOf(request, params.slug);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const { slug, id: competitionId } = competition;
  const threadId = params.threadId ?? "";
  const what = text("what");
  const postId = text("postId");
  const at = `/competitions/${slug}/discussions/${threadId}`;
  const common = { viewer: signed, slug, now };
  const showing = async (id: string) => {
    const page = await pageOfPost(viewer, competition, threadId, id);
    return redirect(`${at}${page > 1 ? `?page=${page}` : ""}#${id}`);
  };
  if (what === "preview")
    return data({
      postId,
      body: text("body"),
      preview: renderPost(text("body").slice(0, POST_LENGTH)),
      refusal: null,
      reported: false,
    });
  const act = THREAD_ACTS.find((a) => a === what);
  const outcome =
    what === "subscribe"
      ? await subscribeHere({ ...common, topic: "thread", threadId, wanted: text("wanted") === "yes" })
      : act
        ? await moderateThread({ viewer: signed, competitionId, threadId, act, now })
        : what === "edit"
          ? await editPost({ ...common, postId, body: text("body") })
          : what === "report"
            ? await reportPost({ ...common, postId, reason: text("reason") })
            : what === "hidePost" || what === "showPost"
              ? await hidePost({
                  viewer: signed,
                  competitionId,
                  postId,
                  hidden: what === "hidePost",
                  reason: text("reason"),
                  now,
                })
              : await reply({ ...common, threadId, body: text("body") });
  if (!outcome.ok)
    return data(
      { postId, body: text("body"), preview: null, refusal: outcome.refusal, reported: false },
      { status: statusOf(outcome.refusal.code) },
    );
  if (what === "report") return data({ postId, body: "", preview: null, refusal: null, reported: true });
  if (act === "delete") throw redirect(`/competitions/${slug}/discussions`);
  if (outcome.value) throw await showing(outcome.value.id);
  if (postId) throw await showing(postId);
  throw redirect(at);
}

export default function Thread() {
  const { slug, title, thread, posts, page, pages, wanted, organises, mayWrite } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const at = `/competitions/${slug}/discussions`;
  return (
    <Page
      eyebrow={
        <Link to={at} className="hover:underline">
          {localized(title, locale)} · {t("discussions.threads.title")}
        </Link>
      }
      title={thread.title}
      lead={thread.task && localized(thread.task, locale)}
      actions={
        wanted !== null && (
          <SubscribeForm
            wanted={wanted}
            on={t("discussions.threads.follow")}
            off={t("discussions.threads.mute")}
          />
        )
      }
    >
      {(thread.pinned || thread.locked || thread.hidden) && (
        <p className="flex flex-wrap gap-3">
          {thread.pinned && <Badge tone="info">{t("discussions.threads.pinned")}</Badge>}
          {thread.locked && <Badge>{t("discussions.threads.locked")}</Badge>}
          {thread.hidden && <Badge tone="bad">{t("discussions.threads.hidden")}</Badge>}
        </p>
      )}
      {answer?.reported && <Alert tone="good">{t("discussions.threads.thanks")}</Alert>}
      {answer?.refusal && !answer.refusal.field && <FormError>{say(answer.refusal)}</FormError>}
      <ol className="flex max-w-3xl flex-col gap-6">
        {posts.map((post) => (
          <li key={post.id}>
            <Post post={post} />
          </li>
        ))}
      </ol>
      <Pager page={page} pages={pages} />
      {thread.locked && <p className="text-muted">{t("discussions.threads.lockedNote")}</p>}
      {mayWrite ? (
        <Reply />
      ) : (
        wanted === null &&
        !thread.locked && (
          <div>
            <LinkButton variant="quiet" to={`/sign-in?to=${encodeURIComponent(`${at}/${thread.id}`)}`}>
              {t("discussions.threads.signIn")}
            </LinkButton>
          </div>
        )
      )}
      {organises && <Moderate />}
    </Page>
  );
}

type PostShown = ReturnType<typeof useLoaderData<typeof loader>>["posts"][number];

function Post({ post }: { post: PostShown }) {
  const { timeZone, organises, wanted } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const refusal = answer?.postId === post.id ? answer.refusal : null;
  const error = (field: string) => (refusal?.field === field ? say(refusal) : undefined);
  const summary = "cursor-pointer text-sm font-semibold text-accent";
  return (
    <article id={post.id} className="flex flex-col gap-3 rounded-2xl border border-line bg-surface p-5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <strong className="font-semibold text-ink">{post.author ?? t("discussions.gone")}</strong>
        {post.byOrganiser && <Badge tone="info">{t("discussions.threads.organiser")}</Badge>}
        <Time at={post.createdAt} timeZone={timeZone} />
        {post.editedAt && <span>{t("discussions.threads.edited")}</span>}
      </p>
      {post.hidden && (
        <p className="rounded-xl bg-bad-soft px-4 py-2 text-sm text-bad">
          {t(organises ? "discussions.threads.hiddenForOrganisers" : "discussions.threads.hiddenPost", {
            reason: post.hiddenReason ?? "",
          })}
        </p>
      )}
      <Html html={post.html} />
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        {post.mayEdit && (
          <details className="grow basis-full" open={refusal?.field === "body"}>
            <summary className={summary}>{t("discussions.threads.edit")}</summary>
            <Form key={post.body} method="post" className="flex flex-col items-start gap-3 pt-3">
              <input type="hidden" name="postId" value={post.id} />
              <div className="w-full">
                <TextArea
                  name="body"
                  rows={6}
                  label={t("discussions.threads.body")}
                  defaultValue={refusal ? answer?.body : post.body}
                  maxLength={POST_LENGTH}
                  error={error("body")}
                />
              </div>
              <Button type="submit" name="what" value="edit" size="small">
                {t("discussions.threads.change")}
              </Button>
            </Form>
          </details>
        )}
        {!post.mine && wanted !== null && !organises && !post.hidden && (
          <details open={refusal?.field === "reason"}>
            <summary className={summary}>{t("discussions.threads.report")}</summary>
            {post.reported ? (
              <p className="pt-2 text-sm text-muted">{t("discussions.threads.reported")}</p>
            ) : (
              <Form method="post" className="flex flex-col items-start gap-3 pt-3">
                <input type="hidden" name="postId" value={post.id} />
                <Field
                  name="reason"
                  label={t("discussions.threads.reportReason")}
                  maxLength={REASON_LENGTH}
                  error={error("reason")}
                />
                <Button type="submit" name="what" value="report" size="small" variant="quiet">
                  {t("discussions.threads.report")}
                </Button>
              </Form>
            )}
          </details>
        )}
        {organises &&
          (post.hidden ? (
            <Form method="post">
              <input type="hidden" name="postId" value={post.id} />
              <Button type="submit" name="what" value="showPost" size="small" variant="quiet">
                {t("discussions.threads.show")}
              </Button>
            </Form>
          ) : (
            <details open={refusal?.field === "reason"}>
              <summary className={summary}>{t("discussions.threads.hide")}</summary>
              <Form method="post" className="flex flex-col items-start gap-3 pt-3">
                <input type="hidden" name="postId" value={post.id} />
                <Field
                  name="reason"
                  label={t("discussions.threads.hideReason")}
                  maxLength={REASON_LENGTH}
                  error={error("reason")}
                />
                <Button type="submit" name="what" value="hidePost" size="small" variant="danger">
                  {t("discussions.threads.hide")}
                </Button>
              </Form>
            </details>
          ))}
      </div>
    </article>
  );
}

function Reply() {
  const { thread, posts, page } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const say = useSentence();
  const mine = answer?.postId === "" ? answer : null;
  return (
    <Form
      key={`${thread.id} ${page} ${posts.length}`}
      method="post"
      className="flex max-w-3xl flex-col items-start gap-4"
    >
      <div className="w-full">
        <TextArea
          name="body"
          rows={5}
          label={t("discussions.threads.write")}
          hint={t("discussions.threads.bodyHint")}
          maxLength={POST_LENGTH}
          defaultValue={mine?.body}
          error={mine?.refusal?.field === "body" ? say(mine.refusal) : undefined}
        />
      </div>
      {mine?.preview && (
        <div className="w-full rounded-2xl border border-line bg-surface p-5">
          <Html html={mine.preview} />
        </div>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" name="what" value="reply" disabled={busy}>
          {t("discussions.threads.reply")}
        </Button>
        <Button type="submit" name="what" value="preview" variant="quiet" disabled={busy}>
          {t("discussions.preview")}
        </Button>
      </div>
    </Form>
  );
}

function Moderate() {
  const { thread } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const acts = [
    thread.locked ? "unlock" : "lock",
    thread.pinned ? "unpin" : "pin",
    thread.hidden ? "show" : "hide",
    "delete",
  ] as const;
  return (
    <Form method="post" className="flex flex-wrap items-center gap-3 border-t border-line pt-5">
      <span className="text-sm font-semibold">{t("discussions.threads.moderate")}</span>
      {acts.map((act) => (
        <Button
          key={act}
          type="submit"
          name="what"
          value={act}
          size="small"
          variant={act === "delete" ? "danger" : "quiet"}
        >
          {t(`discussions.threads.acts.${act}`)}
        </Button>
      ))}
    </Form>
  );
}
