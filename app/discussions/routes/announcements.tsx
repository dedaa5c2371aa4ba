import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Pin, Rss } from "lucide-react";
import { useTranslation } from "react-i18next";
import { CompetitionTabs } from "../../competitions/competition-tabs.tsx";
import { signedIn } from "../../people/viewer.server.ts";
import { Badge } from "../../ui/badge.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Html } from "../../ui/html.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { renderMarkdown } from "../../web/markdown.server.ts";
import { talkOf } from "../competition-talk.server.ts";
import { announcementsOf, wants } from "../queries.server.ts";
import { subscribeHere } from "../subscribe.server.ts";
import { SubscribeForm } from "../subscribe-form.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${localized(data?.title, localeOf(matches))} · Podium` },
  ...(data
    ? [
        {
          tagName: "link",
          rel: "alternate",
          type: "application/atom+xml",
          href: `/competitions/${data.tabs.slug}/announcements.atom`,
        },
      ]
    : []),
];

export const handle = { guests: { by: ["page"] } };

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { viewer, competition, tabs, page, title } = await talkOf(request, params.slug);
  context.shows?.([`competition:${competition.id}`]);
  const locale = detectLocale(request);
  const [list, wanted] = await Promise.all([
    announcementsOf(competition, page),
    wants(viewer, competition.id, "announcements"),
  ]);
  return {
    tabs,
    title,
    timeZone: competition.timeZone,
    wanted,
    page: list.page,
    pages: list.pages,
    announcements: list.announcements.map(({ body, ...a }) => ({
      ...a,
      html: renderMarkdown(localized(body, locale)),
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  await subscribeHere({
    viewer,
    slug: params.slug ?? "",
    topic: "announcements",
    wanted: form.get("wanted") === "yes",
    now: new Date(),
  });
  return redirect(`/competitions/${params.slug}/announcements`);
}

export default function Announcements() {
  const { tabs, title, timeZone, wanted, announcements, page, pages } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  return (
    <Page
      eyebrow={localized(title, locale)}
      title={t("discussions.announcements.title")}
      lead={t("discussions.announcements.lead")}
      actions={
        <>
          {wanted !== null && (
            <SubscribeForm
              wanted={wanted}
              on={t("discussions.announcements.tell")}
              off={t("discussions.announcements.stop")}
            />
          )}
          <a
            className="inline-flex min-h-9 items-center gap-2 rounded-full border border-line px-4 text-sm font-semibold hover:border-accent"
            href={`/competitions/${tabs.slug}/announcements.atom`}
          >
            <Rss aria-hidden className="size-4" />
            {t("discussions.announcements.feed")}
          </a>
        </>
      }
    >
      <CompetitionTabs {...tabs} />
      {announcements.length === 0 && <Empty title={t("discussions.announcements.none")} />}
      <div className="flex max-w-3xl flex-col gap-10">
        {announcements.map((a) => (
          <article key={a.id} id={a.id} className="flex flex-col gap-3 border-t-2 border-ink pt-4">
            <p className="flex flex-wrap items-center gap-3 text-sm text-muted">
              <Time at={a.publishedAt} timeZone={timeZone} withOwn />
              {new Date(a.updatedAt) > new Date(a.publishedAt) && (
                <span>
                  {t("discussions.announcements.edited")} <Time at={a.updatedAt} timeZone={timeZone} />
                </span>
              )}
              {a.pinned && (
                <Badge tone="info">
                  <Pin aria-hidden className="size-3.5" />
                  {t("discussions.announcements.pinned")}
                </Badge>
              )}
            </p>
            <h2 className="break-words font-display text-2xl font-semibold">{localized(a.title, locale)}</h2>
            <Html html={a.html} />
          </article>
        ))}
      </div>
      <Pager page={page} pages={pages} />
    </Page>
  );
}
