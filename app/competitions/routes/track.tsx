import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { DEGREE_LEVELS } from "../../../db/vocabulary.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox, Field, FormError } from "../../ui/field.tsx";
import { notFound } from "../../web/respond.server.ts";
import { removeTrack, saveTrack, tracksOf } from "../change-tracks.server.ts";
import { LocalizedFields, localizedValues, useEditorForm } from "../editor-form.tsx";
import { faultsOf, previewOf, replyTo } from "../editor-reply.server.ts";
import { TrackForm } from "../forms.ts";
import { TITLE_CHARS } from "../limits.ts";
import { ManagePage } from "../manage-page.tsx";
import { managed } from "../managed.server.ts";
import { MarkdownFields } from "../markdown-fields.tsx";
import { RemoveForm } from "../row-actions.tsx";

export const handle = { title: "manage.sections.tracks" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { competition } = await managed(request, params.slug);
  const track =
    params.id === "new"
      ? null
      : ((await tracksOf(competition.id)).find((one) => one.id === params.id) ?? notFound());
  return { competition: { slug: competition.slug, title: competition.title }, track };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const body = await request.formData();
  const id = params.id === "new" ? null : (params.id ?? null);
  const command = { viewer, slug: competition.slug, now };
  const back = `/competitions/${competition.slug}/manage/tracks`;
  if (body.get("intent") === "remove" && id) {
    const removed = await removeTrack({ ...command, id });
    return removed.ok ? redirect(back) : replyTo(body, [removed.refusal]);
  }
  if (body.has("preview")) return previewOf(body, "description");
  const form = parseWithZod(body, { schema: TrackForm });
  if (form.status !== "success") return replyTo(body, faultsOf(form));
  const saved = await saveTrack({ ...command, id, track: form.value });
  return saved.ok ? redirect(`${back}?saved`) : replyTo(body, [saved.refusal]);
}

export default function EditTrack() {
  const { competition, track } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>()?.form;
  const { t } = useTranslation();
  const form = useEditorForm(answer, "track", {
    ...localizedValues("name", track?.name),
    ...localizedValues("description", track?.description),
    code: track?.code,
    proposer: track?.proposer,
    contact: track?.contact,
    maxTeamsPerOrganisation: track?.maxTeamsPerOrganisation ?? 0,
  });
  const removing = useEditorForm(answer, "remove", {});
  const levels = form.answer ? (form.answer.typed.degreeLevels ?? []) : (track?.degreeLevels ?? []);
  return (
    <ManagePage competition={competition} section="tracks">
      <Link to=".." relative="path" className="text-accent hover:underline">
        ← {t("editor.back")}
      </Link>
      <Form method="post" noValidate className="flex flex-col gap-8">
        <input type="hidden" name="intent" value="track" />
        {form.wrong && <FormError>{form.wrong}</FormError>}
        <div className="grid gap-6 sm:grid-cols-2 lg:grid-cols-4">
          <Field {...form.at("code")} label={t("editor.tracks.code")} hint={t("editor.tracks.codeHint")} />
          <Field
            {...form.at("proposer")}
            label={t("editor.tracks.proposer")}
            hint={t("editor.tracks.proposerHint")}
          />
          <Field
            {...form.at("contact")}
            label={t("editor.tracks.contact")}
            hint={t("editor.tracks.contactHint")}
          />
          <Field
            {...form.at("maxTeamsPerOrganisation")}
            type="number"
            min={0}
            label={t("editor.settings.maxTeamsPerOrganisation")}
            hint={t("editor.settings.noLimitHint")}
          />
        </div>
        <LocalizedFields form={form} name="name" label={t("editor.name")} max={TITLE_CHARS} />
        <fieldset className="flex flex-col gap-3">
          <legend className="pb-2 font-semibold">{t("editor.tracks.degrees")}</legend>
          <p className="text-sm text-muted">{t("editor.tracks.degreesHint")}</p>
          <div className="flex flex-wrap gap-x-8 gap-y-3">
            {DEGREE_LEVELS.map((level) => (
              <Checkbox
                key={level}
                name="degreeLevels"
                value={level}
                defaultChecked={levels.some((known) => known === level)}
                label={t(`editor.degrees.${level}`)}
              />
            ))}
          </div>
        </fieldset>
        <MarkdownFields form={form} name="description" label={t("editor.tracks.description")} rows={10} />
        <div>
          <Button type="submit">{t("editor.save")}</Button>
        </div>
      </Form>
      {track && <RemoveForm error={removing.wrong} />}
    </ManagePage>
  );
}
