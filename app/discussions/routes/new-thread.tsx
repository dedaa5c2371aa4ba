import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { signedIn } from "../../people/viewer.server.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Field, FormError, Select, TextArea } from "../../ui/field.tsx";
import { Html } from "../../ui/html.tsx";
import { Page } from "../../ui/page.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { renderPost } from "../../web/markdown.server.ts";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { talkOf } from "../competition-talk.server.ts";
import { POST_LENGTH, THREAD_TITLE_LENGTH } from "../post-rules.ts";
import { startThread } from "../write-post.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${localized(data?.title, localeOf(matches))} · Podium` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  await signedIn(request);
  const { competition, tabs, title } = await talkOf(request, params.slug);
  if (!competition.discussionsEnabled) notFound();
  return {
    title,
    slug: tabs.slug,
    task: new URL(request.url).searchParams.get("task") ?? "",
    tasks: competition.tasks.map((t) => ({ position: t.position, name: t.name })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const typed = { title: text("title"), body: text("body"), task: text("task") };
  if (form.get("what") === "preview")
    return data({ ...typed, preview: renderPost(typed.body.slice(0, POST_LENGTH)), refusal: null });
  const started = await startThread({
    viewer,
    slug: params.slug ?? "",
    title: typed.title,
    body: typed.body,
    task: typed.task === "" ? null : Number(typed.task),
    now: new Date(),
  });
  if (started.ok) throw redirect(`/competitions/${params.slug}/discussions/${started.value.id}`);
  return data(
    { ...typed, preview: null, refusal: started.refusal },
    { status: statusOf(started.refusal.code) },
  );
}

export default function NewThread() {
  const { title, slug, task, tasks } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const refusal = answer?.refusal;
  const error = (field: string) => (refusal?.field === field ? say(refusal) : undefined);
  return (
    <Page
      width="narrow"
      eyebrow={
        <Link to={`/competitions/${slug}/discussions`} className="hover:underline">
          {localized(title, locale)}
        </Link>
      }
      title={t("discussions.threads.start")}
    >
      <Form method="post" className="flex flex-col gap-6">
        {refusal && !refusal.field && <FormError>{say(refusal)}</FormError>}
        <Field
          name="title"
          label={t("discussions.threads.titleField")}
          maxLength={THREAD_TITLE_LENGTH}
          defaultValue={answer?.title}
          error={error("title")}
        />
        {tasks.length > 0 && (
          <Select
            name="task"
            label={t("discussions.threads.task")}
            defaultValue={answer?.task ?? task}
            error={error("task")}
          >
            <option value="">{t("discussions.questions.wholeCompetition")}</option>
            {tasks.map((one) => (
              <option key={one.position} value={one.position}>
                {localized(one.name, locale)}
              </option>
            ))}
          </Select>
        )}
        <TextArea
          name="body"
          rows={8}
          label={t("discussions.threads.body")}
          hint={t("discussions.threads.bodyHint")}
          maxLength={POST_LENGTH}
          defaultValue={answer?.body}
          error={error("body")}
        />
        {answer?.preview && (
          <Card>
            <Html html={answer.preview} />
          </Card>
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" disabled={busy}>
            {t("discussions.threads.publish")}
          </Button>
          <Button type="submit" name="what" value="preview" variant="quiet" disabled={busy}>
            {t("discussions.preview")}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
