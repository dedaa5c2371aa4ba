import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Field, FormError } from "../../ui/field.tsx";
import { Html } from "../../ui/html.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { renderPost } from "../../web/markdown.server.ts";
import { statusOf } from "../../web/respond.server.ts";
import { dismissReports, hidePost } from "../moderate.server.ts";
import { REASON_LENGTH } from "../post-rules.ts";
import { reportsOf } from "../queries.server.ts";
import { TalkNav } from "../talk-nav.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${localized(data?.competition.title, localeOf(matches))} · Podium` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const page = Number(new URL(request.url).searchParams.get("page")) || 1;
  const { slug, title, timeZone } = competition;
  const list = await reportsOf(viewer, competition.id, page);
  return {
    competition: { slug, title, timeZone },
    ...list,
    reports: list.reports.map(({ body, ...r }) => ({ ...r, html: renderPost(body) })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  const postId = String(form.get("postId") ?? "");
  const reason = String(form.get("reason") ?? "");
  const command = { viewer, competitionId: competition.id, postId, now };
  const outcome =
    form.get("what") === "hide"
      ? await hidePost({ ...command, hidden: true, reason })
      : await dismissReports(command);
  return outcome.ok
    ? data({ postId, refusal: null })
    : data({ postId, refusal: outcome.refusal }, { status: statusOf(outcome.refusal.code) });
}

export default function ManageReports() {
  const { competition, reports, page, pages } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const at = `/competitions/${competition.slug}/discussions`;
  return (
    <ManagePage competition={competition} section="talk">
      <TalkNav slug={competition.slug} />
      {answer?.refusal && !answer.refusal.field && <FormError>{say(answer.refusal)}</FormError>}
      {reports.length === 0 && <Empty title={t("discussions.manage.noReports")} />}
      <ul className="flex max-w-4xl flex-col gap-5">
        {reports.map((r) => (
          <li key={r.postId}>
            <Card className="flex flex-col gap-4">
              <p className="text-sm text-muted">
                <strong className="font-semibold text-ink">{r.author ?? t("discussions.gone")}</strong>{" "}
                {t("discussions.manage.in")}{" "}
                <Link className="text-accent underline" to={`${at}/${r.threadId}`}>
                  {r.thread}
                </Link>{" "}
                · <Time at={r.createdAt} timeZone={competition.timeZone} />
              </p>
              <Html html={r.html} />
              <ul className="flex flex-col gap-1 border-l-4 border-bad pl-4 text-sm">
                {r.reasons.map((x) => (
                  <li key={x.person + x.reason}>
                    {x.reason} <span className="text-muted">· {x.person}</span>
                  </li>
                ))}
              </ul>
              <Form method="post" className="flex flex-col items-start gap-3">
                <input type="hidden" name="postId" value={r.postId} />
                <Field
                  name="reason"
                  label={t("discussions.threads.hideReason")}
                  maxLength={REASON_LENGTH}
                  error={
                    answer?.postId === r.postId && answer.refusal?.field === "reason"
                      ? say(answer.refusal)
                      : undefined
                  }
                />
                <div className="flex flex-wrap gap-3">
                  <Button type="submit" name="what" value="hide" size="small" variant="danger">
                    {t("discussions.threads.hide")}
                  </Button>
                  <Button type="submit" name="what" value="dismiss" size="small" variant="quiet">
                    {t("discussions.manage.dismiss")}
                  </Button>
                </div>
              </Form>
            </Card>
          </li>
        ))}
      </ul>
      <Pager page={page} pages={pages} />
    </ManagePage>
  );
}
