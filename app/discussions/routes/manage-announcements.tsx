import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { FormError } from "../../ui/field.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { respond } from "../../web/respond.server.ts";
import { pinAnnouncement } from "../pin-announcement.server.ts";
import { writtenAnnouncements } from "../queries.server.ts";
import { TalkNav } from "../talk-nav.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${localized(data?.competition.title, localeOf(matches))} · Podium` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const page = Number(new URL(request.url).searchParams.get("page")) || 1;
  const { slug, title, timeZone } = competition;
  const list = await writtenAnnouncements(viewer, competition.id, page);
  return {
    competition: { slug, title, timeZone },
    ...list,
    announcements: list.announcements.map(({ body: _, ...a }) => a),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const form = await request.formData();
  const pinned = form.get("what") === "pin";
  const id = String(form.get("id") ?? "");
  const outcome = await pinAnnouncement({ viewer, competitionId: competition.id, id, pinned });
  return outcome.ok ? data({ refusal: null }) : respond(outcome.refusal);
}

export default function ManageAnnouncements() {
  const { competition, announcements, page, pages } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const at = `/competitions/${competition.slug}/manage/talk`;
  return (
    <ManagePage
      competition={competition}
      section="talk"
      actions={<LinkButton to={`${at}/announcements/new`}>{t("discussions.manage.write")}</LinkButton>}
    >
      <TalkNav slug={competition.slug} />
      {refusal && <FormError>{say(refusal)}</FormError>}
      {announcements.length === 0 && (
        <Empty title={t("discussions.manage.noneYet")}>{t("discussions.manage.noneHint")}</Empty>
      )}
      <ul className="flex flex-col gap-4">
        {announcements.map((a) => (
          <li key={a.id}>
            <Card className="flex flex-wrap items-center gap-x-6 gap-y-3">
              <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1">
                <h2 className="break-words font-display text-lg font-semibold">
                  <Link className="hover:underline" to={`${at}/announcements/${a.id}`}>
                    {localized(a.title, locale)}
                  </Link>
                </h2>
                <p className="flex flex-wrap items-center gap-3 text-sm text-muted">
                  <Badge tone={a.publishedAt ? "good" : "neutral"}>
                    {t(a.publishedAt ? "discussions.manage.published" : "discussions.manage.draft")}
                  </Badge>
                  {a.noticedAt && <Badge tone="info">{t("discussions.manage.mailed")}</Badge>}
                  {a.pinned && <Badge tone="info">{t("discussions.announcements.pinned")}</Badge>}
                  <Time at={a.publishedAt ?? a.updatedAt} timeZone={competition.timeZone} />
                </p>
              </div>
              <Form method="post" className="flex flex-wrap gap-2">
                <input type="hidden" name="id" value={a.id} />
                <LinkButton size="small" variant="quiet" to={`${at}/announcements/${a.id}`}>
                  {t("discussions.manage.edit")}
                </LinkButton>
                <Button
                  type="submit"
                  name="what"
                  value={a.pinned ? "unpin" : "pin"}
                  size="small"
                  variant="quiet"
                >
                  {t(a.pinned ? "discussions.manage.unpin" : "discussions.manage.pin")}
                </Button>
              </Form>
            </Card>
          </li>
        ))}
      </ul>
      <Pager page={page} pages={pages} />
    </ManagePage>
  );
}
