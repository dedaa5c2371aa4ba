import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CompetitionTabs } from "../../competitions/competition-tabs.tsx";
import { signedIn } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { FormError, Select, TextArea } from "../../ui/field.tsx";
import { Html } from "../../ui/html.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { renderMarkdown, renderPost } from "../../web/markdown.server.ts";
import { statusOf } from "../../web/respond.server.ts";
import { ask, QUESTION_LENGTH } from "../ask.server.ts";
import { talkOf } from "../competition-talk.server.ts";
import { ownClarifications, publicClarifications, wants } from "../queries.server.ts";
import { subscribeHere } from "../subscribe.server.ts";
import { SubscribeForm } from "../subscribe-form.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${localized(data?.title, localeOf(matches))} · Podium` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition, entry, tabs, page, title } = await talkOf(request, params.slug);
  const [own, open, wanted] = await Promise.all([
    ownClarifications(viewer, competition.id),
    publicClarifications(competition, page),
    wants(viewer, competition.id, "clarifications"),
  ]);
  return {
    tabs,
    title,
    timeZone: competition.timeZone,
    wanted,
    asked: new URL(request.url).searchParams.has("asked"),
    mayAsk: competition.state === "published" && (entry?.state === "accepted" || entry?.state === "pending"),
    most: QUESTION_LENGTH,
    tasks: competition.tasks.map((task) => ({ position: task.position, name: task.name })),
    own: own.map(({ question, answer, ...c }) => ({
      ...c,
      question: renderPost(question),
      answer: answer === null ? null : renderMarkdown(answer),
    })),
    page: open.page,
    pages: open.pages,
    answered: open.clarifications.map(({ question, answer, ...c }) => ({
      ...c,
      question: renderPost(question),
      answer: renderMarkdown(answer),
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const slug = params.slug ?? "";
  const now = new Date();
  if (form.get("what") === "subscribe") {
    await subscribeHere({
      viewer,
      slug,
      topic: "clarifications",
      wanted: form.get("wanted") === "yes",
      now,
    });
    return redirect(`/competitions/${slug}/questions`);
  }
  const task = String(form.get("task") ?? "");
  const question = String(form.get("question") ?? "");
  const asked = await ask({ viewer, slug, task: task === "" ? null : Number(task), question, now });
  return asked.ok
    ? redirect(`/competitions/${slug}/questions?asked`)
    : data({ refusal: asked.refusal, question, task }, { status: statusOf(asked.refusal.code) });
}

export default function Questions() {
  const { tabs, title, timeZone, wanted, asked, mayAsk, own, answered, page, pages } =
    useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  return (
    <Page
      eyebrow={localized(title, locale)}
      title={t("discussions.questions.title")}
      lead={t("discussions.questions.lead")}
      actions={
        wanted !== null && (
          <SubscribeForm
            wanted={wanted}
            on={t("discussions.questions.tell")}
            off={t("discussions.questions.stop")}
          />
        )
      }
    >
      <CompetitionTabs {...tabs} />
      {asked && <Alert tone="good">{t("discussions.questions.asked")}</Alert>}
      {mayAsk ? <Ask /> : <p className="text-muted">{t("discussions.questions.join")}</p>}
      {own.length > 0 && (
        <Section title={t("discussions.questions.own")}>
          <ul className="flex flex-col gap-4">
            {own.map((c) => (
              <li key={c.id}>
                <Card className="flex flex-col gap-3">
                  <p className="flex flex-wrap items-center gap-3 text-sm text-muted">
                    <Badge tone={c.answer === null ? "warn" : c.isPublic ? "info" : "good"}>
                      {t(
                        c.answer === null
                          ? "discussions.questions.waiting"
                          : c.isPublic
                            ? "discussions.questions.public"
                            : "discussions.questions.private",
                      )}
                    </Badge>
                    {c.task && <span>{localized(c.task, locale)}</span>}
                    <span>{c.person}</span>
                    <Time at={c.createdAt} timeZone={timeZone} />
                  </p>
                  <Html html={c.question} />
                  {c.answer !== null && <Answer html={c.answer} />}
                </Card>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t("discussions.questions.answered")}>
        {answered.length === 0 && <p className="text-muted">{t("discussions.questions.none")}</p>}
        <ul className="flex flex-col gap-4">
          {answered.map((c) => (
            <li key={c.id}>
              <Card className="flex flex-col gap-3">
                <p className="flex flex-wrap items-center gap-3 text-sm text-muted">
                  {c.task && <span className="font-semibold">{localized(c.task, locale)}</span>}
                  {c.answeredAt && <Time at={c.answeredAt} timeZone={timeZone} withOwn />}
                </p>
                <div className="font-semibold">
                  <Html html={c.question} />
                </div>
                <Answer html={c.answer} />
              </Card>
            </li>
          ))}
        </ul>
        <Pager page={page} pages={pages} />
      </Section>
    </Page>
  );
}

function Answer({ html }: { html: string }) {
  const { t } = useTranslation();
  return (
    <div className="border-l-4 border-accent pl-4">
      <p className="text-sm font-semibold text-accent">{t("discussions.questions.answer")}</p>
      <Html html={html} />
    </div>
  );
}

function Ask() {
  const { tasks, most, asked, own } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const refusal = answer?.refusal;
  const error = (field: string) => (refusal?.field === field ? say(refusal) : undefined);
  return (
    <Section title={t("discussions.questions.ask")}>
      <Form
        key={asked ? own.length : "first"}
        method="post"
        action="?"
        className="flex max-w-2xl flex-col items-start gap-5"
      >
        {refusal && !refusal.field && <FormError>{say(refusal)}</FormError>}
        {tasks.length > 0 && (
          <Select
            name="task"
            label={t("discussions.questions.task")}
            defaultValue={answer?.task ?? ""}
            error={error("task")}
          >
            <option value="">{t("discussions.questions.wholeCompetition")}</option>
            {tasks.map((task) => (
              <option key={task.position} value={task.position}>
                {localized(task.name, locale)}
              </option>
            ))}
          </Select>
        )}
        <div className="w-full">
          <TextArea
            name="question"
            label={t("discussions.questions.question")}
            defaultValue={answer?.question}
            maxLength={most}
            required
            error={error("question")}
          />
        </div>
        <Button type="submit" name="what" value="ask" disabled={busy}>
          {t("discussions.questions.send")}
        </Button>
      </Form>
    </Section>
  );
}
