import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LOCALES } from "../../../db/vocabulary.ts";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Checkbox, FormError } from "../../ui/field.tsx";
import { Html } from "../../ui/html.tsx";
import { LocalizedFields } from "../../ui/localized-fields.tsx";
import { Section } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { localeOf } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { readLocalized } from "../../web/localized-form.ts";
import { renderMarkdown } from "../../web/markdown.server.ts";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { BODY_LENGTH, TITLE_LENGTH } from "../announcement-form.ts";
import { audienceSize } from "../audience.server.ts";
import { deleteAnnouncement } from "../delete-announcement.server.ts";
import { publishAnnouncement } from "../publish-announcement.server.ts";
import { writtenAnnouncement } from "../queries.server.ts";
import { saveAnnouncement } from "../save-announcement.server.ts";
import { TalkNav } from "../talk-nav.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${localized(data?.competition.title, localeOf(matches))} · Podium` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const found = params.id
    ? ((await writtenAnnouncement(viewer, competition.id, params.id)) ?? notFound())
    : null;
  const { slug, title, timeZone, id: competitionId } = competition;
  return {
    competition: { slug, title, timeZone },
    announcement: found,
    recipients: await audienceSize({ competitionId, topic: "announcements", threadId: null }),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  const what = form.get("what");
  const at = `/competitions/${competition.slug}/manage/talk`;
  const values = { title: readLocalized(form, "title"), body: readLocalized(form, "body") };
  const common = { viewer, competitionId: competition.id, now };
  if (what === "preview")
    return data({
      values,
      refusal: null,
      preview: LOCALES.flatMap((locale) => {
        const [title, body] = [values.title[locale] ?? "", values.body[locale] ?? ""];
        return title || body ? [{ locale, title, html: renderMarkdown(body.slice(0, BODY_LENGTH)) }] : [];
      }),
    });
  if (what === "delete" && params.id) {
    const gone = await deleteAnnouncement({ ...common, id: params.id });
    if (gone.ok) throw redirect(at);
    return data({ values, refusal: gone.refusal, preview: null }, { status: statusOf(gone.refusal.code) });
  }
  const saved = await saveAnnouncement({ ...common, id: params.id ?? null, values });
  const mail = form.get("mail") !== null;
  const outcome =
    saved.ok && what === "publish"
      ? await publishAnnouncement({ ...common, id: saved.value.id, mail })
      : saved;
  if (outcome.ok) throw redirect(at);
  // The draft was saved though it could not be published: its own page goes on from there.
  if (saved.ok && !params.id && !outcome.ok) throw redirect(`${at}/announcements/${saved.value.id}`);
  return data(
    { values, refusal: outcome.refusal, preview: null },
    { status: statusOf(outcome.refusal.code) },
  );
}

export default function ManageAnnouncement() {
  const { competition, announcement, recipients } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const say = useSentence();
  const refusal = answer?.refusal;
  const error = (field: string) => (refusal?.field === field ? say(refusal) : undefined);
  const published = announcement?.publishedAt != null;
  return (
    <ManagePage competition={competition} section="talk">
      <TalkNav slug={competition.slug} />
      <Form method="post" className="flex max-w-3xl flex-col gap-8">
        {refusal && !refusal.field && <FormError>{say(refusal)}</FormError>}
        <LocalizedFields
          name="title"
          label={t("discussions.manage.titleField")}
          value={answer?.values.title ?? announcement?.title}
          maxLength={TITLE_LENGTH}
          error={error("title")}
        />
        <LocalizedFields
          name="body"
          label={t("discussions.manage.body")}
          value={answer?.values.body ?? announcement?.body}
          maxLength={BODY_LENGTH}
          rows={8}
          error={error("body")}
        />
        {answer?.preview && (
          <Section title={t("discussions.preview")}>
            {answer.preview.map((p) => (
              <Card key={p.locale} className="flex flex-col gap-3">
                <h3 lang={p.locale} className="break-words font-display text-xl font-semibold">
                  {p.title}
                </h3>
                <div lang={p.locale}>
                  <Html html={p.html} />
                </div>
              </Card>
            ))}
          </Section>
        )}
        {announcement?.noticedAt ? (
          <Alert>
            {t("discussions.manage.alreadyMailed")}{" "}
            <Time at={announcement.noticedAt} timeZone={competition.timeZone} />.{" "}
            {t("discussions.manage.mailOnce")}
          </Alert>
        ) : (
          <Checkbox
            name="mail"
            label={t("discussions.manage.mail", { count: recipients })}
            hint={t("discussions.manage.mailOnce")}
            defaultChecked={!published}
          />
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" name="what" value="publish" disabled={busy}>
            {t(published ? "discussions.manage.save" : "discussions.manage.publish")}
          </Button>
          {!published && (
            <Button type="submit" name="what" value="save" variant="quiet" disabled={busy}>
              {t("discussions.manage.saveDraft")}
            </Button>
          )}
          <Button type="submit" name="what" value="preview" variant="quiet" disabled={busy}>
            {t("discussions.preview")}
          </Button>
          {announcement && (
            <Button type="submit" name="what" value="delete" variant="danger" disabled={busy}>
              {t("discussions.manage.remove")}
            </Button>
          )}
        </div>
      </Form>
    </ManagePage>
  );
}
