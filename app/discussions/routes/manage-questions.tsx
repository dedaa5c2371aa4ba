import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { FormError, Select, TextArea } from "../../ui/field.tsx";
import { Html } from "../../ui/html.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { renderPost } from "../../web/markdown.server.ts";
import { statusOf } from "../../web/respond.server.ts";
import { answer } from "../answer.server.ts";
import { clarificationQueue, wants } from "../queries.server.ts";
import { subscribeHere } from "../subscribe.server.ts";
import { SubscribeForm } from "../subscribe-form.tsx";
import { TalkNav } from "../talk-nav.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${localized(data?.competition.title, localeOf(matches))} · Podium` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const page = Number(new URL(request.url).searchParams.get("page")) || 1;
  const { slug, title, timeZone } = competition;
  const queue = await clarificationQueue(viewer, competition.id, page);
  return {
    told: (await wants(viewer, competition.id, "organising")) === true,
    competition: { slug, title, timeZone },
    ...queue,
    clarifications: queue.clarifications.map((c) => ({ ...c, html: renderPost(c.question) })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  if (form.get("what") === "subscribe") {
    const wanted = form.get("wanted") === "yes";
    await subscribeHere({ viewer, slug: competition.slug, topic: "organising", wanted, now });
    return redirect(`/competitions/${competition.slug}/manage/talk/questions`);
  }
  const text = (name: string) => String(form.get(name) ?? "");
  const typed = {
    id: text("id"),
    answer: text("answer"),
    isPublic: form.get("who") === "all",
    publicQuestion: text("publicQuestion"),
  };
  const outcome = await answer({ viewer, competitionId: competition.id, ...typed, now });
  return outcome.ok
    ? data({ ...typed, refusal: null })
    : data({ ...typed, refusal: outcome.refusal }, { status: statusOf(outcome.refusal.code) });
}

export default function ManageQuestions() {
  const { competition, clarifications, open, page, pages, told } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <ManagePage competition={competition} section="talk" lead={t("discussions.manage.queueLead")}>
      <TalkNav slug={competition.slug} />
      <SubscribeForm
        wanted={told}
        on={t("discussions.manage.tellMe")}
        off={t("discussions.manage.tellMeNot")}
      />
      {clarifications.length === 0 ? (
        <Empty title={t("discussions.manage.noQuestions")} />
      ) : (
        <p>{t("discussions.manage.open", { count: open })}</p>
      )}
      <ul className="flex max-w-4xl flex-col gap-5">
        {clarifications.map((c) => (
          <li key={c.id}>
            <Question c={c} />
          </li>
        ))}
      </ul>
      <Pager page={page} pages={pages} />
    </ManagePage>
  );
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>["clarifications"][number];

function Question({ c }: { c: Shown }) {
  const { competition } = useLoaderData<typeof loader>();
  const last = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const mine = last?.id === c.id && last.refusal ? last : null;
  const refusal = mine?.refusal;
  const error = (field: string) => (refusal?.field === field ? say(refusal) : undefined);
  const form = (
    <Form method="post" className="flex flex-col items-start gap-4">
      {refusal && !refusal.field && <FormError>{say(refusal)}</FormError>}
      <input type="hidden" name="id" value={c.id} />
      <div className="w-full">
        <TextArea
          name="answer"
          label={t("discussions.manage.answer")}
          defaultValue={mine?.answer ?? c.answer ?? ""}
          error={error("answer")}
        />
      </div>
      <Select
        name="who"
        label={t("discussions.manage.who")}
        defaultValue={(mine?.isPublic ?? c.isPublic) ? "all" : "team"}
      >
        <option value="team">{t("discussions.manage.toTeam")}</option>
        <option value="all">{t("discussions.manage.toAll")}</option>
      </Select>
      <div className="w-full">
        <TextArea
          name="publicQuestion"
          rows={3}
          label={t("discussions.manage.publicQuestion")}
          hint={t("discussions.manage.publicQuestionHint")}
          defaultValue={mine?.publicQuestion ?? c.publicQuestion ?? c.question}
          error={error("publicQuestion")}
        />
      </div>
      <Button type="submit" disabled={busy}>
        {t(c.answer === null ? "discussions.manage.sendAnswer" : "discussions.manage.changeAnswer")}
      </Button>
    </Form>
  );
  return (
    <Card className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-3 text-sm text-muted">
        <Badge tone={c.answer === null ? "warn" : c.isPublic ? "info" : "good"}>
          {t(
            c.answer === null
              ? "discussions.questions.waiting"
              : c.isPublic
                ? "discussions.questions.public"
                : "discussions.manage.toTeam",
          )}
        </Badge>
        <span>
          {t("discussions.manage.from", {
            person: c.person ?? t("discussions.gone"),
            team: c.teamName ?? "–",
          })}
        </span>
        {c.task && <span>{localized(c.task, locale)}</span>}
        <Time at={c.createdAt} timeZone={competition.timeZone} />
      </p>
      <Html html={c.html} />
      {c.answer === null ? (
        form
      ) : (
        <details open={mine !== null}>
          <summary className="cursor-pointer font-semibold text-accent">
            {t("discussions.manage.changeAnswer")}
          </summary>
          <div className="pt-4">{form}</div>
        </details>
      )}
    </Card>
  );
}
