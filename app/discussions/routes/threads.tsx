import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { CompetitionTabs } from "../../competitions/competition-tabs.tsx";
import { signedIn } from "../../people/viewer.server.ts";
import { Badge } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { talkOf } from "../competition-talk.server.ts";
import { threadsOf, wants } from "../queries.server.ts";
import { subscribeHere } from "../subscribe.server.ts";
import { SubscribeForm } from "../subscribe-form.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${localized(data?.title, localeOf(matches))} · Podium` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition, tabs, page, title, now } = await talkOf(request, params.slug);
  const asked = new URL(request.url).searchParams.get("task");
  const task = competition.tasks.find((t) => String(t.position) === asked) ?? null;
  const [list, wanted] = await Promise.all([
    threadsOf(competition, task?.id ?? null, page),
    wants(viewer, competition.id, "discussions"),
  ]);
  return {
    tabs,
    title,
    now,
    wanted,
    task: task?.position ?? null,
    tasks: competition.tasks.map((t) => ({ position: t.position, name: t.name })),
    ...(list ?? notFound()),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  await subscribeHere({
    viewer,
    slug: params.slug ?? "",
    topic: "discussions",
    wanted: form.get("wanted") === "yes",
    now: new Date(),
  });
  return redirect(`/competitions/${params.slug}/discussions`);
}

export default function Threads() {
  const { tabs, title, now, wanted, task, tasks, threads, page, pages } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const at = `/competitions/${tabs.slug}/discussions`;
  const choice = (on: boolean) =>
    clsx("rounded-full px-4 py-1.5 text-sm font-semibold", on ? "bg-accent text-on-accent" : "bg-sunken");
  return (
    <Page
      eyebrow={localized(title, locale)}
      title={t("discussions.threads.title")}
      lead={t("discussions.threads.lead")}
      actions={
        <>
          {wanted !== null && (
            <SubscribeForm
              wanted={wanted}
              on={t("discussions.threads.tell")}
              off={t("discussions.threads.stop")}
            />
          )}
          <LinkButton to={`${at}/new${task === null ? "" : `?task=${task}`}`}>
            {t("discussions.threads.start")}
          </LinkButton>
        </>
      }
    >
      <CompetitionTabs {...tabs} />
      {tasks.length > 1 && (
        <nav aria-label={t("discussions.threads.task")} className="flex flex-wrap gap-2">
          <Link to={at} className={choice(task === null)}>
            {t("discussions.threads.all")}
          </Link>
          {tasks.map((one) => (
            <Link key={one.position} to={`?task=${one.position}`} className={choice(task === one.position)}>
              {localized(one.name, locale)}
            </Link>
          ))}
        </nav>
      )}
      {threads.length === 0 ? (
        <Empty title={t("discussions.threads.none")}>{t("discussions.threads.noneHint")}</Empty>
      ) : (
        <Table stacked caption={t("discussions.threads.title")}>
          <thead>
            <tr>
              <Th>{t("discussions.threads.thread")}</Th>
              <Th numeric>{t("discussions.threads.posts")}</Th>
              <Th>{t("discussions.threads.last")}</Th>
            </tr>
          </thead>
          <tbody>
            {threads.map((thread) => (
              <Tr key={thread.id}>
                <Td className="min-w-56">
                  <div className="min-w-0">
                    <span className="flex flex-wrap items-center gap-2">
                      <Link
                        className="min-w-0 break-words font-semibold hover:underline"
                        to={`${at}/${thread.id}`}
                      >
                        {thread.title}
                      </Link>
                      {thread.pinned && <Badge tone="info">{t("discussions.threads.pinned")}</Badge>}
                      {thread.locked && <Badge>{t("discussions.threads.locked")}</Badge>}
                      {thread.hidden && <Badge tone="bad">{t("discussions.threads.hidden")}</Badge>}
                    </span>
                    <span className="block text-sm text-muted">
                      {thread.author ?? t("discussions.gone")}
                      {thread.task && ` · ${localized(thread.task, locale)}`}
                    </span>
                  </div>
                </Td>
                <Td numeric label={t("discussions.threads.posts")}>
                  {thread.posts}
                </Td>
                <Td label={t("discussions.threads.last")} className="whitespace-nowrap text-sm">
                  <Time at={thread.lastPostAt} style="relative" now={now} />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      <Pager page={page} pages={pages} />
    </Page>
  );
}
